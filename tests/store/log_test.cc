#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "ledger/receipt.h"
#include "store/commit_watch.h"
#include "store/log_follower.h"
#include "store/log_reader.h"
#include "store/queries.h"
#include "store/world.h"

namespace huiyin::store {
namespace {

class LogOn : public BothEngines {
 protected:
  ledger::Report Verify(std::string_view external = {}) {
    ledger::VerifyOptions options;
    options.trusted_keys = {world_.key().public_key()};
    options.log_id = db().log_id();
    auto report = VerifyLog(db(), options, external);
    EXPECT_TRUE(report.ok()) << report.error().ToString();
    return *report;
  }
  // 5,000 events in batches of odd sizes over several seconds.
  void Fill() {
    int64_t made = 0;
    for (int batch = 1; made < 5'000; ++batch) {
      const int count = std::min<int>(batch * 37 % 700 + 1, static_cast<int>(5'000 - made));
      AppendEvents(writer(), batch, count);
      made += count;
      world_.clock().Advance(Duration::Millis(430));
    }
  }
  // Behind the program's back.
  void Tamper(const std::string& sql) {
    auto run = writer().Run([&](Tx& tx) -> Status {
      TRY(tx.db().ExecSql(sql, {}));
      return Ok();
    });
    ASSERT_TRUE(run.ok()) << run.error().ToString();
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, LogOn, testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return EngineName(engine.param); });

TEST_P(LogOn, Verify_OfAnUntouchedLog_IsClean) {
  EXPECT_TRUE(Verify().ok);
  Fill();
  const auto report = Verify();
  EXPECT_TRUE(report.ok) << report.findings[0].message_en;
  EXPECT_EQ(report.events, 5'000u);
  EXPECT_EQ(report.tiles, 5'000u / 256);
  EXPECT_GT(report.heads, 3u);
}

TEST_P(LogOn, Verify_WhenTampered_NamesTheFirstBadEvent) {
  Fill();
  const struct {
    std::string sql;
    uint64_t first_bad;
  } cases[] = {
      {"UPDATE events SET payload = '{}' WHERE seq = 4242", 4242},
      {"UPDATE events SET at = at + 1 WHERE seq = 4100", 4100},
      {"DELETE FROM events WHERE seq = 17", 17},
  };
  for (const auto& c : cases) {
    Tamper(c.sql);
    const auto report = Verify();
    EXPECT_FALSE(report.ok) << c.sql;
    EXPECT_EQ(report.first_bad(), c.first_bad) << c.sql;
  }
}

TEST_P(LogOn, Verify_WhenTheTailIsCut_IsCaughtByAnExportedHead) {
  Fill();
  const auto head = *db().Get<std::optional<ledger::TreeHead>>(NewestHead);
  Tamper("DELETE FROM events WHERE seq >= 4900");
  Tamper("DELETE FROM tree_heads WHERE tree_size > 4900");
  EXPECT_FALSE(Verify(ledger::FormatHead(*head)).ok);
}

TEST_P(LogOn, ReceiptOf_AnOldEvent_IsProvenInTheNewestHead) {
  Fill();
  for (const uint64_t seq : {0u, 255u, 256u, 4'095u, 4'999u}) {
    const auto text = db().Get<std::string>(
        [&](Session& session) { return ReceiptOf(session, seq, world_.key().public_key()); });
    ASSERT_TRUE(text.ok()) << text.error().ToString();
    const auto facts = ledger::VerifyReceiptText(*text, world_.key().public_key());
    ASSERT_TRUE(facts.ok()) << facts.error().ToString();
    EXPECT_EQ(facts->tree_size, 5'000u);
    EXPECT_EQ(facts->event.seq, seq);
  }
  EXPECT_EQ(db().Get<std::string>([&](Session& session) {
                  return ReceiptOf(session, 5'000, world_.key().public_key());
                })
                .error()
                .type,
            "no_such_event");
}

TEST_P(LogOn, Append_WhenTheLogWasExtendedBehindOurBack_RefusesInsteadOfForking) {
  AppendEvents(writer(), 1, 3);
  Tamper(
      "INSERT INTO events (seq, at, ticket_id, ticket_no, actor, kind, payload, leaf_hash) "
      "SELECT 3, at, ticket_id, ticket_no, actor, kind, payload, leaf_hash FROM events "
      "WHERE seq = 2");
  const auto refused = writer().Run([](Tx& tx) -> Status {
    tx.Append(AnEvent(1));
    return Ok();
  });
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().type, "log_tail");
}

TEST_P(LogOn, CommitWatch_HearsOfEveryGrowth) {
  std::mutex mutex;
  std::condition_variable changed;
  uint64_t size = 12345;
  auto watch = CommitWatch::Start(world_.options().url, [&](uint64_t now) {
    const std::lock_guard lock(mutex);
    size = now;
    changed.notify_all();
  });
  ASSERT_TRUE(watch.ok()) << watch.error().ToString();
  const auto reaches = [&](uint64_t wanted) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds(20), [&] { return size == wanted; });
  };
  EXPECT_TRUE(reaches(0));
  AppendEvents(writer(), 1, 4);
  EXPECT_TRUE(reaches(4));
  AppendEvents(writer(), 1, 1);
  EXPECT_TRUE(reaches(5));
}

TEST_P(LogOn, LogFollower_HearsEachEventOnceAndInOrder_WhoeverWrote) {
  AppendEvents(writer(), 1, 3);  // before it began
  World other(Engine::kSqlite);
  other.options().url = world_.options().url;
  ASSERT_TRUE(other.Open(Database::Mode::kOpen).ok());
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<uint64_t> heard;
  bool began = false;
  LogFollower follower(db(), [&](const std::vector<StoredEvent>& events) {
    const std::lock_guard lock(mutex);
    for (const auto& e : events) heard.push_back(e.seq);
    changed.notify_all();
  });
  const auto waits_for = [&](const std::function<bool()>& what) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds(20), what);
  };
  // A posted task runs only once the follower knows where the log ends.
  ASSERT_TRUE(follower.Post([&] {
    EXPECT_EQ(follower.next(), 3u);
    const std::lock_guard lock(mutex);
    began = true;
    changed.notify_all();
  }));
  ASSERT_TRUE(waits_for([&] { return began; }));
  constexpr int kRounds = 20;
  for (int i = 0; i < kRounds; ++i) {
    AppendEvents(i % 2 == 0 ? writer() : other.db().writer(), i + 1, 5);
  }
  ASSERT_TRUE(waits_for([&] { return heard.size() >= kRounds * 5; }));
  follower.Stop();
  ASSERT_EQ(heard.size(), kRounds * 5u);
  for (size_t i = 0; i < heard.size(); ++i) EXPECT_EQ(heard[i], i + 3);
  EXPECT_FALSE(follower.Post([] {}));
}

}  // namespace
}  // namespace huiyin::store
