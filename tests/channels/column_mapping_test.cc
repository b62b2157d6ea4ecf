#include "channels/column_mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace huiyin::channels {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Names = std::vector<std::string>;

size_t Column(const ColumnMapping& mapping, FeedbackField field) {
  return mapping.Find(field).value_or(SIZE_MAX);
}

TEST(MapColumns, GuessesChineseHeaders) {
  const Names names = {"编号", "反馈内容", "渠道",   "反馈时间", "手机号码", "邮箱",
                       "姓名", "产品名称", "订单号", "类别",     "标签"};
  auto mapping = MapColumns("", names);
  ASSERT_TRUE(mapping.ok());
  EXPECT_EQ(Column(*mapping, FeedbackField::kText), 1u);
  EXPECT_EQ(Column(*mapping, FeedbackField::kChannel), 2u);
  EXPECT_EQ(Column(*mapping, FeedbackField::kReceivedAt), 3u);
  EXPECT_EQ(Column(*mapping, FeedbackField::kMobile), 4u);
  EXPECT_EQ(Column(*mapping, FeedbackField::kEmail), 5u);
  EXPECT_EQ(Column(*mapping, FeedbackField::kName), 6u);
  EXPECT_EQ(Column(*mapping, FeedbackField::kProduct), 7u);
  EXPECT_EQ(Column(*mapping, FeedbackField::kOrderNo), 8u);
  EXPECT_EQ(Column(*mapping, FeedbackField::kCategory), 9u);
  EXPECT_EQ(Column(*mapping, FeedbackField::kExternalId), 0u);
  EXPECT_THAT(mapping->ignored, ElementsAre("标签"));
  EXPECT_THAT(DescribeMapping(*mapping, names), HasSubstr("text <- 反馈内容 (guessed)"));
  EXPECT_THAT(DescribeMapping(*mapping, names), HasSubstr("left out: 标签"));
}

TEST(MapColumns, GuessesWhateverTheSpelling) {
  for (const char* name :
       {"Text", "TEXT ", "＊内容", "內容", "反馈内容（必填）", "Content", "complaint"}) {
    const Names names = {"x", name};
    auto mapping = MapColumns("", names);
    ASSERT_TRUE(mapping.ok()) << name;
    EXPECT_EQ(Column(*mapping, FeedbackField::kText), 1u);
  }
}

TEST(MapColumns, WhenSeveralColumnsFit_TheLongerTextsWin) {
  const Names names = {"评价", "评论内容"};
  const std::vector<std::vector<std::string>> sample = {{"5", "送得很快，味道也好"}};
  EXPECT_EQ(Column(*MapColumns("", names, sample), FeedbackField::kText), 1u);
}

TEST(MapColumns, TakesWhatIsGiven) {
  const Names names = {"a", "b, c", "text", "门店"};
  auto mapping = MapColumns("text=\"b, c\",channel=1,custom.store=门店", names);
  ASSERT_TRUE(mapping.ok()) << mapping.error().ToString();
  EXPECT_EQ(Column(*mapping, FeedbackField::kText), 1u);
  EXPECT_EQ(Column(*mapping, FeedbackField::kChannel), 0u);
  EXPECT_EQ(mapping->columns[2].custom_key, "store");
  EXPECT_EQ(mapping->columns[2].column, 3u);
  EXPECT_THAT(mapping->ignored, ElementsAre("text"));
  EXPECT_EQ(Column(*MapColumns("contact.name=a,text=TEXT", names), FeedbackField::kName), 0u);
}

TEST(MapColumns, WhenAFieldIsSwitchedOff_ItIsNotGuessed) {
  const Names names = {"text", "time"};
  EXPECT_FALSE(MapColumns("received_at=", names)->Find(FeedbackField::kReceivedAt).has_value());
}

TEST(MapColumns, WhenWrong_SaysWhatThereIs) {
  const Names names = {"id", "label", "remark"};
  const auto problem = [&](std::string_view spec) {
    auto mapping = MapColumns(spec, names);
    return mapping.ok() ? std::string("ok") : mapping.error().fields.at(0).problem;
  };
  EXPECT_EQ(problem(""), "required");
  EXPECT_EQ(problem("text=nope"), "unknown_column");
  EXPECT_EQ(problem("text=9"), "unknown_column");
  EXPECT_EQ(problem("text=0"), "unknown_column");
  EXPECT_EQ(problem("colour=id"), "unknown_field");
  EXPECT_EQ(problem("text=id,text=label"), "twice");
  EXPECT_EQ(problem("text"), "syntax");
  EXPECT_EQ(problem("text=\"id"), "syntax");
  EXPECT_EQ(problem("text=remark"), "ok");
  EXPECT_THAT(MapColumns("", names).error().message, HasSubstr("id, label, remark"));
}

