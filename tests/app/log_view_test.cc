#include "app/log_view.h"

#include <gtest/gtest.h>

#include "app/documents.h"
#include "store/queries.h"
#include "support/instance.h"

namespace huiyin::app {
namespace {

using test::Instance;

// Everything is left to the background, and waited for.
constexpr LogReading kPatient{.at_once = 0, .patience = std::chrono::minutes(1)};

class LogViewTest : public ::testing::Test {
 protected:
  // One more fact in the log, of no ticket.
  void Write(int64_t version) {
    const auto stored = PutDocument(instance_.context(), DefaultDocumentKinds(),
                                    instance_.ActorOf("admin"), {"setting", "wall", "{}", version});
    ASSERT_TRUE(stored.ok()) << stored.error().ToString();
  }
  Instance instance_{test::People::kOrganisation};
};

TEST_F(LogViewTest, EveryRow_IsTakenOnceInOrder) {
  std::vector<int64_t> seen;
  LogView view(
      instance_.context(), store::q::events_after,
      [&](const store::Row& row) {
        seen.push_back(row.Int(0));
        return Ok();
      },
      kPatient);
  Write(0);
  ASSERT_TRUE(view.Current().ok());
  Write(1);
  ASSERT_TRUE(view.Current().ok());
  ASSERT_GE(seen.size(), 2u);
  for (size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i], static_cast<int64_t>(i));
}

TEST_F(LogViewTest, EventsThatTheQueryPassesOver_AreReadAllTheSame) {
  LogView view(
      instance_.context(), store::q::created_texts_after, [](const store::Row&) { return Ok(); },
      kPatient);
  for (int64_t version = 0; version < 3; ++version) {
    Write(version);
    const auto current = view.Current();
    EXPECT_TRUE(current.ok()) << current.error().ToString();
  }
}

TEST_F(LogViewTest, RowThatCannotBeTaken_IsSaidAndMetAgain) {
  bool broken = true;
  size_t taken = 0;
  LogView view(
      instance_.context(), store::q::events_after,
      [&](const store::Row&) -> Status {
        if (broken) return Corruption("unreadable", "log_not_ok");
        ++taken;
        return Ok();
      },
      kPatient);
  Write(0);
  const auto refused = view.Current();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().type, "log_not_ok");
  broken = false;
  ASSERT_TRUE(view.Current().ok());
  EXPECT_GT(taken, 0u);
}

}  // namespace
}  // namespace huiyin::app
