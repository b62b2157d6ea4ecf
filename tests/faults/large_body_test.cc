// A body of ten megabytes to a route that takes JSON: refused by its announced length, before it is
// read, and the server goes on.
#include <gtest/gtest.h>

#include "feedback_load.h"
#include "support/temp_dir.h"

namespace huiyin::test {
namespace {

TEST(LargeBody, OfTenMegabytes_IsRefusedAndNothingIsLost) {
  TempDir folder;
  Site site(folder.path() + "/data");
  ASSERT_FALSE(site.token.empty());
  ServerProcess server({"--data", site.data});
  ASSERT_TRUE(server.Start());
  const auto post = [&](const std::string& text) {
    return Ask(server.port(), "POST", "/api/v1/feedback", site.token,
               R"({"channel":"api","text":")" + text + "\"}");
  };
  const HttpAnswer taken = post("the lamp flickers");
  ASSERT_EQ(taken.status, 201) << taken.body;
  const HttpAnswer refused = post(std::string(10 << 20, 'x'));
  EXPECT_EQ(refused.status, 413);
  EXPECT_NE(refused.body.find("\"too_large\""), std::string::npos) << refused.body;
  const std::string number(boost::json::parse(taken.body).at("ticket_no").as_string());
  EXPECT_EQ(Ask(server.port(), "GET", "/api/v1/tickets/" + number, site.token).status, 200);
  EXPECT_EQ(post("the kettle leaks").status, 201);
}

}  // namespace
}  // namespace huiyin::test