TEST(MapColumns, AnySpec_EndsInAMappingOrAnError) {
  EXPECT_TRUE(rc::check("any spec", [](const std::string& spec) {
    const Names names = {"text", "b"};
    auto mapping = MapColumns(spec, names);
    if (mapping.ok()) {
      for (const auto& mapped : mapping->columns) RC_ASSERT(mapped.column < 2u);
    }
  }));
}

std::string Parsed(std::string_view text, DateOrder order = DateOrder::kUnknown) {
  auto civil = ParseSheetTime(text, order);
  if (!civil.ok()) return civil.error().type;
  auto at = ToInstant(*civil, "Asia/Shanghai");
  return at.ok() ? FormatUtc(*at) : at.error().type;
}

TEST(ParseSheetTime, ReadsTheUsualForms) {
  const struct {
    const char* text;
    const char* utc;
  } cases[] = {
      {"2024-03-05", "2024-03-04T16:00:00Z"},
      {"2024/3/5", "2024-03-04T16:00:00Z"},
      {"2024.3.5", "2024-03-04T16:00:00Z"},
      {"20240305", "2024-03-04T16:00:00Z"},
      {"2024-03-05 14:22", "2024-03-05T06:22:00Z"},
      {"2024/3/5 14:22:33", "2024-03-05T06:22:33Z"},
      {"2024-03-05 14:22:33.250", "2024-03-05T06:22:33.250Z"},
      {"20240305142233", "2024-03-05T06:22:33Z"},
      {"2019/8/13 16:02:21", "2019-08-13T08:02:21Z"},
      {"2024年3月5日", "2024-03-04T16:00:00Z"},
      {"2024年3月5日 14时22分", "2024-03-05T06:22:00Z"},
      {"2024年03月05日14时22分33秒", "2024-03-05T06:22:33Z"},
      {"2024年3月5日下午2点", "2024-03-05T06:00:00Z"},
      {"2024年3月5日 下午2点半", "2024-03-05T06:30:00Z"},
      {"2024/3/5 下午2:05", "2024-03-05T06:05:00Z"},
      {"2024/3/5 上午12:05", "2024-03-04T16:05:00Z"},
      {"2024-3-5 2:05 PM", "2024-03-05T06:05:00Z"},
      {"2024-3-5 2:05:09 p.m.", "2024-03-05T06:05:09Z"},
      {"2024-03-05 星期二 14:22", "2024-03-05T06:22:00Z"},
      {"２０２４－０３－０５　１４：２２", "2024-03-05T06:22:00Z"},
      {"民國113年3月5日", "2024-03-04T16:00:00Z"},
      {"5 Mar 2024", "2024-03-04T16:00:00Z"},
      {"5-Mar-2024 14:22", "2024-03-05T06:22:00Z"},
      {"March 5, 2024 2:22 PM", "2024-03-05T06:22:00Z"},
      {"Mar 5th, 2024", "2024-03-04T16:00:00Z"},
      {"Tuesday, March 5, 2024", "2024-03-04T16:00:00Z"},
      {"3/25/2024", "2024-03-24T16:00:00Z"},
      {"25/3/2024", "2024-03-24T16:00:00Z"},
      {"5.3.2024", "2024-03-04T16:00:00Z"},
      {"2024-03-05T14:22:33Z", "2024-03-05T14:22:33Z"},
      {"2024-03-05T14:22:33+0100", "2024-03-05T13:22:33Z"},
      {"2024-03-05T14:22:33-05:30", "2024-03-05T19:52:33Z"},
      {"Tue Feb 24 11:35:52 +0000 2015", "2015-02-24T11:35:52Z"},
      {"1709619753", "2024-03-05T06:22:33Z"},
      {"1709619753250", "2024-03-05T06:22:33.250Z"},
      {"45356", "2024-03-04T16:00:00Z"},
      {"45356.5", "2024-03-05T04:00:00Z"},
      {"2024-03-05 24:00", "2024-03-05T16:00:00Z"},
      {" 2024-03-05 ", "2024-03-04T16:00:00Z"},
  };
  for (const auto& c : cases) EXPECT_EQ(Parsed(c.text), c.utc) << c.text;
}

