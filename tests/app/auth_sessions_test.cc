#include <gtest/gtest.h>

#include "app/authenticate.h"
#include "app/documents.h"
#include "app/sessions.h"
#include "store/queries.h"
#include "support/instance.h"

namespace huiyin::app {
namespace {

using test::Instance;
using test::kPassword;

class SessionsTest : public ::testing::Test {
 protected:
  SignedInNow Begin(const std::string& login) {
    return *authenticator_.SignIn({login, kPassword, {}, {}, {}});
  }
  std::string StateOf(const std::string& token) {
    const auto found = FindSession(context_, token);
    return found.ok() ? "good" : found.error().type;
  }
  // Waits until what was submitted before is written.
  void Flush() {
    ASSERT_TRUE(context_.db->writer().Run([](store::Tx&) { return Ok(); }).ok());
  }
  Instance instance_;
  Context& context_ = instance_.context();
  Authenticator authenticator_{context_, {PasswordCost{1, 8192}, 2, 64}};
};

TEST_F(SessionsTest, UnusedForTheIdleLimit_HasEnded) {
  const std::string token = Begin("agent").session.token;
  instance_.clock().Advance(Duration::Hours(12) - Duration::Seconds(1));
  EXPECT_EQ(StateOf(token), "good");
  Flush();
  instance_.clock().Advance(Duration::Hours(12) - Duration::Seconds(1));
  EXPECT_EQ(StateOf(token), "good") << "use keeps it alive";
  Flush();
  instance_.clock().Advance(Duration::Hours(12));
  EXPECT_EQ(StateOf(token), "session_expired");
}

TEST_F(SessionsTest, UsedAllTheTime_EndsAtTheAbsoluteLimit) {
  const std::string token = Begin("agent").session.token;
  for (int hour = 0; hour < 7 * 24 - 1; ++hour) {
    instance_.clock().Advance(Duration::Hours(1));
    ASSERT_EQ(StateOf(token), "good") << hour;
    Flush();
  }
  instance_.clock().Advance(Duration::Hours(1));
  EXPECT_EQ(StateOf(token), "session_expired");
  instance_.clock().Advance(Duration::Seconds(1));
  EXPECT_TRUE(PurgeSessions(context_).ok());
  EXPECT_EQ(StateOf(token), "signed_out");
}

TEST_F(SessionsTest, UseWithinAMinute_IsNotWrittenAgain) {
  const std::string token = Begin("agent").session.token;
  const Instant begun = instance_.clock().Now();
  instance_.clock().Advance(Duration::Seconds(59));
  EXPECT_EQ(FindSession(context_, token)->last_seen_at, begun);
  Flush();
  EXPECT_EQ(FindSession(context_, token)->last_seen_at, begun);
  instance_.clock().Advance(Duration::Seconds(1));
  EXPECT_EQ(StateOf(token), "good");
  Flush();
  EXPECT_EQ(FindSession(context_, token)->last_seen_at, instance_.clock().Now());
}

TEST_F(SessionsTest, LimitsAreSettings) {
  const std::string token = Begin("agent").session.token;
  const auto put = PutDocument(context_, DefaultDocumentKinds(), instance_.ActorOf("admin"),
                               {"setting", "security", R"({"session_idle_hours":1})", 1});
  ASSERT_TRUE(put.ok());
  instance_.clock().Advance(Duration::Hours(1));
  EXPECT_EQ(StateOf(token), "session_expired");
}

TEST_F(SessionsTest, UnknownAndHostileTokens_AreSignedOut) {
  for (const std::string& token :
       {std::string(), std::string("x"), std::string(1 << 20, 'A'), std::string("\0\xff", 2)}) {
    EXPECT_EQ(StateOf(token), "signed_out");
  }
}

TEST_F(SessionsTest, StoredToken_IsOnlyItsHash) {
  const SignedInNow now = Begin("agent");
  EXPECT_EQ(StateOf(std::string(View(now.session.hash))), "signed_out");
  EXPECT_EQ(TokenHash(now.session.token), now.session.hash);
}

TEST_F(SessionsTest, SignOut_EndsThisOneOnly) {
  const std::string first = Begin("agent").session.token;
  const std::string second = Begin("agent").session.token;
  EXPECT_TRUE(SignOut(context_, first).ok());
  EXPECT_EQ(StateOf(first), "signed_out");
  EXPECT_EQ(StateOf(second), "good");
  EXPECT_TRUE(SignOut(context_, first).ok()) << "again does no harm";
  EXPECT_EQ(instance_.EventCount("session_ended"), 1);
}

TEST_F(SessionsTest, SignOutEverywhere_IsOnesOwnOrAnAdministrators) {
  const std::string first = Begin("agent").session.token;
  const std::string second = Begin("agent").session.token;
  const int64_t id = instance_.PersonId("agent");
  EXPECT_EQ(SignOutEverywhere(context_, instance_.ActorOf("leader"), id).error().type,
            "permission_denied");
  EXPECT_TRUE(SignOutEverywhere(context_, instance_.ActorOf("agent"), id).ok());
  EXPECT_EQ(StateOf(first), "signed_out");
  EXPECT_EQ(StateOf(second), "signed_out");
}

TEST_F(SessionsTest, MoreThanTwenty_TheLongestUnusedEnds) {
  const std::string first = Begin("agent").session.token;
  std::string last;
  for (int i = 0; i < 20; ++i) {
    instance_.clock().Advance(Duration::Seconds(1));
    last = Begin("agent").session.token;
  }
  EXPECT_EQ(StateOf(first), "signed_out");
  EXPECT_EQ(StateOf(last), "good");
}

TEST_F(SessionsTest, PasswordChange_EndsEverySessionAndKeepsThisOneUnderANewToken) {
  const std::string other = Begin("agent").session.token;
  const SignedInNow now = Begin("agent");
  const auto fresh = authenticator_.ChangePassword(now.who, kPassword, "another good secret");
  ASSERT_TRUE(fresh.ok());
  EXPECT_EQ(StateOf(other), "signed_out");
  EXPECT_EQ(StateOf(now.session.token), "signed_out");
  const auto kept = FindSession(context_, fresh->token);
  ASSERT_TRUE(kept.ok());
  EXPECT_EQ(kept->expires_at, now.who.expires_at) << "the absolute limit is not prolonged";
  EXPECT_EQ(kept->csrf, now.session.csrf);
  EXPECT_FALSE(authenticator_.SignIn({"agent", kPassword, {}, {}, {}}).ok());
  EXPECT_TRUE(authenticator_.SignIn({"agent", "another good secret", {}, {}, {}}).ok());
}

TEST_F(SessionsTest, PasswordChange_RefusesAWrongOldAndAWeakNewPassword) {
  const SignedIn who = Begin("agent").who;
  const struct {
    const char *old_password, *new_password, *path, *problem;
  } cases[] = {{"wrong", "another good secret", "old", "wrong_password"},
               {kPassword, "short", "new", "too_short"},
               {kPassword, "九个汉字不够长啊啊", "new", "too_short"},
               {kPassword, "1234567890", "new", "too_common"},
               {kPassword, "QwertyUiop123", "new", "too_common"},
               {kPassword, "aaaaaaaaaaaaaaa", "new", "too_common"},
               {kPassword, kPassword, "new", "unchanged"}};
  for (const auto& test : cases) {
    const auto result = authenticator_.ChangePassword(who, test.old_password, test.new_password);
    ASSERT_FALSE(result.ok()) << test.new_password;
    ASSERT_EQ(result.error().fields.size(), 1u);
    EXPECT_EQ(result.error().fields[0].path, test.path);
    EXPECT_EQ(result.error().fields[0].problem, test.problem) << test.new_password;
  }
  EXPECT_TRUE(CheckPassword({}, "agent", "十个汉字已经足够长了", "new").ok());
  EXPECT_EQ(
      CheckPassword({}, "long.login.name", "Long.Login.Name", "new").error().fields[0].problem,
      "is_login");
}

TEST_F(SessionsTest, GuessingTheOldPassword_LocksTheAccount) {
  const SignedIn who = Begin("agent").who;
  for (int i = 0; i < 5; ++i) {
    (void)authenticator_.ChangePassword(who, "wrong", "another good secret");
  }
  EXPECT_EQ(authenticator_.ChangePassword(who, kPassword, "another good secret").error().type,
            "locked_out");
}

TEST(LockoutOf, DoublesUpToTheMost) {
  const SecurityPolicy policy;
  EXPECT_EQ(LockoutOf(policy, 4, 5).us, 0);
  EXPECT_EQ(LockoutOf(policy, 5, 5), Duration::Seconds(30));
  EXPECT_EQ(LockoutOf(policy, 6, 5), Duration::Seconds(60));
  EXPECT_EQ(LockoutOf(policy, 9, 5), Duration::Seconds(480));
  EXPECT_EQ(LockoutOf(policy, 10, 5), Duration::Minutes(15));
  EXPECT_EQ(LockoutOf(policy, INT64_MAX, 5), Duration::Minutes(15));
}

}  // namespace
}  // namespace huiyin::app
