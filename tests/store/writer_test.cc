#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "ledger/receipt.h"
#include "store/queries.h"
#include "store/world.h"

namespace huiyin::store {
namespace {

class WriterOn : public BothEngines {};
INSTANTIATE_TEST_SUITE_P(Engines, WriterOn, testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return EngineName(engine.param); });

Status PutInstance(Tx& tx, const std::string& key, const std::string& value) {
  TRY(tx.db().ExecSql("INSERT INTO instance (key, value) VALUES (?1, ?2)",
                      std::vector<Param>{key, value}));
  return Ok();
}

std::optional<std::string> GetInstance(Database& db, const std::string& key) {
  return *db.Get<std::optional<std::string>>([&](Session& session) {
    return session.One(q::instance_get, {key}, [](const Row& row) { return row.Str(0); });
  });
}

// Holds the writer so that what is submitted meanwhile ends up in one batch.
class Gate {
 public:
  explicit Gate(Writer& writer) {
    const auto held = writer.Submit(
        [state = state_](Tx&) -> Status {
          state->entered.store(true);
          state->entered.notify_all();
          state->open.wait(false);
          return Ok();
        },
        [](Status, const auto&) {});
    EXPECT_TRUE(held.ok());
    state_->entered.wait(false);
  }
  void Open() {
    state_->open.store(true);
    state_->open.notify_all();
  }
  ~Gate() { Open(); }

 private:
  struct State {
    std::atomic<bool> entered = false, open = false;
  };
  // The writer may still look at it when the gate is gone.
  const std::shared_ptr<State> state_ = std::make_shared<State>();
};

struct Answers {
  std::vector<Status> statuses;
  std::atomic<size_t> count = 0;
  Done At(size_t place) {
    if (statuses.size() <= place) statuses.resize(place + 1);
    return [this, place](Status status, const auto&) {
      statuses[place] = std::move(status);
      count.fetch_add(1);
      count.notify_all();
    };
  }
  void Wait(size_t wanted) {
    for (size_t now = count.load(); now < wanted; now = count.load()) count.wait(now);
  }
};

TEST_P(WriterOn, Run_WhenCommitted_ReaderSeesRowEventAndHead) {
  const auto info = *writer().Run([](Tx& tx) -> Status {
    TRY(PutInstance(tx, "org", "回音"));
    EXPECT_EQ(tx.Append(AnEvent(5)), 0u);
    EXPECT_EQ(tx.Append(AnEvent(5, "assigned")), 1u);
    EXPECT_EQ(tx.Pending(5).size(), 2u);
    EXPECT_EQ(tx.Pending(6).size(), 0u);
    return Ok();
  });
  EXPECT_EQ(GetInstance(db(), "org"), "回音");
  ASSERT_EQ(info->events().size(), 2u);
  EXPECT_EQ(info->events()[1].seq, 1u);
  EXPECT_EQ(info->events()[1].event.kind, "assigned");
  EXPECT_EQ(CountEvents(db()), 2);
}

TEST_P(WriterOn, Receipt_OfEveryEventOfABatch_ProvesIt) {
  std::vector<std::shared_ptr<const CommitInfo>> infos;
  for (int i = 0; i < 5; ++i) infos.push_back(AppendEvents(writer(), i, 1 + i * 37));
  for (const auto& info : infos) {
    for (size_t i = 0; i < info->events().size(); ++i) {
      const auto facts = ledger::VerifyReceiptText(*info->Receipt(i), world_.key().public_key());
      ASSERT_TRUE(facts.ok()) << facts.error().ToString();
      EXPECT_EQ(facts->event.seq, info->events()[i].seq);
      EXPECT_EQ(facts->log_id, db().log_id());
    }
  }
  EXPECT_FALSE(infos[0]->Receipt(1).ok());
}

TEST_P(WriterOn, Run_WhenCommandFails_LeavesNothingOfIt) {
  const auto failed = writer().Run([](Tx& tx) -> Status {
    TRY(PutInstance(tx, "a", "1"));
    tx.Append(AnEvent(1));
    return FailedPrecondition("no", "because");
  });
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().type, "because");
  EXPECT_EQ(GetInstance(db(), "a"), std::nullopt);
  EXPECT_EQ(CountEvents(db()), 0);
}