TEST(ParseSheetTime, RefusesWhatIsNoTime) {
  for (const char* text : {"",
                           " ",
                           "昨天",
                           "text",
                           "2024",
                           "2024-02-30",
                           "2024-13-01",
                           "14:22",
                           "2024-03-05 25:00",
                           "2024-03-05 14:61",
                           "5/6/2024/7",
                           "2024-03",
                           "1e9",
                           "2024-03-05 abc",
                           "-",
                           "2024-03-05 14:22 +99:00",
                           "0000-01-01",
                           "2024-3-5 下午",
                           "123456",
                           "4/5/24"}) {
    EXPECT_FALSE(ParseSheetTime(text).ok()) << text;
  }
}

TEST(ParseSheetTime, WhenDayAndMonthCannotBeToldApart_Asks) {
  EXPECT_EQ(Parsed("3/4/2024"), "ambiguous_date");
  EXPECT_EQ(Parsed("3/4/2024", DateOrder::kMonthFirst), "2024-03-03T16:00:00Z");
  EXPECT_EQ(Parsed("3/4/2024", DateOrder::kDayFirst), "2024-04-02T16:00:00Z");
  EXPECT_EQ(Parsed("3/4/24", DateOrder::kMonthFirst), "2024-03-03T16:00:00Z");
  const std::vector<std::string> days_first = {"3/4/2024", "25/3/2024"};
  const std::vector<std::string> months_first = {"3/4/2024", "3/25/2024 10:00"};
  EXPECT_EQ(GuessDateOrder(days_first), DateOrder::kDayFirst);
  EXPECT_EQ(GuessDateOrder(months_first), DateOrder::kMonthFirst);
  EXPECT_EQ(GuessDateOrder(std::vector<std::string>{"3/4/2024", "2024-01-30"}),
            DateOrder::kUnknown);
}

TEST(ParseSheetTime, EveryInstantSurvivesEveryForm) {
  EXPECT_TRUE(rc::check("written, then read", [] {
    const int64_t day = *rc::gen::inRange<int64_t>(0, 40'000);
    const int second = *rc::gen::inRange(0, 86'400);
    const Date date = CivilFromDays(day);
    const int hour = second / 3600, minute = second / 60 % 60, s = second % 60;
    char text[4][64];
    std::snprintf(text[0], 64, "%04d-%02d-%02d %02d:%02d:%02d", date.year, date.month, date.day,
                  hour, minute, s);
    std::snprintf(text[1], 64, "%d年%d月%d日%d时%d分%d秒", date.year, date.month, date.day, hour,
                  minute, s);
    std::snprintf(text[2], 64, "%d/%d/%d %s%d:%02d:%02d", date.year, date.month, date.day,
                  hour < 12 ? "上午" : "下午", hour % 12 == 0 ? 12 : hour % 12, minute, s);
    std::snprintf(text[3], 64, "%04d%02d%02d%02d%02d%02d", date.year, date.month, date.day, hour,
                  minute, s);
    const int64_t expected = (day * 86'400 + second - 8 * 3600) * 1'000'000;
    for (const char* form : text) {
      auto civil = ParseSheetTime(form);
      RC_ASSERT(civil.ok());
      civil->has_offset = true;
      civil->offset_minutes = 480;
      RC_ASSERT(ToInstant(*civil, "Asia/Shanghai")->us == expected);
    }
  }));
}

TEST(ParseSheetTime, AnyBytes_EndInATimeOrAnError) {
  EXPECT_TRUE(rc::check("any bytes", [](const std::string& text) {
    (void)ParseSheetTime(text).ok();
    (void)ParseSheetTime("2024年" + text).ok();
  }));
}

TEST(ToInstant, FollowsTheZoneThroughItsChanges) {
  const CivilTime gap{
      .year = 2024, .month = 3, .day = 10, .hour = 2, .minute = 30, .has_time = true};
  const CivilTime twice{
      .year = 2024, .month = 11, .day = 3, .hour = 1, .minute = 30, .has_time = true};
  EXPECT_EQ(FormatUtc(*ToInstant(gap, "America/New_York")), "2024-03-10T07:30:00Z");
  EXPECT_EQ(FormatUtc(*ToInstant(twice, "America/New_York")), "2024-11-03T05:30:00Z");
  EXPECT_FALSE(ToInstant(gap, "Mars/Olympus").ok());
}

}  // namespace
}  // namespace huiyin::channels
