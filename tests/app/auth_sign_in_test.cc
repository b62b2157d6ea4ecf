#include <gtest/gtest.h>

#include <thread>

#include "app/authenticate.h"
#include "app/roles.h"
#include "app/two_factor.h"
#include "app/users.h"
#include "base/totp.h"
#include "support/instance.h"

namespace huiyin::app {
namespace {

using test::Instance;
using test::kPassword;

class SignInTest : public ::testing::TestWithParam<test::OnEngine> {
 protected:
  Result<SignedInNow> Try(const std::string& login, const std::string& password,
                          const std::string& code = {}, const std::string& client = {}) {
    return authenticator_.SignIn({login, password, code, client, {}});
  }
  SignedInNow Must(const std::string& login) { return *Try(login, kPassword); }
  std::string Refusal(const std::string& login, const std::string& password,
                      const std::string& code = {}, const std::string& client = {}) {
    const auto result = Try(login, password, code, client);
    return result.ok() ? "signed in" : result.error().type;
  }
  // The secret of a second factor set up for this person, and the recovery codes.
  std::pair<std::string, std::vector<std::string>> SetUpTotp(const std::string& login) {
    const SignedIn who = Must(login).who;
    const auto setup = BeginTotp(context_, who);
    const std::string secret = *Base32Decode(setup->secret);
    const auto confirmed = ConfirmTotp(context_, who, CodeNow(secret));
    EXPECT_TRUE(confirmed.ok());
    return {secret, confirmed->recovery_codes};
  }
  std::string CodeNow(const std::string& secret) {
    return TotpCode(secret, TotpStep(instance_.clock().Now()));
  }

  Instance instance_{test::People::kOrganisation, GetParam()};
  Context& context_ = instance_.context();
  Authenticator authenticator_{context_, {PasswordCost{1, 8192}, 2, 64}};
};

INSTANTIATE_TEST_SUITE_P(Engines, SignInTest,
                         ::testing::Values(test::OnEngine::kSqlite, test::OnEngine::kPostgres),
                         [](const auto& param) {
                           return param.param == test::OnEngine::kSqlite ? "sqlite" : "postgres";
                         });

TEST_P(SignInTest, RightPassword_BeginsASessionWithTheRightsOfTheRoles) {
  const SignedInNow now = Must("agent");
  const auto found = FindSession(context_, now.session.token);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->actor.Label(), "user:" + std::to_string(instance_.PersonId("agent")));
  EXPECT_TRUE(found->actor.May("ticket.work"));
  EXPECT_FALSE(found->actor.May("user.manage"));
  EXPECT_EQ(found->limit, SessionLimit::kNone);
  EXPECT_TRUE(CheckCsrf(*found, now.session.csrf).ok());
  EXPECT_EQ(CheckCsrf(*found, "").error().type, "csrf_failed");
  EXPECT_EQ(CheckCsrf(*found, "x").error().type, "csrf_failed");
  EXPECT_EQ(instance_.EventCount("session_started"), 1);
}

TEST_P(SignInTest, LoginInOtherCase_IsTheSamePerson) { EXPECT_TRUE(Try("AGENT", kPassword).ok()); }

TEST_P(SignInTest, WrongNameAndWrongPassword_AnswerAlike) {
  const auto nobody = Try("nobody", kPassword);
  const auto wrong = Try("agent", "not this one at all");
  ASSERT_FALSE(nobody.ok());
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(nobody.error().type, "invalid_credentials");
  EXPECT_EQ(nobody.error().ToString(), wrong.error().ToString());
  EXPECT_EQ(nobody.error().fields.size(), wrong.error().fields.size());
}

TEST_P(SignInTest, HostileInput_IsRefused) {
  const std::string long_text(100'000, 'x');
  for (const auto& [login, password] :
       std::vector<std::pair<std::string, std::string>>{{"", kPassword},
                                                        {"agent", ""},
                                                        {long_text, kPassword},
                                                        {"agent", long_text},
                                                        {"\xff\xfe", kPassword},
                                                        {std::string("agent\0", 6), kPassword},
                                                        {"agent' OR '1'='1", kPassword}}) {
    EXPECT_EQ(Refusal(login, password), "invalid_credentials");
  }
}

TEST_P(SignInTest, FailuresInARow_LockTheAccountForADoublingTime) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Refusal("agent", "wrong"), "invalid_credentials");
  const auto locked = Try("agent", kPassword);
  ASSERT_FALSE(locked.ok());
  EXPECT_EQ(locked.error().type, "locked_out");
  EXPECT_EQ(locked.error().retry_after_s, 30);
  instance_.clock().Advance(Duration::Seconds(30));
  EXPECT_EQ(Refusal("agent", "wrong"), "invalid_credentials");
  instance_.clock().Advance(Duration::Seconds(59));
  EXPECT_EQ(Refusal("agent", kPassword), "locked_out");
  instance_.clock().Advance(Duration::Seconds(1));
  EXPECT_TRUE(Try("agent", kPassword).ok());
  // A success starts the count anew.
  EXPECT_EQ(Refusal("agent", "wrong"), "invalid_credentials");
  EXPECT_TRUE(Try("agent", kPassword).ok());
}

