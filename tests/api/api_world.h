// An instance with its API service, for tests of whole behaviour.
#pragma once

#include "api/service.h"
#include "api_client.h"
#include "app/analyser_in_use.h"
#include "support/instance.h"

namespace huiyin::test {

class ApiWorld {
 public:
  explicit ApiWorld(OnEngine engine = OnEngine::kSqlite) : instance(People::kOrganisation, engine) {
    HY_CHECK(analyser.Follow(*instance.context().config->Get()).ok());
    instance.context().analyser = &analyser;
    api::ServiceOptions options;
    options.workers = 4;
    options.pow_difficulty = 4;
    service = std::make_unique<api::Service>(instance.context(), options);
  }

  ApiClient Anonymous() { return ApiClient(*service); }
  ApiClient As(const std::string& login) {
    ApiClient client(*service);
    client.SignIn(login, kPassword);
    return client;
  }
  // A ticket entered by `client`; its number.
  static std::string Enter(ApiClient& client, const std::string& text,
                           const std::string& more = "") {
    const Answer answer = client.Post("/api/v1/feedback",
                                      R"({"channel":"phone","text":")" + text + "\"" + more + "}");
    return answer.status == 201 ? answer.Text("ticket_no") : answer.body;
  }

  Instance instance;
  app::AnalyserInUse analyser{std::string(HUIYIN_SOURCE_DIR) + "/models"};
  std::unique_ptr<api::Service> service;
};

}  // namespace huiyin::test
