#include "app/tokens.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "app/authenticate.h"
#include "app/users.h"
#include "support/instance.h"

namespace huiyin::app {
namespace {

using test::Instance;

class TokensTest : public ::testing::Test {
 protected:
  Result<CreatedToken> Create(const std::string& login, std::vector<std::string> scopes,
                              int64_t days = 30, const std::string& by = "admin") {
    return CreateToken(context_, instance_.ActorOf(by),
                       {instance_.PersonId(login), "CRM", std::move(scopes), days});
  }
  std::string Refusal(const std::string& token) {
    const auto actor = ActorOfToken(context_, token);
    return actor.ok() ? "good" : actor.error().type;
  }
  Instance instance_;
  Context& context_ = instance_.context();
  Authenticator authenticator_{context_, {PasswordCost{1, 8192}, 2, 64}};
};

TEST_F(TokensTest, Token_ActsWithTheRightsOfItsUserWithinItsScopes) {
  const auto created = Create("agent", {"read", "write"});
  ASSERT_TRUE(created.ok());
  const auto actor = ActorOfToken(context_, created->token);
  ASSERT_TRUE(actor.ok());
  EXPECT_EQ(actor->kind, domain::Actor::Kind::kToken);
  EXPECT_EQ(actor->Label(), "token:" + std::to_string(created->id));
  EXPECT_EQ(actor->user_id, instance_.PersonId("agent"));
  EXPECT_EQ(actor->department_id, instance_.DepartmentId("dept_service"));
  EXPECT_TRUE(actor->May("ticket.read"));
  EXPECT_TRUE(actor->May("ticket.reply"));
  EXPECT_FALSE(actor->May("ticket.read_all")) << "the user may not";
  const auto reader = ActorOfToken(context_, Create("agent", {"read"})->token);
  EXPECT_TRUE(reader->May("ticket.read"));
  EXPECT_FALSE(reader->May("ticket.reply")) << "the scope does not give it";
}

TEST_F(TokensTest, IntakeScope_GivesFeedbackAndNothingElse) {
  const auto actor = ActorOfToken(context_, Create("operator", {"intake"})->token);
  ASSERT_TRUE(actor.ok());
  EXPECT_EQ(actor->permissions, std::set<std::string>{"feedback.create"});
}

TEST_F(TokensTest, NoScope_EverRevealsPersonalData) {
  const auto all =
      ActorOfToken(context_, Create("supervisor", {"intake", "read", "write", "admin"})->token);
  ASSERT_TRUE(all.ok());
  EXPECT_TRUE(instance_.ActorOf("supervisor").May("pii.reveal"));
  EXPECT_FALSE(all->May("pii.reveal"));
}

TEST_F(TokensTest, ExpiredRevokedAndUnknown_AreRefused) {
  const auto short_lived = Create("agent", {"read"}, 1);
  const auto revoked = Create("agent", {"read"});
  EXPECT_EQ(short_lived->expires_at, instance_.clock().Now() + Duration::Days(1));
  EXPECT_TRUE(RevokeToken(context_, instance_.ActorOf("admin"), revoked->id).ok());
  EXPECT_TRUE(RevokeToken(context_, instance_.ActorOf("admin"), revoked->id).ok());
  EXPECT_EQ(instance_.EventCount("token_revoked"), 1);
  EXPECT_EQ(Refusal(revoked->token), "invalid_token");
  EXPECT_EQ(Refusal(short_lived->token), "good");
  instance_.clock().Advance(Duration::Days(1));
  EXPECT_EQ(Refusal(short_lived->token), "token_expired");
  for (const std::string& token : {std::string(), std::string("hyt_"), std::string(1 << 20, 'x')}) {
    EXPECT_EQ(Refusal(token), "invalid_token");
    EXPECT_FALSE(authenticator_.FindToken(token).ok());
  }
}

TEST_F(TokensTest, CachedToken_IsForgottenWhenRevokedOrItsUserChanges) {
  const auto created = Create("agent", {"read"});
  ASSERT_TRUE(authenticator_.FindToken(created->token).ok());
  EXPECT_EQ(*authenticator_.FindToken(created->token), *authenticator_.FindToken(created->token));
  UserChange leave;
  leave.active = false;
  ASSERT_TRUE(
      UpdateUser(context_, instance_.ActorOf("admin"), instance_.PersonId("agent"), leave, 1).ok());
  EXPECT_FALSE(authenticator_.FindToken(created->token).ok());
  const auto other = Create("agent2", {"read"});
  ASSERT_TRUE(authenticator_.FindToken(other->token).ok());
  ASSERT_TRUE(RevokeToken(context_, instance_.ActorOf("admin"), other->id).ok());
  EXPECT_FALSE(authenticator_.FindToken(other->token).ok());
}

TEST_F(TokensTest, CachedToken_ExpiresOnTime) {
  const auto created = Create("agent", {"read"}, 1);
  instance_.clock().Advance(Duration::Days(1) - Duration::Seconds(1));
  ASSERT_TRUE(authenticator_.FindToken(created->token).ok());
  instance_.clock().Advance(Duration::Seconds(1));
  EXPECT_FALSE(authenticator_.FindToken(created->token).ok());
}

TEST_F(TokensTest, BadInput_IsRefused) {
  EXPECT_EQ(Create("agent", {}).error().fields[0].path, "scopes");
  EXPECT_EQ(Create("agent", {"everything"}).error().fields[0].path, "scopes");
  EXPECT_EQ(Create("agent", {"read"}, 0).error().fields[0].path, "days");
  EXPECT_EQ(Create("agent", {"read"}, 4000).error().fields[0].path, "days");
  EXPECT_EQ(Create("nobody", {"read"}).error().fields[0].path, "user_id");
  EXPECT_EQ(Create("agent", {"read"}, 30, "leader").error().type, "permission_denied");
  EXPECT_EQ(RevokeToken(context_, instance_.ActorOf("admin"), 424242).error().type,
            "token_not_found");
}

TEST_F(TokensTest, List_NamesThemWithoutTheSecret) {
  const auto created = Create("agent", {"write", "read"});
  const auto list = ListTokens(context_, instance_.ActorOf("admin"));
  ASSERT_TRUE(list.ok());
  ASSERT_EQ(list->size(), 1u);
  EXPECT_EQ(list->front().login, "agent");
  EXPECT_EQ(list->front().scopes, (std::vector<std::string>{"read", "write"}));
  EXPECT_EQ(instance_.WholeLog().find(created->token), std::string::npos);
  EXPECT_FALSE(ListTokens(context_, instance_.ActorOf("agent")).ok());
}

TEST(TokenScopes, EveryGivenPermissionExists) {
  for (const TokenScope& scope : TokenScopes()) {
    for (const auto permission : scope.permissions) {
      EXPECT_TRUE(domain::IsPermission(permission)) << permission;
    }
  }
}

TEST(RestrictToScopes, NeverGivesWhatTheUserLacksButFeedback) {
  EXPECT_TRUE(rc::check("a subset", [](uint64_t held_bits, uint8_t scope_bits) {
    std::set<std::string> held;
    size_t i = 0;
    for (const auto& permission : domain::AllPermissions()) {
      if (held_bits >> (i++ % 64) & 1) held.emplace(permission.id);
    }
    std::vector<std::string> scopes;
    for (const TokenScope& scope : TokenScopes()) {
      if (scope_bits & 1) scopes.emplace_back(scope.scope);
      scope_bits >>= 1;
    }
    for (const std::string& permission : RestrictToScopes(held, scopes)) {
      RC_ASSERT(held.contains(permission) || permission == "feedback.create");
    }
  }));
}

}  // namespace
}  // namespace huiyin::app
