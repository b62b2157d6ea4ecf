#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/bytes.h"
#include "base/random.h"
#include "base/time.h"
#include "base/utf8.h"

namespace huiyin {
namespace {

TEST(Time, FormatUtc_WhenWholeSecond_HasNoFraction) {
  EXPECT_EQ(FormatUtc(*ParseInstant("2026-03-10T16:20:00+08:00")), "2026-03-10T08:20:00Z");
  EXPECT_EQ(FormatUtc(*ParseInstant("2026-03-10T16:20:00.001+08:00")), "2026-03-10T08:20:00.001Z");
}

TEST(Time, ParseInstant_WhenBroken_SaysWhatIsExpected) {
  for (const char* bad :
       {"", "2026", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00",
        "2026-01-01T00:00:00+99:00", "2026-01-01Tx", "2026-01-01T00:00:00Zjunk"}) {
    EXPECT_FALSE(ParseInstant(bad).ok()) << bad;
  }
}

TEST(Time, FormatThenParse_IsIdentity_Property) {
  EXPECT_TRUE(rc::check("format then parse", [] {
    const int64_t ms = *rc::gen::inRange<int64_t>(-62'000'000'000'000, 253'000'000'000'000);
    const Instant at{ms * 1000};
    RC_ASSERT(ParseInstant(FormatUtc(at))->us == at.us);
  }));
}

TEST(Bytes, EncodeThenDecode_IsIdentity_Property) {
  EXPECT_TRUE(rc::check("hex and base64url", [](const std::string& bytes) {
    RC_ASSERT(*HexDecode(HexEncode(bytes)) == bytes);
    RC_ASSERT(*Base64UrlDecode(Base64UrlEncode(bytes)) == bytes);
  }));
}

TEST(Bytes, Base64UrlDecode_WhenByteIsNoLetter_Refuses) {
  for (const char* bad : {"AAA\xff",
                          "AA\x80"
                          "A",
                          "A", "AA==", "A+AA"}) {
    EXPECT_FALSE(Base64UrlDecode(bad).ok()) << bad;
  }
}

TEST(Bytes, Sha256_OfAbc_IsThePublishedValue) {
  // FIPS 180-2, appendix B.1.
  EXPECT_EQ(HexEncode(View(Sha256("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256({"a", "bc"}), Sha256("abc"));
}

TEST(Utf8, IsValid_WhenOverlongOrSurrogate_Refuses) {
  EXPECT_TRUE(IsValidUtf8("中文 😀 ascii"));
  EXPECT_FALSE(IsValidUtf8("\xC0\x80"));
  EXPECT_FALSE(IsValidUtf8("\xED\xA0\x80"));
  EXPECT_FALSE(IsValidUtf8("\xF4\x90\x80\x80"));
  EXPECT_FALSE(IsValidUtf8("ok ok ok \xE4\xB8"));
  EXPECT_EQ(CodePointCount("中文😀a"), 4u);
  EXPECT_EQ(Prefix("中文😀a", 2), "中文");
}

TEST(Utf8, Sanitize_AlwaysGivesValidText_Property) {
  EXPECT_TRUE(rc::check("sanitize", [](const std::string& bytes) {
    RC_ASSERT(IsValidUtf8(SanitizeUtf8(bytes)));
    if (IsValidUtf8(bytes)) RC_ASSERT(SanitizeUtf8(bytes) == bytes);
  }));
}

TEST(Random, Seeded_Repeats) {
  SeededRandom a(7), b(7);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(a.Below(10), b.Below(10));
}

}  // namespace
}  // namespace huiyin
