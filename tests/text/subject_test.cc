#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <fstream>

#include "base/utf8.h"
#include "text/analysis.h"
#include "text/char_table.h"
#include "text/key_phrases.h"
#include "text/taxonomy.h"

namespace huiyin::text {
namespace {

std::shared_ptr<const Analyser> Load(const std::string& topics = "",
                                     const std::string& products = "") {
  AnalyserConfig config;
  config.models_dir = std::string(HUIYIN_SOURCE_DIR) + "/models";
  config.extra_topics = topics;
  config.products = products;
  auto loaded = Analyser::Load(config);
  HY_CHECK(loaded.ok());
  return *loaded;
}

std::vector<std::string> Ids(const Analysis& a) {
  std::vector<std::string> out;
  for (const TopicMatch& match : a.topics) out.push_back(match.id);
  return out;
}

bool Holds(const std::vector<std::string>& list, const std::string& what) {
  return std::find(list.begin(), list.end(), what) != list.end();
}

NormalText NormalOf(std::string_view utf8) {
  NormalText text;
  Normalise(**CharTable::Get(), utf8, text);
  return text;
}

std::vector<PhraseIndex::Hit> HitsOf(const std::string& pattern, std::string_view text) {
  PhraseIndex index;
  HY_CHECK(index.Add(**CharTable::Get(), pattern, 7).ok());
  std::vector<PhraseIndex::Hit> hits;
  index.Find(NormalOf(text), hits);
  return hits;
}

TEST(PhraseIndex, APhrase_MatchesAnyScriptAndWidth) {
  EXPECT_EQ(HitsOf("退款", "申請退款三天了").size(), 1u);
  EXPECT_EQ(HitsOf("WiFi", "ｗｉｆｉ断了").size(), 1u);
  EXPECT_EQ(HitsOf("訂單", "我的订单").size(), 1u);
}

TEST(PhraseIndex, ALatinWord_MatchesWholeUnlessOpen) {
  EXPECT_TRUE(HitsOf("crash", "it crashes").empty());
  EXPECT_EQ(HitsOf("crash*", "it crashes").size(), 1u);
  EXPECT_TRUE(HitsOf("leak*", "the bleak day").empty());
}

TEST(PhraseIndex, TwoParts_MatchNearbyInOneSentence) {
  EXPECT_EQ(HitsOf("快递+没到", "快递三天了还没到").size(), 1u);
  EXPECT_TRUE(HitsOf("快递+没到", "快递很快。退款没到").empty());
  EXPECT_TRUE(HitsOf("快递+没到", "快递一二三四五六七八九十一二没到").empty());
}

TEST(PhraseIndex, UnusablePhrases_AreRefused) {
  PhraseIndex index;
  const CharTable& table = **CharTable::Get();
  for (const std::string& bad :
       {std::string(), std::string("退"), std::string("退款+"), std::string("+退款"),
        std::string("一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥一二三四五六七"
                    "八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥一二三四")}) {
    EXPECT_FALSE(index.Add(table, bad, 0).ok()) << bad;
  }
}

TEST(Taxonomy, ABrokenLine_IsNamed) {
  Taxonomy taxonomy;
  const Status bad =
      taxonomy.Add(**CharTable::Get(), "# remark\nok_topic\t退款\nbad id\t退款\n", "mine.tsv");
  ASSERT_FALSE(bad.ok());
  EXPECT_NE(bad.error().message.find("mine.tsv, line 3"), std::string::npos);
  EXPECT_FALSE(taxonomy.Add(**CharTable::Get(), "x\tmoon\t-\t甲\tA\t退款", "m").ok());
  EXPECT_FALSE(taxonomy.Add(**CharTable::Get(), "x\t-\tbad_cause\t甲\tA\t退款", "m").ok());
}

TEST(Topics, OrdinaryTexts_AreAboutWhatTheySay) {
  const auto analyser = Load();
  const std::pair<const char*, const char*> kCases[] = {
      {"电池充一晚上，用两个小时就没电了", "battery_life"},
      {"外卖超时一个多小时才送达，汤洒了一袋", "packaging"},
      {"昨晚开始宽带断了，一直上不了网", "network_quality"},
      {"营业员态度恶劣，全程不耐烦", "service_attitude"},
      {"申请退款半个月了，商家不给退", "refund_delay"},
      {"建议增加夜间模式", "feature_request"},
      {"The app crashes every time I open it", "app_crash"},
      {"小区楼下夜间施工噪音扰民", "noise_disturbance"},
      {"信用卡年费怎么收费", "card_service"},
  };
  for (const auto& [text, topic] : kCases) {
    EXPECT_TRUE(Holds(Ids(analyser->Analyse(text)), topic)) << text;
  }
}

TEST(Topics, WithAnIndustry_ItsTopicsComeAlone) {
  const auto analyser = Load();
  AnalyseOptions options;
  options.industry = "government";
  const auto ids = Ids(analyser->Analyse("施工噪音扰民，快递也慢", options));
  EXPECT_TRUE(Holds(ids, "noise_disturbance"));
  EXPECT_FALSE(Holds(ids, "delivery_delay"));
}

TEST(Topics, OwnTopicsAndProducts_AreFound) {
  const auto analyser = Load("moon_cake\t月饼|流心", "phone_x\tX100|星辰手机\nwatch\t智能手表\n");
  const Analysis a = analyser->Analyse("星辰手機X100用了三天就坏，送的月饼也过期");
  EXPECT_TRUE(Holds(Ids(a), "moon_cake"));
  EXPECT_EQ(a.products, std::vector<std::string>{"phone_x"});
}

TEST(Topics, Intake_FindsTheSameAsTheFullAnalysis) {
  const auto analyser = Load();
  const char* text = "退款没到账，客服推诿";
  EXPECT_EQ(Ids(analyser->Analyse(text)), Ids(analyser->AnalyseIntake(text)));
}

TEST(Topics, EveryShippedTopic_HasNamesAndIndustriesHaveTopics) {
  const auto analyser = Load();
  for (const Topic& topic : analyser->taxonomy().topics()) {
    EXPECT_NE(topic.name_zh, topic.id);
    EXPECT_NE(topic.name_en, "");
  }
  for (const auto industry : kIndustries) {
    const auto& topics = analyser->taxonomy().topics();
    EXPECT_GE(std::count_if(topics.begin(), topics.end(),
                            [&](const Topic& t) {
                              return std::find(t.industries.begin(), t.industries.end(),
                                               industry) != t.industries.end();
                            }),
              8)
        << industry;
  }
}

TEST(RootCause, FollowsTheTopics) {
  const auto analyser = Load();
  const Analysis rude = analyser->Analyse("客服态度恶劣，互相推诿，我要投诉");
  EXPECT_EQ(rude.root_cause, RootCause::kStaffConduct);
  EXPECT_GT(rude.root_cause_confidence, 0.4f);
  EXPECT_EQ(analyser->Analyse("请问营业时间").root_cause, RootCause::kNone);
}

TEST(KeyPhrases, CarryTheMatterAndNoPersonalData) {
  const auto analyser = Load();
  const Analysis a =
      analyser->Analyse("信号覆盖太差，联系人张伟，手机13800138000，宽带套餐价格也贵");
  EXPECT_TRUE(Holds(a.key_phrases, "信号覆盖"));
  EXPECT_TRUE(Holds(a.key_phrases, "套餐价格"));
  for (const auto& phrase : a.key_phrases) {
    EXPECT_EQ(phrase.find("138"), std::string::npos);
    EXPECT_EQ(phrase.find("张伟"), std::string::npos);
  }
  const Analysis en = analyser->Analyse("Delivery fee was doubled on the error page. Card charged");
  EXPECT_TRUE(Holds(en.key_phrases, "Delivery fee"));
}

// Pieces of real words, marks, broken bytes and personal data in any order.
rc::Gen<std::string> AnyText() {
  const auto piece = rc::gen::element<std::string>(
      "退款", "没到", "快递", "客服", "態度", "差", "。", "，", " ", "13800138000", "张伟", "crash",
      "es", "\xff", "\xe5\xbf", "😀", "\u200b", "Ａ", "a", "refund", "\n", "的", "套餐", "0");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                      [](const std::vector<std::string>& pieces) {
                        std::string out;
                        for (const auto& p : pieces) out += p;
                        return out;
                      });
}

TEST(Subject, AnyText_SpansLieInTheOriginal) {
  const auto analyser = Load();
  EXPECT_TRUE(rc::check("spans of topics and key phrases map back", [&] {
    const std::string text = *AnyText();
    const NormalText normal = NormalOf(text);
    const Analysis a = analyser->Analyse(text);
    RC_ASSERT(a.topics.size() <= Taxonomy::kMaxMatches);
    for (size_t i = 0; i < a.topics.size(); ++i) {
      RC_ASSERT(a.topics[i].start < a.topics[i].end);
      RC_ASSERT(a.topics[i].end <= normal.original.size());
      // Not `i == 0 ||`: the macro takes the expression apart and evaluates both sides.
      if (i > 0) RC_ASSERT(a.topics[i].score <= a.topics[i - 1].score);
    }
    for (const KeyPhrase& phrase : KeyPhrasesOf(normal, {}, 6)) {
      RC_ASSERT(phrase.range.end <= normal.original.size());
      const auto stretch = std::u32string_view(normal.original)
                               .substr(phrase.range.start, phrase.range.end - phrase.range.start);
      RC_ASSERT(phrase.text == ToUtf8(stretch));
    }
  }));
}

TEST(Subject, WidthOfLettersChangesNoTopic) {
  const auto analyser = Load();
  EXPECT_EQ(Ids(analyser->Analyse("app crashes, no refund")),
            Ids(analyser->Analyse("ａｐｐ　ｃｒａｓｈｅｓ, ｎｏ　ｒｅｆｕｎｄ")));
}

}  // namespace
}  // namespace huiyin::text
