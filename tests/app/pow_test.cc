#include "app/pow.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/bytes.h"

namespace huiyin::app {
namespace {

constexpr Instant kStart{1'773'130'800'000'000};

SecretKey Key(char fill = 'k') { return *SecretKey::FromBytes(std::string(32, fill)); }

std::string Solve(const Challenge& challenge) {
  for (uint64_t nonce = 0;; ++nonce) {
    const std::string text = std::to_string(nonce);
    if (SolvesChallenge(challenge.challenge, text, challenge.difficulty)) return text;
  }
}

std::string WrongNonce(const Challenge& challenge) {
  for (uint64_t nonce = 0;; ++nonce) {
    const std::string text = std::to_string(nonce);
    if (!SolvesChallenge(challenge.challenge, text, challenge.difficulty)) return text;
  }
}

class ProofOfWorkTest : public ::testing::Test {
 protected:
  SeededRandom random_{7};
  ProofOfWork work_{Key(), random_, {8, Duration::Minutes(10), 100}};
};

TEST_F(ProofOfWorkTest, SolvedOnce_IsAcceptedOnce) {
  const Challenge challenge = work_.Issue(kStart);
  EXPECT_EQ(challenge.difficulty, 8);
  EXPECT_EQ(challenge.expires_at, kStart + Duration::Minutes(10));
  const std::string nonce = Solve(challenge);
  // The rule of docs/api.md, word for word.
  EXPECT_EQ(Sha256(challenge.challenge + ":" + nonce)[0], 0);
  EXPECT_TRUE(work_.Redeem(challenge.challenge, nonce, kStart).ok());
  EXPECT_EQ(work_.Redeem(challenge.challenge, nonce, kStart).error().type, "pow_used");
}

TEST_F(ProofOfWorkTest, WrongNonce_IsRefusedAndTheChallengeStaysGood) {
  const Challenge challenge = work_.Issue(kStart);
  EXPECT_EQ(work_.Redeem(challenge.challenge, WrongNonce(challenge), kStart).error().type,
            "pow_invalid");
  EXPECT_TRUE(work_.Redeem(challenge.challenge, Solve(challenge), kStart).ok());
}

TEST_F(ProofOfWorkTest, AfterTenMinutes_IsTooOld) {
  const Challenge challenge = work_.Issue(kStart);
  const std::string nonce = Solve(challenge);
  EXPECT_EQ(work_.Redeem(challenge.challenge, nonce, challenge.expires_at).error().type,
            "pow_expired");
  EXPECT_TRUE(
      work_.Redeem(challenge.challenge, nonce, challenge.expires_at - Duration::Micros(1)).ok());
}

TEST_F(ProofOfWorkTest, AnotherKeysChallenge_IsNotOurs) {
  SeededRandom random(9);
  ProofOfWork other(Key('x'), random, {0, Duration::Minutes(10), 100});
  EXPECT_EQ(work_.Redeem(other.Issue(kStart).challenge, "0", kStart).error().type, "pow_invalid");
}

TEST_F(ProofOfWorkTest, HostileText_IsRefused) {
  const Challenge challenge = work_.Issue(kStart);
  const std::string nonce = Solve(challenge);
  EXPECT_EQ(work_.Redeem("", "", kStart).error().type, "pow_required");
  EXPECT_EQ(work_.Redeem(std::string(1 << 20, 'A'), nonce, kStart).error().type, "pow_invalid");
  for (const std::string& bad : {std::string("-1"), std::string("1e3"), std::string("0x1"),
                                 std::string(21, '1'), std::string("1\0", 2), " " + nonce}) {
    EXPECT_EQ(work_.Redeem(challenge.challenge, bad, kStart).error().type, "pow_invalid") << bad;
  }
}

TEST_F(ProofOfWorkTest, AnyChangedCharacter_IsRefused) {
  const Challenge challenge = work_.Issue(kStart);
  for (size_t i = 0; i < challenge.challenge.size(); ++i) {
    std::string changed = challenge.challenge;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const Status status = work_.Redeem(changed, "1", kStart);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().type, "pow_invalid");
  }
}

TEST(ProofOfWork, MoreSolvedThanRemembered_AsksToComeBackAndRecovers) {
  SeededRandom random(7);
  ProofOfWork work(Key(), random, {0, Duration::Minutes(10), 3});
  for (int i = 0; i < 3; ++i)
    EXPECT_TRUE(work.Redeem(work.Issue(kStart).challenge, "1", kStart).ok());
  const Challenge fourth = work.Issue(kStart + Duration::Minutes(5));
  const Status busy = work.Redeem(fourth.challenge, "1", kStart + Duration::Minutes(5));
  ASSERT_FALSE(busy.ok());
  EXPECT_EQ(busy.error().type, "pow_busy");
  EXPECT_GT(busy.error().retry_after_s, 0);
  EXPECT_TRUE(work.Redeem(fourth.challenge, "1", kStart + Duration::Minutes(10)).ok());
}

TEST(SolvesChallenge, AnyNonce_AgreesWithCountingBits) {
  EXPECT_TRUE(rc::check("leading zero bits", [](const std::string& challenge, uint32_t nonce) {
    const std::string text = std::to_string(nonce);
    const Hash32 hash = Sha256(challenge + ":" + text);
    int zeros = 0;
    while (zeros < 256 && (hash[static_cast<size_t>(zeros / 8)] >> (7 - zeros % 8) & 1) == 0) {
      ++zeros;
    }
    RC_ASSERT(SolvesChallenge(challenge, text, zeros));
    RC_ASSERT(!SolvesChallenge(challenge, text, zeros + 1));
  }));
}

}  // namespace
}  // namespace huiyin::app
