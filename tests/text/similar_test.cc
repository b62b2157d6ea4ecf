#include "text/similar.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "text/char_table.h"

namespace huiyin::text {
namespace {

std::vector<uint64_t> Set(std::string_view utf8) { return ShinglesOf(**CharTable::Get(), utf8); }

TEST(Likeness, TheSameWordsInAnyScriptAndWidth_AreOne) {
  EXPECT_DOUBLE_EQ(Likeness(Set("退款没到账"), Set("退款沒到賬")), 1);
  EXPECT_DOUBLE_EQ(Likeness(Set("App crashes"), Set("ａｐｐ  crashes!")), 1);
}

TEST(Likeness, WorkedExample_SharesOfBigrams) {
  // 退款 款没 没到 against 退款 款没 没收: two of four.
  EXPECT_DOUBLE_EQ(Likeness(Set("退款没到"), Set("退款没收")), 0.5);
  EXPECT_DOUBLE_EQ(Likeness(Set(""), Set("")), 0);
  EXPECT_DOUBLE_EQ(Likeness(Set("退款"), Set("快递")), 0);
}

TEST(SimilarIndex, NearDuplicates_ComeFirst) {
  SimilarIndex index;
  index.Add(1, Set("昨晚十点小区宽带断了，打客服没人接"));
  index.Add(2, Set("信用卡年费怎么收"));
  index.Add(3, Set("昨晚十点小区宽带断了，打客服也没人接！"));
  const auto found = index.Find(Set("昨晚十点小区宽带断了，打客服没人接"), 5);
  ASSERT_GE(found.size(), 2u);
  EXPECT_EQ(found[0].id, 1);
  EXPECT_DOUBLE_EQ(found[0].likeness, 1);
  EXPECT_EQ(found[1].id, 3);
  for (const auto& match : found) EXPECT_NE(match.id, 2);
}

TEST(SimilarIndex, AnEmptyIndexOrText_FindsNothing) {
  SimilarIndex index;
  EXPECT_TRUE(index.Find(Set("退款没到账"), 5).empty());
  index.Add(1, Set(""));
  EXPECT_EQ(index.size(), 0u);
  index.Add(2, Set("退款没到账"));
  EXPECT_TRUE(index.Find(Set("!!!"), 5).empty());
}

TEST(SimilarIndex, ManyCopiesAndManyTexts_TheOriginalIsStillFound) {
  std::mt19937 random(4);
  const std::vector<std::string> words = {"退款", "快递", "客服", "宽带", "信用卡", "年费", "发票",
                                          "断网", "态度", "漏水", "维修", "师傅",   "酒店", "航班"};
  SimilarIndex index;
  for (int i = 0; i < 5'000; ++i) {
    std::string text;
    for (int k = 0; k < 8; ++k) text += words[random() % words.size()];
    index.Add(i, Set(text));
  }
  for (int i = 0; i < 5'000; ++i) index.Add(10'000 + i, Set("同样的一句话发了五千遍，烦不烦"));
  index.Add(99'999, Set("空调外机半夜轰隆隆响，邻居都来敲门"));
  const auto found = index.Find(Set("空调外机半夜一直轰隆隆响，邻居都来敲门了"), 3);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].id, 99'999);
  EXPECT_LE(index.Find(Set("同样的一句话发了五千遍，烦不烦"), 10).size(), 10u);
}

TEST(GroupAlike, TicketsOfOneMatter_AreOneGroup) {
  const auto group = GroupAlike(
      {Set("城东片区今天上午大面积停网，什么时候恢复"), Set("信用卡年费怎么收"),
       Set("城东片区上午大面积停网，几点恢复"), Set("城东片区今天大面积停网，什么时候能恢复啊")},
      0.35);
  EXPECT_EQ(group, (std::vector<size_t>{0, 1, 0, 0}));
}

TEST(Similar, AnyBytes_PropertiesHold) {
  EXPECT_TRUE(rc::check("likeness is symmetric, within 0..1, a text is like itself", [] {
    const auto a = Set(*rc::gen::arbitrary<std::string>());
    const auto b = Set(*rc::gen::arbitrary<std::string>());
    RC_ASSERT(Likeness(a, b) == Likeness(b, a));
    RC_ASSERT(Likeness(a, b) >= 0 && Likeness(a, b) <= 1);
    if (a.empty()) return;
    RC_ASSERT(Likeness(a, a) == 1);
    SimilarIndex index;
    index.Add(1, b);
    index.Add(2, a);
    const auto found = index.Find(a, 1);
    RC_ASSERT(found.size() == 1u);
    RC_ASSERT(found[0].likeness == 1);
  }));
}

TEST(Similar, TheEstimate_IsCloseToTheTruth) {
  EXPECT_TRUE(rc::check("estimated within a third of the exact likeness", [] {
    auto a = *rc::gen::unique<std::vector<uint64_t>>(400, rc::gen::arbitrary<uint64_t>());
    const auto cut = *rc::gen::inRange<size_t>(0, 200);
    std::vector<uint64_t> left(a.begin(), a.begin() + 200 + static_cast<std::ptrdiff_t>(cut));
    std::vector<uint64_t> right(a.begin() + static_cast<std::ptrdiff_t>(cut), a.end());
    std::sort(left.begin(), left.end());
    std::sort(right.begin(), right.end());
    const double error =
        EstimatedLikeness(SignatureOf(left), SignatureOf(right)) - Likeness(left, right);
    // Four standard deviations of a share of 32.
    RC_ASSERT(std::abs(error) < 0.36);
  }));
}

TEST(Similar, HugeAndHostileTexts_AreCut) {
  EXPECT_LE(Set(std::string(10'000'000, 'a')).size(), 1u);
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "一" + std::to_string(i) + " ";
  EXPECT_LE(Set(many).size(), 4'000u);
  EXPECT_NO_FATAL_FAILURE(Set(std::string(100'000, '\xe5')));
}

}  // namespace
}  // namespace huiyin::text
