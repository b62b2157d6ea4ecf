// An instance whose tickets age by a clock set by hand, for tests of background work.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "app/act_on_ticket.h"
#include "app/analyser_in_use.h"
#include "app/documents.h"
#include "app/open_ticket.h"
#include "app/ticket_unit.h"
#include "store/queries.h"
#include "support/instance.h"

namespace huiyin::test {

class JobsWorld {
 public:
  explicit JobsWorld(OnEngine engine) : instance(People::kOrganisation, engine) {
    HY_CHECK(analyser.Follow(*instance.context().config->Get()).ok());
    instance.context().analyser = &analyser;
  }

  const app::Context& context() { return instance.context(); }
  void Pass(Duration time) { instance.clock().Advance(time); }

  // A ticket of a department, received now.
  std::string Open(const std::string& priority, const std::string& category = "inquiry",
                   const std::string& text = "请问怎样更改收货地址",
                   const std::string& department = "dept_service") {
    app::Feedback feedback;
    feedback.channel = "phone";
    feedback.text = text + " " + std::to_string(++opened);
    feedback.category = category;
    feedback.priority = priority;
    feedback.name = "钱先生";
    feedback.email = "customer" + std::to_string(opened) + "@example.com";
    feedback.department_id = instance.DepartmentId(department);
    const auto done = app::OpenTicketNow(context(), instance.ActorOf("supervisor"), feedback);
    if (!done.ok()) ADD_FAILURE() << done.error().ToString();
    return done.ok() ? done->ticket_no : "";
  }

  void Act(const std::string& ticket_no, domain::Transition verb, const std::string& text = "") {
    app::Action action;
    action.verb = verb;
    action.text = text;
    const auto done =
        app::ActOnTicket(context(), instance.ActorOf("supervisor"), ticket_no, action);
    if (!done.ok()) ADD_FAILURE() << domain::Name(verb) << ": " << done.error().ToString();
  }
  // A question to the customer of a ticket in progress.
  void Ask(const std::string& ticket_no, const std::string& question) {
    Act(ticket_no, domain::Transition::kAskCustomer, question);
  }

  app::TicketRecord Read(const std::string& ticket_no) {
    app::TicketRecord out;
    const Status read = instance.db().Read([&](store::Session& session) -> Status {
      TRY_ASSIGN(out, app::LoadTicket(session, *app::TicketIdOf(ticket_no)));
      return Ok();
    });
    if (!read.ok()) ADD_FAILURE() << read.error().ToString();
    return out;
  }
  int CountFacts(const std::string& ticket_no, const std::string& kind) {
    int n = 0;
    for (const domain::Fact& f : Read(ticket_no).facts) n += f.kind == kind;
    return n;
  }

  // A notice of the outbox, opened.
  struct Notice {
    int64_t id = 0;
    std::string template_id, payload;
  };
  // Of this template (any when empty), whatever became of it.
  std::vector<Notice> Notices(const std::string& template_id) {
    std::vector<Notice> out;
    const Status read = instance.db().Read([&](store::Session& session) -> Status {
      return session.Each(
          store::q::outbox_due, {context().Now() + Duration::Days(365), int64_t{1000}},
          [&](const store::Row& row) -> Status {
            if (!template_id.empty() && row.Str(3) != template_id) return Ok();
            TRY_ASSIGN(std::string text,
                       context().keys->Open(std::string(row.BlobBytes(4)),
                                            "outbox:" + std::to_string(row.Int(0))));
            out.push_back({row.Int(0), row.Str(3), std::move(text)});
            return Ok();
          });
    });
    if (!read.ok()) ADD_FAILURE() << read.error().ToString();
    return out;
  }

  Instance instance;
  app::AnalyserInUse analyser{std::string(HUIYIN_SOURCE_DIR) + "/models"};
  int opened = 0;
};

class OnBothEngines : public testing::TestWithParam<OnEngine> {
 protected:
  JobsWorld world{GetParam()};
};

inline std::string EngineName(const testing::TestParamInfo<OnEngine>& info) {
  return info.param == OnEngine::kSqlite ? "Sqlite" : "Postgres";
}
inline auto BothEngines() { return testing::Values(OnEngine::kSqlite, OnEngine::kPostgres); }

}  // namespace huiyin::test