TEST_P(SignInTest, UnknownLogin_IsLockedLikeAKnownOne) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Refusal("nobody", "wrong"), "invalid_credentials");
  EXPECT_EQ(Refusal("nobody", "wrong"), "locked_out");
  EXPECT_EQ(instance_.EventCount("login_failed"), 0) << "strangers must not fill the log";
}

TEST_P(SignInTest, LockedAccount_IsSeenAndUnlockedByAnAdministrator) {
  for (int i = 0; i < 5; ++i) Refusal("agent", "wrong");
  const int64_t id = instance_.PersonId("agent");
  EXPECT_GT(instance_.config()->people.at(id).locked_until_us, 0);
  EXPECT_EQ(UnlockUser(context_, instance_.ActorOf("leader"), id).error().type,
            "permission_denied");
  EXPECT_TRUE(UnlockUser(context_, instance_.ActorOf("admin"), id).ok());
  EXPECT_TRUE(Try("agent", kPassword).ok());
}

TEST_P(SignInTest, ManyFailuresFromOneAddress_LockTheAddressOnly) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(Refusal("guess" + std::to_string(i), "wrong", {}, "192.0.2.9"),
              "invalid_credentials");
  }
  EXPECT_EQ(Refusal("agent", kPassword, {}, "192.0.2.9"), "locked_out");
  EXPECT_EQ(Refusal("agent", kPassword, {}, "192.0.2.10"), "signed in");
}

TEST_P(SignInTest, AddressWithAFailureAMinute_IsNeverLocked) {
  for (int i = 0; i < 60; ++i) {
    EXPECT_EQ(Refusal("guess" + std::to_string(i), "wrong", {}, "192.0.2.9"),
              "invalid_credentials");
    instance_.clock().Advance(Duration::Minutes(1));
  }
}