TEST_P(WriterOn, Batch_WhenSomeCommandsFail_KeepsTheOthers) {
  constexpr size_t kCommands = 40;
  Answers answers;
  answers.statuses.resize(kCommands);
  {
    Gate gate(writer());
    for (size_t i = 0; i < kCommands; ++i) {
      ASSERT_TRUE(writer()
                      .Submit(
                          [i](Tx& tx) -> Status {
                            TRY(PutInstance(tx, "k" + std::to_string(i), "v"));
                            tx.Append(AnEvent(static_cast<int64_t>(i) + 1));
                            tx.Add({1, "opened", "", 0, 1, 0});
                            if (i % 8 == 3) return PutInstance(tx, "k" + std::to_string(i), "v");
                            if (i % 8 == 5) throw std::runtime_error("poison");
                            if (i % 8 == 6) return FailedPrecondition("no", "because");
                            return Ok();
                          },
                          answers.At(i))
                      .ok());
    }
  }
  answers.Wait(kCommands);
  for (size_t i = 0; i < kCommands; ++i) {
    const Status& status = answers.statuses[i];
    if (i % 8 == 3) {
      ASSERT_FALSE(status.ok());
      EXPECT_EQ(status.error().type, "unique_violation");
    } else if (i % 8 == 5) {
      ASSERT_FALSE(status.ok());
      EXPECT_EQ(status.error().code, ErrorCode::kInternal);
      EXPECT_EQ(status.error().internal, "poison");
    } else if (i % 8 == 6) {
      ASSERT_FALSE(status.ok());
      EXPECT_EQ(status.error().type, "because");
    } else {
      EXPECT_TRUE(status.ok()) << status.error().ToString();
    }
    const bool there = GetInstance(db(), "k" + std::to_string(i)).has_value();
    EXPECT_EQ(there, status.ok()) << i;
  }
  EXPECT_EQ(CountEvents(db()), 25);
  const auto sum = db().Get<std::optional<int64_t>>([](Session& session) {
    return session.One(q::rollups_between, {0, 2, "opened"},
                       [](const Row& row) { return row.Int(4); });
  });
  EXPECT_EQ(**sum, 25);
}

TEST_P(WriterOn, Command_WhenItHidesAStatementError_FailsAllTheSame) {
  const auto hidden = writer().Run([](Tx& tx) -> Status {
    TRY(PutInstance(tx, "x", "1"));
    (void)PutInstance(tx, "x", "2").ok();
    return Ok();
  });
  ASSERT_FALSE(hidden.ok());
  EXPECT_EQ(hidden.error().type, "unique_violation");
  EXPECT_EQ(GetInstance(db(), "x"), std::nullopt);
}

TEST_P(WriterOn, Command_WhenItsEventIsNotAllowed_IsRefused) {
  const auto refused = writer().Run([](Tx& tx) -> Status {
    TRY(PutInstance(tx, "e", "1"));
    tx.Append(AnEvent(1, std::string("bad\xFF")));
    return Ok();
  });
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().type, "leaf_field");
  EXPECT_EQ(GetInstance(db(), "e"), std::nullopt);
}

