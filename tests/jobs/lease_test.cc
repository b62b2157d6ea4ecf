// Two nodes on one database: one works, the other follows when it stops, with or without a word.
#include "jobs/lease.h"

#include "jobs_world.h"

namespace huiyin::test {
namespace {

class JobLease : public OnBothEngines {
 protected:
  jobs::Lease a{world.context(), "jobs"}, b{world.context(), "jobs"};
};

TEST_P(JobLease, OneAtATime_AsLongAsItIsRenewed) {
  EXPECT_TRUE(a.Hold());
  EXPECT_FALSE(b.Hold());
  for (int i = 0; i < 10; ++i) {
    world.Pass(Duration::Seconds(6));
    EXPECT_TRUE(a.Hold());
    EXPECT_FALSE(b.Hold());
  }
}

TEST_P(JobLease, HolderThatStopsWithoutAWord_IsFollowedWhenItsTimeIsOver) {
  ASSERT_TRUE(a.Hold());
  world.Pass(jobs::kLeaseLength);
  EXPECT_FALSE(b.Hold());
  world.Pass(Duration::Millis(1));
  EXPECT_TRUE(b.Hold());
  // It comes back and finds that another works.
  EXPECT_FALSE(a.Hold());
  EXPECT_TRUE(b.Hold());
}

TEST_P(JobLease, Released_IsFollowedAtOnce) {
  ASSERT_TRUE(a.Hold());
  ASSERT_TRUE(a.Release().ok());
  world.Pass(Duration::Millis(1));
  EXPECT_TRUE(b.Hold());
  // Who does not hold it releases nothing.
  ASSERT_TRUE(a.Release().ok());
  EXPECT_FALSE(a.Hold());
}

TEST_P(JobLease, OtherNames_AreOtherLeases) {
  jobs::Lease other(world.context(), "reports");
  EXPECT_TRUE(a.Hold());
  EXPECT_TRUE(other.Hold());
}

INSTANTIATE_TEST_SUITE_P(Engines, JobLease, BothEngines(), EngineName);

}  // namespace
}  // namespace huiyin::test