TEST_P(SignInTest, GuessesAtTheSameMoment_CannotPassTheLock) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 12; ++i) {
    threads.emplace_back([&] { (void)Try("agent", "wrong"); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Refusal("agent", kPassword), "locked_out");
  EXPECT_EQ(instance_.EventCount("login_failed"), 5);
}

TEST_P(SignInTest, PreviousSession_EndsWithTheNewOne) {
  const SignedInNow first = Must("agent");
  const auto second = authenticator_.SignIn({"agent", kPassword, {}, {}, first.session.token});
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(FindSession(context_, first.session.token).error().type, "signed_out");
  EXPECT_TRUE(FindSession(context_, second->session.token).ok());
}

TEST_P(SignInTest, DeactivatedPerson_CannotSignInAndLosesTheSession) {
  const SignedInNow now = Must("agent");
  UserChange change;
  change.active = false;
  const int64_t id = instance_.PersonId("agent");
  ASSERT_TRUE(UpdateUser(context_, instance_.ActorOf("admin"), id, change, 1).ok());
  EXPECT_EQ(FindSession(context_, now.session.token).error().type, "signed_out");
  EXPECT_EQ(Refusal("agent", kPassword), "invalid_credentials");
}

TEST_P(SignInTest, PasswordsAndTokens_NeverReachTheLog) {
  const SignedInNow now = Must("agent");
  Refusal("agent", "a wrong secret");
  const auto changed = authenticator_.ChangePassword(now.who, kPassword, "a brand new secret");
  ASSERT_TRUE(changed.ok());
  const std::string log = instance_.WholeLog();
  for (const std::string& secret :
       {std::string(kPassword), std::string("a wrong secret"), std::string("a brand new secret"),
        now.session.token, now.session.csrf, changed->token, std::string("argon2"),
        std::string("王小明")}) {
    EXPECT_EQ(log.find(secret), std::string::npos) << secret;
  }
}

TEST_P(SignInTest, WithSecondFactor_NeedsTheCodeAndEachCodeOnce) {
  const auto [secret, recovery] = SetUpTotp("agent");
  instance_.clock().Advance(Duration::Minutes(1));
  EXPECT_EQ(Refusal("agent", kPassword), "totp_required");
  EXPECT_EQ(Refusal("agent", "wrong", CodeNow(secret)), "invalid_credentials");
  EXPECT_EQ(Refusal("agent", kPassword, "000000"), "invalid_credentials");
  EXPECT_EQ(Refusal("agent", kPassword, CodeNow(secret)), "signed in");
  EXPECT_EQ(Refusal("agent", kPassword, CodeNow(secret)), "invalid_credentials") << "replayed";
  instance_.clock().Advance(Duration::Minutes(1));
  EXPECT_EQ(Refusal("agent", kPassword, CodeNow(secret)), "signed in");
}

TEST_P(SignInTest, WrongCodes_LockTheAccountToo) {
  SetUpTotp("agent");
  instance_.clock().Advance(Duration::Minutes(1));
  for (int i = 0; i < 5; ++i) Refusal("agent", kPassword, "abc");
  EXPECT_EQ(Refusal("agent", kPassword), "locked_out");
}

TEST_P(SignInTest, RecoveryCode_WorksOnceInAnyForm) {
  const auto [secret, recovery] = SetUpTotp("agent");
  ASSERT_EQ(recovery.size(), 10u);
  EXPECT_EQ(Refusal("agent", kPassword, recovery[3]), "signed in");
  EXPECT_EQ(Refusal("agent", kPassword, recovery[3]), "invalid_credentials");
  EXPECT_EQ(Refusal("agent", kPassword, recovery[4]), "signed in");
  EXPECT_NE(instance_.LastPayload("session_started").find("\"recovery_codes_left\":8"),
            std::string::npos);
}

TEST_P(SignInTest, RoleThatRequiresASecondFactor_LetsTheSessionOnlySetItUp) {
  RoleEdit edit{"agent_intake", "", "", {"ticket.read", "ticket.work"}, true, 1};
  ASSERT_TRUE(PutRole(context_, instance_.ActorOf("admin"), edit).ok());
  const SignedInNow now = Must("agent");
  EXPECT_EQ(now.who.limit, SessionLimit::kTwoFactorSetup);
  EXPECT_TRUE(now.who.two_factor_required);
  EXPECT_TRUE(now.who.actor.permissions.empty());
  EXPECT_TRUE(now.who.actor.roles.empty());
  EXPECT_EQ(RequireFullSession(now.who).error().type, "two_factor_setup_required");
  const auto setup = BeginTotp(context_, now.who);
  ASSERT_TRUE(setup.ok());
  EXPECT_EQ(setup->uri.rfind("otpauth://totp/", 0), 0u);
  const auto confirmed = ConfirmTotp(context_, now.who, CodeNow(*Base32Decode(setup->secret)));
  ASSERT_TRUE(confirmed.ok());
  EXPECT_FALSE(FindSession(context_, now.session.token).ok()) << "the token was replaced";
  const auto full = FindSession(context_, confirmed->session.token);
  ASSERT_TRUE(full.ok());
  EXPECT_EQ(full->limit, SessionLimit::kNone);
  EXPECT_TRUE(full->actor.May("ticket.work"));
  EXPECT_EQ(full->csrf, now.session.csrf);
}

TEST_P(SignInTest, PersonAskedToChangeThePassword_MayDoNothingElse) {
  const int64_t id = instance_.PersonId("agent");
  ASSERT_TRUE(ResetPassword(context_, instance_.hasher(), instance_.ActorOf("admin"), id,
                            "given by the admin")
                  .ok());
  const auto now = Try("agent", "given by the admin");
  ASSERT_TRUE(now.ok());
  EXPECT_EQ(now->who.limit, SessionLimit::kPasswordChange);
  EXPECT_TRUE(now->who.actor.permissions.empty());
  const auto fresh =
      authenticator_.ChangePassword(now->who, "given by the admin", "chosen by the agent");
  ASSERT_TRUE(fresh.ok());
  EXPECT_TRUE(FindSession(context_, fresh->token)->actor.May("ticket.work"));
}

}  // namespace
}  // namespace huiyin::app