TEST_P(WriterOn, NextId_WhenCommandsFailAndTheInstanceReopens_IsNeverRepeated) {
  std::set<int64_t> seen;
  const auto take = [&](bool keep) {
    std::vector<int64_t> ids;
    const auto run = writer().Run([&](Tx& tx) -> Status {
      ids.clear();
      for (int i = 0; i < 70; ++i) {
        TRY_ASSIGN(const int64_t id, tx.NextId());
        ids.push_back(id);
      }
      TRY(PutInstance(tx, "id" + std::to_string(ids.front()), "x"));
      return keep ? Ok() : Status(FailedPrecondition("no"));
    });
    EXPECT_EQ(run.ok(), keep);
    if (!keep) return;
    for (const int64_t id : ids) EXPECT_TRUE(seen.insert(id).second) << id;
  };
  for (int i = 0; i < 12; ++i) take(i % 3 != 1);
  ASSERT_TRUE(world_.Open(Database::Mode::kOpen).ok());
  for (int i = 0; i < 6; ++i) take(true);
  EXPECT_GT(*seen.begin(), 0);
}

TEST_P(WriterOn, Submit_From32Threads_EveryEventOnceAndInOrder) {
  constexpr int kThreads = 32, kEach = 50;
  std::mutex mutex;
  std::vector<uint64_t> heard;
  db().writer().OnCommit([&](const std::vector<StoredEvent>& events) {
    const std::lock_guard lock(mutex);
    for (const StoredEvent& event : events) heard.push_back(event.seq);
  });
  std::vector<std::thread> threads;
  std::atomic<int> failures = 0;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const auto info = writer().Run([&](Tx& tx) -> Status {
          tx.Append(AnEvent(t * 1000 + i));
          tx.Append(AnEvent(t * 1000 + i, "routed"));
          tx.Add({3, "opened", "channel=api", 0, 1, 2});
          return i % 10 == 7 ? Status(FailedPrecondition("no")) : Ok();
        });
        if (!info.ok()) failures.fetch_add(1);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failures.load(), kThreads * kEach / 10);
  const int64_t expected = kThreads * kEach * 9 / 10 * 2;
  EXPECT_EQ(CountEvents(db()), expected);
  ASSERT_EQ(heard.size(), static_cast<size_t>(expected));
  for (size_t i = 0; i < heard.size(); ++i) ASSERT_EQ(heard[i], i);
}

TEST_P(WriterOn, Clock_WhenItJumpsBack_TheLogDoesNot) {
  const auto before = AppendEvents(writer(), 1, 1);
  world_.clock().Advance(Duration::Hours(-3));
  const auto after = AppendEvents(writer(), 1, 1);
  EXPECT_EQ(after->events()[0].at, before->events()[0].at);
  ASSERT_TRUE(world_.Open(Database::Mode::kOpen).ok());
  EXPECT_EQ(AppendEvents(writer(), 1, 1)->events()[0].at, before->events()[0].at);
}

TEST_P(WriterOn, Submit_WhenTheQueueIsFull_SaysWhenToRetry) {
  world_.options().queue_limit = 3;
  ASSERT_TRUE(world_.Open(Database::Mode::kOpen).ok());
  Answers answers;
  answers.statuses.resize(3);
  Gate gate(writer());
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_TRUE(writer().Submit([](Tx&) { return Ok(); }, answers.At(i)).ok());
  }
  const auto full = writer().Submit([](Tx&) { return Ok(); }, [](Status, const auto&) {});
  ASSERT_FALSE(full.ok());
  EXPECT_EQ(full.error().type, "queue_full");
  EXPECT_EQ(full.error().retry_after_s, 1);
  gate.Open();
  answers.Wait(3);
}

TEST_P(WriterOn, Drain_WhenCommandsWait_FinishesThemAndTakesNoMore) {
  Answers answers;
  answers.statuses.resize(10);
  {
    Gate gate(writer());
    for (size_t i = 0; i < 10; ++i) {
      ASSERT_TRUE(writer()
                      .Submit(
                          [](Tx& tx) {
                            tx.Append(AnEvent(1));
                            return Ok();
                          },
                          answers.At(i))
                      .ok());
    }
  }
  writer().Drain();
  EXPECT_EQ(answers.count.load(), 10u);
  EXPECT_EQ(CountEvents(db()), 10);
  EXPECT_EQ(writer().Run([](Tx&) { return Ok(); }).error().type, "draining");
}

}  // namespace
}  // namespace huiyin::store
