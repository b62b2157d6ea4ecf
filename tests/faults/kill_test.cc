// The whole program, killed without warning while many clients write: what was acknowledged is
// there, nothing is there twice, the log verifies, and timers that fell due meanwhile still fire.
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "base/time.h"
#include "feedback_load.h"
#include "support/postgres_server.h"
#include "support/temp_dir.h"

namespace huiyin::test {
namespace {

namespace json = boost::json;

TEST(Kill9, FiftyTimesUnderLoad_LosesNothingAcknowledgedAndDoublesNothing) {
  TempDir folder;
  Site site(folder.File("data"));
  ServerProcess server({"--data", site.data});
  Load load(site.token);
  std::mt19937 random(50);
  for (int round = 0; round < 50; ++round) {
    ASSERT_TRUE(server.Start()) << round;
    const size_t before = load.acknowledged();
    load.Begin(server.port());
    // At a random amount of work, so that slow machines do as much as fast ones.
    ASSERT_TRUE(load.Reaches(before + 1 + random() % 60)) << round;
    server.Kill();
    load.Stop();
  }
  ASSERT_TRUE(server.Start());
  ExpectNothingLostNothingTwice(load, site, server.port());
  EXPECT_EQ(server.Terminate(), 0);
  const json::object report = site.Verify();
  EXPECT_TRUE(report.at("ok").as_bool()) << json::serialize(report);
}

TEST(Kill9, TimersDueMeanwhile_FireAfterTheRestart) {
  TempDir folder;
  Site site(folder.File("data"));
  std::ofstream(site.data + "/TEST_INSTANCE") << "";
  const std::string clock = folder.File("clock");
  const auto set_clock = [&](const std::string& iso) {
    std::ofstream(clock + ".new") << iso;
    rename((clock + ".new").c_str(), clock.c_str());
  };
  // After the token was made, inside its day.
  const Instant start = SystemClock().Now() + Duration::Minutes(1);
  set_clock(FormatUtc(start));
  ServerProcess server({"--data", site.data, "--clock-file", clock});
  ASSERT_TRUE(server.Start());
  const HttpAnswer made = Ask(server.port(), "POST", "/api/v1/feedback", site.token,
                              R"({"channel":"api","text":"机器冒烟起火了","priority":"high"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string path =
      "/api/v1/tickets/" + std::string(json::parse(made.body).at("ticket_no").as_string());
  server.Kill();
  set_clock(FormatUtc(start + Duration::Hours(3)));  // the first answer was due after two
  ASSERT_TRUE(server.Start());
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  std::string events;
  while (std::chrono::steady_clock::now() < deadline) {
    events = Ask(server.port(), "GET", path + "/events", site.token).body;
    if (events.find("\"clock_breached\"") != events.npos) break;
    std::this_thread::yield();
  }
  EXPECT_NE(events.find("\"clock_breached\""), events.npos) << events;
  server.Kill();
  ASSERT_TRUE(server.Start());
  const json::object ticket =
      json::parse(Ask(server.port(), "GET", path, site.token).body).as_object();
  EXPECT_TRUE(ticket.at("breached").as_bool());
  EXPECT_EQ(server.Terminate(), 0);
  EXPECT_TRUE(site.Verify().at("ok").as_bool());
}

TEST(PostgresRestart, UnderLoad_LosesNothingAcknowledgedAndDoublesNothing) {
  PostgresServer postgres;
  TempDir folder;
  Site site(folder.File("data"), postgres.UrlOf(postgres.NewSchema()));
  ServerProcess server({"--data", site.data});
  Load load(site.token);
  ASSERT_TRUE(server.Start());
  load.Begin(server.port());
  for (int round = 0; round < 4; ++round) {
    ASSERT_TRUE(load.Reaches(load.acknowledged() + 50)) << round;
    postgres.StopServer(round % 2 == 0 ? PostgresServer::Stop::kImmediate
                                       : PostgresServer::Stop::kFast);
    postgres.StartServer();
  }
  ASSERT_TRUE(load.Reaches(load.acknowledged() + 50));
  load.Stop();
  ExpectNothingLostNothingTwice(load, site, server.port());
  EXPECT_EQ(server.Terminate(), 0);
  EXPECT_TRUE(site.Verify().at("ok").as_bool());
}

}  // namespace
}  // namespace huiyin::test
