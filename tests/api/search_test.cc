// Search finds every ticket that holds what was typed, and no other: any piece of any text, one
// character or many, Chinese, English and digits in one run, full or half width, either script.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "api_world.h"
#include "app/list_tickets.h"
#include "app/search_text.h"
#include "base/utf8.h"
#include "jobs/search_index.h"

namespace huiyin::test {
namespace {

class Search : public testing::TestWithParam<OnEngine> {
 protected:
  void Enter(const std::string& text) {
    world.instance.clock().Advance(Duration::Minutes(11));  // never the same ticket
    const std::string no = ApiWorld::Enter(desk, text);
    ASSERT_EQ(no[0], 'T') << no;
    texts[no] = text;
  }
  void Index() {
    while (true) {
      const auto passed = jobs::IndexNext(world.instance.context(), 500);
      ASSERT_TRUE(passed.ok()) << passed.error().ToString();
      if (*passed == 0) return;
    }
  }
  std::set<std::string> Find(const std::string& typed) {
    app::TicketFilter filter;
    filter.q = typed;
    filter.limit = 200;
    const auto actor = world.instance.ActorOf("supervisor");
    auto page = world.instance.db().Get<app::TicketPage>([&](store::Session& session) {
      return app::ListTickets(world.instance.context(), session, actor, filter);
    });
    EXPECT_TRUE(page.ok()) << page.error().ToString();
    std::set<std::string> out;
    for (const auto& row : page->items) out.insert(row.ticket_no);
    return out;
  }
  std::set<std::string> Holding(const std::string& typed) {
    std::set<std::string> out;
    const app::TypedSearch typed_search(world.instance.db().engine(), typed);
    for (const auto& [no, text] : texts) {
      if (typed_search.Matches(text)) out.insert(no);
    }
    return out;
  }

  ApiWorld world{GetParam()};
  ApiClient desk = world.As("supervisor");
  std::map<std::string, std::string> texts;
};

// Pieces as they stand in feedback: runs of one script next to another without a space.
std::string RandomText(std::mt19937& random) {
  static const std::vector<std::string> kPieces = {
      "快递",   "停在中转站",  "iPhone",     "ＡＢＣ１２", "9天",     "客服",   "wifi6路由器",
      "退款",   "發票抬頭",    "升级到v2.1", "charger",    "差評",    "后",     "後面",
      "，",     "。",          " ",          "🙂",       "SN-0042", "续航",   "半小时",
      "ｗｅｂ", "order 88-17", "无法登录",   "無法登入",   "umlaut",  "カード", "ok"};
  std::string out;
  const size_t n = 4 + random() % 9;
  for (size_t i = 0; i < n; ++i) out += kPieces[random() % kPieces.size()];
  return out;
}

std::string RandomPiece(const std::string& text, std::mt19937& random) {
  std::vector<size_t> starts;
  for (size_t pos = 0; pos < text.size();) {
    starts.push_back(pos);
    NextCodePoint(text, pos);
  }
  starts.push_back(text.size());
  const size_t from = random() % (starts.size() - 1);
  const size_t length = 1 + random() % std::min<size_t>(6, starts.size() - 1 - from);
  return text.substr(starts[from], starts[from + length] - starts[from]);
}

// An index of words finds a Latin word by its beginning; a piece that begins inside one is not
// promised (docs/user.md).
bool BeginsInsideAWord(const std::string& text, const std::string& piece) {
  const std::string folded = app::FoldForSearch(text);
  const std::string wanted = app::FoldForSearch(piece);
  const auto is_word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  for (size_t at = folded.find(wanted); at != std::string::npos; at = folded.find(wanted, at + 1)) {
    if (at == 0 || !is_word(folded[at - 1]) || !is_word(wanted[0])) return false;
  }
  return true;
}

TEST_P(Search, AnyPieceOfAnyText_FindsExactlyTheTextsThatHoldIt) {
  std::mt19937 random(20260310);
  for (int i = 0; i < 80; ++i) Enter(RandomText(random));
  Index();
  std::vector<std::string> all;
  for (const auto& [no, text] : texts) all.push_back(text);
  int checked = 0;
  for (int i = 0; i < 400; ++i) {
    const std::string& text = all[random() % all.size()];
    const std::string piece = RandomPiece(text, random);
    if (app::TypedSearch(world.instance.db().engine(), piece).query().empty())
      continue;  // only marks
    if (BeginsInsideAWord(text, piece)) continue;
    ++checked;
    const auto found = Find(piece);
    for (const auto& no : found) EXPECT_TRUE(Holding(piece).contains(no)) << piece << " " << no;
    for (const auto& no : Holding(piece)) {
      if (BeginsInsideAWord(texts[no], piece)) continue;
      EXPECT_TRUE(found.contains(no)) << "\"" << piece << "\" is in \"" << texts[no] << "\"";
    }
  }
  EXPECT_GT(checked, 200);
}

TEST_P(Search, WidthScriptAndCase_MakeNoDifference) {
  Enter("ＷＩＦＩ６路由器无法登录，發票抬頭開錯了");
  Enter("别的事情");
  Index();
  for (const char* typed : {"wifi6", "WiFi", "ｗｉｆｉ", "无法登录", "無法登錄", "发票抬头", "發票",
                            "抬头开错", "误"}) {
    const auto found = Find(typed);
    EXPECT_EQ(found, Holding(typed)) << typed;
  }
  EXPECT_EQ(Find("无法登录 发票").size(), 1u);
  EXPECT_EQ(Find("无法登录 别的").size(), 0u);
}

TEST_P(Search, SignsOfTheQueryLanguage_AreOnlyText) {
  Enter("满意度100%，版本v2_1");
  Index();
  for (const char* typed : {"\"", "*", "' OR 1=1 --", "a AND b", "NOT", "100%", "v2_1", "(", "^x",
                            "满意度*", "col:满意", "NEAR(满意 版本)", "&", "|", "!", "\\"}) {
    for (const auto& no : Find(typed)) {
      EXPECT_TRUE(Holding(typed).contains(no)) << typed;
    }
  }
  EXPECT_EQ(Find("100%").size(), 1u);
  EXPECT_EQ(Find("v2_1").size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(Engines, Search, testing::Values(OnEngine::kSqlite, OnEngine::kPostgres));

}  // namespace
}  // namespace huiyin::test
