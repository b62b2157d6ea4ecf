#include "app/two_factor.h"

#include <gtest/gtest.h>

#include "base/totp.h"
#include "support/instance.h"

namespace huiyin::app {
namespace {

using test::Instance;
using test::kPassword;

class TwoFactorTest : public ::testing::Test {
 protected:
  SignedInNow Begin() { return *authenticator_.SignIn({"agent", kPassword, {}, {}, {}}); }
  std::string CodeNow(const std::string& base32) {
    return TotpCode(*Base32Decode(base32), TotpStep(instance_.clock().Now()));
  }
  TotpConfirmed Enable(const SignedIn& who) {
    return *ConfirmTotp(context_, who, CodeNow(BeginTotp(context_, who)->secret));
  }
  Instance instance_;
  Context& context_ = instance_.context();
  Authenticator authenticator_{context_, {PasswordCost{1, 8192}, 2, 64}};
};

TEST_F(TwoFactorTest, Confirmed_IsOnAndTheSecretIsStoredSealed) {
  const SignedIn who = Begin().who;
  const auto setup = BeginTotp(context_, who);
  EXPECT_NE(setup->uri.find("agent"), std::string::npos);
  EXPECT_FALSE(instance_.config()->people.at(who.actor.user_id).two_factor);
  ASSERT_TRUE(ConfirmTotp(context_, who, CodeNow(setup->secret)).ok());
  EXPECT_TRUE(instance_.config()->people.at(who.actor.user_id).two_factor);
  EXPECT_EQ(instance_.EventCount("two_factor_enabled"), 1);
  EXPECT_EQ(instance_.WholeLog().find(setup->secret), std::string::npos);
  const auto account = context_.db->Get<Account>(
      [&](store::Session& session) { return AccountById(session, who.actor.user_id); });
  EXPECT_EQ(account->totp_enc.find(*Base32Decode(setup->secret)), std::string::npos);
}

TEST_F(TwoFactorTest, Confirm_RefusesWrongCodesAndNothingBegun) {
  const SignedIn who = Begin().who;
  EXPECT_EQ(ConfirmTotp(context_, who, "123456").error().type, "two_factor_not_begun");
  const auto first = BeginTotp(context_, who);
  const auto second = BeginTotp(context_, who);
  EXPECT_EQ(ConfirmTotp(context_, who, CodeNow(first->secret)).error().fields[0].problem,
            "wrong_code")
      << "beginning anew replaces the secret";
  EXPECT_EQ(ConfirmTotp(context_, who, "").error().fields[0].problem, "wrong_code");
  EXPECT_TRUE(ConfirmTotp(context_, who, CodeNow(second->secret)).ok());
}

TEST_F(TwoFactorTest, Enabled_CannotBeReplacedByASessionAlone) {
  const SignedIn who = Begin().who;
  const TotpConfirmed confirmed = Enable(who);
  const auto now = FindSession(context_, confirmed.session.token);
  EXPECT_EQ(BeginTotp(context_, *now).error().type, "two_factor_enabled");
}

TEST_F(TwoFactorTest, Disable_AsksThePasswordAndEndsOtherSessions) {
  const TotpConfirmed confirmed = Enable(Begin().who);
  const auto now = FindSession(context_, confirmed.session.token);
  EXPECT_EQ(DisableTotp(authenticator_, *now, "wrong").error().fields[0].problem, "wrong_password");
  const auto fresh = DisableTotp(authenticator_, *now, kPassword);
  ASSERT_TRUE(fresh.ok());
  EXPECT_FALSE(FindSession(context_, confirmed.session.token).ok());
  EXPECT_FALSE(FindSession(context_, fresh->token)->two_factor);
  EXPECT_EQ(
      DisableTotp(authenticator_, *FindSession(context_, fresh->token), kPassword).error().type,
      "two_factor_off");
  EXPECT_TRUE(authenticator_.SignIn({"agent", kPassword, {}, {}, {}}).ok());
}

TEST_F(TwoFactorTest, Reset_IsAnAdministratorsAndEndsTheSessions) {
  const TotpConfirmed confirmed = Enable(Begin().who);
  const int64_t id = instance_.PersonId("agent");
  EXPECT_EQ(ResetTwoFactor(context_, instance_.ActorOf("leader"), id).error().type,
            "permission_denied");
  EXPECT_TRUE(ResetTwoFactor(context_, instance_.ActorOf("admin"), id).ok());
  EXPECT_FALSE(FindSession(context_, confirmed.session.token).ok());
  EXPECT_EQ(instance_.EventCount("two_factor_disabled"), 1);
  EXPECT_EQ(ResetTwoFactor(context_, instance_.ActorOf("admin"), id).error().type,
            "two_factor_off");
}

}  // namespace
}  // namespace huiyin::app
