#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "base/totp.h"

namespace huiyin {
namespace {

TEST(Totp, VectorsOfRfc6238_AreReproduced) {
  const std::string sha1 = "12345678901234567890";
  const std::string sha256 = "12345678901234567890123456789012";
  const std::string sha512 = "1234567890123456789012345678901234567890123456789012345678901234";
  const struct {
    int64_t seconds;
    std::string_view sha1, sha256, sha512;
  } cases[] = {
      {59, "94287082", "46119246", "90693936"},
      {1111111109, "07081804", "68084774", "25091201"},
      {1111111111, "14050471", "67062674", "99943326"},
      {1234567890, "89005924", "91819424", "93441116"},
      {2000000000, "69279037", "90698825", "38618901"},
      {20000000000, "65353130", "77737706", "47863826"},
  };
  for (const auto& test : cases) {
    const int64_t step = TotpStep(Instant{test.seconds * 1'000'000});
    EXPECT_EQ(TotpCode(sha1, step, {8, 30, TotpHash::kSha1, 1}), test.sha1);
    EXPECT_EQ(TotpCode(sha256, step, {8, 30, TotpHash::kSha256, 1}), test.sha256);
    EXPECT_EQ(TotpCode(sha512, step, {8, 30, TotpHash::kSha512, 1}), test.sha512);
  }
}

TEST(TotpVerify, OneStepEitherSide_IsAcceptedAndNoMore) {
  const std::string secret = "12345678901234567890";
  const Instant now{1'770'000'000'000'000};
  const int64_t step = TotpStep(now);
  for (int64_t offset = -3; offset <= 3; ++offset) {
    const auto result = TotpVerify(secret, TotpCode(secret, step + offset), now, std::nullopt);
    if (offset >= -1 && offset <= 1) {
      ASSERT_TRUE(result.ok()) << offset;
      EXPECT_EQ(*result, step + offset);
    } else {
      EXPECT_EQ(result.error().type, "totp_wrong") << offset;
    }
  }
}

TEST(TotpVerify, UsedCode_IsRefusedTheSecondTime) {
  const std::string secret = "12345678901234567890";
  const Instant now{1'770'000'000'000'000};
  const int64_t step = TotpStep(now);
  const auto first = TotpVerify(secret, TotpCode(secret, step), now, step - 1);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(TotpVerify(secret, TotpCode(secret, step), now, *first).error().type, "totp_replayed");
  EXPECT_EQ(TotpVerify(secret, TotpCode(secret, step - 1), now, *first).error().type,
            "totp_replayed");
  EXPECT_TRUE(TotpVerify(secret, TotpCode(secret, step + 1), now, *first).ok());
}

TEST(TotpVerify, TypedInput_MayHaveSpacesAndNothingElse) {
  const std::string secret = "12345678901234567890";
  const Instant now{1'770'000'000'000'000};
  const std::string code = TotpCode(secret, TotpStep(now));
  EXPECT_TRUE(
      TotpVerify(secret, code.substr(0, 3) + " " + code.substr(3) + " ", now, std::nullopt).ok());
  for (const std::string& bad : {std::string(), code.substr(1), code + "0",
                                 std::string(1 << 20, '0'), code.substr(0, 5) + "x"}) {
    EXPECT_EQ(TotpVerify(secret, bad, now, std::nullopt).error().type, "totp_wrong");
  }
}

TEST(TotpStep, BeforeTheEpoch_RoundsDown) {
  EXPECT_EQ(TotpStep(Instant{-1}), -1);
  EXPECT_EQ(TotpStep(Instant{-30'000'000}), -1);
  EXPECT_EQ(TotpStep(Instant{-30'000'001}), -2);
  EXPECT_EQ(TotpStep(Instant{29'999'999}), 0);
}

TEST(OtpauthUri, SpecialCharacters_AreEncoded) {
  EXPECT_EQ(OtpauthUri("回音 & Co", "li@example.com", "12345678901234567890"),
            "otpauth://totp/%E5%9B%9E%E9%9F%B3%20%26%20Co:li%40example.com"
            "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            "&issuer=%E5%9B%9E%E9%9F%B3%20%26%20Co&algorithm=SHA1&digits=6&period=30");
}

TEST(Base32, VectorsOfRfc4648_AndEveryText_SurviveBothWays) {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "MY"},
                                                         {"fo", "MZXQ"},
                                                         {"foo", "MZXW6"},
                                                         {"foob", "MZXW6YQ"},
                                                         {"fooba", "MZXW6YTB"},
                                                         {"foobar", "MZXW6YTBOI"}};
  for (const auto& [plain, text] : vectors) {
    EXPECT_EQ(Base32Encode(plain), text);
    EXPECT_EQ(*Base32Decode(text), plain);
  }
  EXPECT_EQ(*Base32Decode("mzxw 6ytb-oi======"), "foobar");
  for (const std::string_view bad : {"M", "MZX", "MZ", "MZXW6Y1", "!", "MZXW6YTBOI=x"}) {
    EXPECT_FALSE(Base32Decode(bad).ok()) << bad;
  }
  EXPECT_TRUE(rc::check([] {
    const auto bytes = *rc::gen::arbitrary<std::string>();
    RC_ASSERT(*Base32Decode(Base32Encode(bytes)) == bytes);
  }));
}

TEST(RecoveryCodes, AreTenDifferentOnes_FoundHoweverTyped) {
  SeededRandom random(7);
  const auto codes = MakeRecoveryCodes(random);
  ASSERT_EQ(codes.size(), 10u);
  std::set<Hash32> hashes;
  for (const RecoveryCode& entry : codes) {
    hashes.insert(entry.hash);
    ASSERT_EQ(entry.code.size(), 19u);
    std::string typed = " ";
    for (const char c : entry.code) {
      if (c != '-') typed += static_cast<char>(std::toupper(c));
    }
    EXPECT_EQ(RecoveryCodeHash(typed), entry.hash);
  }
  EXPECT_EQ(hashes.size(), 10u);
  EXPECT_NE(RecoveryCodeHash(""), codes[0].hash);
}

}  // namespace
}  // namespace huiyin
