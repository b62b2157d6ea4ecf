#include "channels/delimited.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "channels/table_testing.h"

namespace huiyin::channels {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ReadBytes;
using testing::ReadTable;
using Cells = std::vector<std::string>;

TEST(Delimited, WhenRfc4180_ReadsQuotesNewlinesAndDoubledQuotes) {
  const ReadTable table = ReadBytes(
      "id,text,channel\r\n1,\"a, b\",phone\r\n2,\"line 1\nline 2\",\"\"\r\n"
      "3,\"he said \"\"no\"\"\",email\r\n");
  EXPECT_THAT(table.columns, ElementsAre("id", "text", "channel"));
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.rows[0].cells, (Cells{"1", "a, b", "phone"}));
  EXPECT_EQ(table.rows[1].cells, (Cells{"2", "line 1\nline 2", ""}));
  EXPECT_EQ(table.rows[2].cells, (Cells{"3", "he said \"no\"", "email"}));
  EXPECT_EQ(table.rows[2].line, 5u);
  EXPECT_EQ(table.rows[2].number, 3u);
  EXPECT_EQ(table.info.header_line, 1u);
}

TEST(Delimited, DetectsTheDelimiter) {
  const struct {
    std::string bytes;
    char delimiter;
  } cases[] = {
      {"id,text\n1,快\n2,慢\n", ','},
      {"id;text;price\n1;quick, but dear;1,5\n2;slow;2,5\n", ';'},
      {"id\ttext\n1\ta, b; c | d\n2\tx, y\n", '\t'},
      {"id|text|who\n1|a, b|x\n2|c|y\n", '|'},
      {"sep=;\nid;text\n1;a\n", ';'},
  };
  for (const auto& c : cases) {
    const ReadTable table = ReadBytes(c.bytes);
    EXPECT_EQ(table.info.delimiter, c.delimiter) << c.bytes;
    EXPECT_EQ(table.columns.front(), "id") << c.bytes;
    EXPECT_GE(table.columns.size(), 2u) << c.bytes;
  }
}

TEST(Delimited, WhenOneColumn_KeepsCommasInTheText) {
  const ReadTable table = ReadBytes("text\nlate, and cold\nfine\nfirst, second, third\n");
  EXPECT_THAT(table.columns, ElementsAre("text"));
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.rows[2].cells[0], "first, second, third");
}

TEST(Delimited, ReadsEveryKindOfNewline) {
  for (const std::string newline : {"\n", "\r\n", "\r"}) {
    const ReadTable table = ReadBytes("id,text" + newline + "1,a" + newline + newline + "2,b");
    ASSERT_EQ(table.rows.size(), 2u);
    EXPECT_EQ(table.rows[1].cells, (Cells{"2", "b"}));
    EXPECT_EQ(table.rows[1].line, 4u);
  }
}

TEST(Delimited, WhenTabsWithoutQuoting_QuotesAreCharacters) {
  const ReadTable table = ReadBytes(
      "id\tlabel\ttext\n1\tneg\t\"I waited, and waited\" she said\n2\tpos\t12\" pizza was good\n"
      "3\tneg\t\"unfinished\n4\tpos\tends with a quote\"\n5\tneg\t\"whole\"\n");
  ASSERT_EQ(table.rows.size(), 5u);
  EXPECT_EQ(table.rows[0].cells[2], "\"I waited, and waited\" she said");
  EXPECT_EQ(table.rows[2].cells[2], "\"unfinished");
  EXPECT_EQ(table.rows[3].cells[2], "ends with a quote\"");
  EXPECT_EQ(table.rows[4].cells[2], "\"whole\"");
}

TEST(Delimited, WhenTabsAndTheQuotesComeLate_StillReadsThemRight) {
  // The sample shows no quote at all; what comes behind it decides for itself.
  std::string bytes = "id\ttext\tx\n";
  while (bytes.size() < (3 << 20)) bytes += "1\tplain text without anything\ty\n";
  const size_t plain = static_cast<size_t>(std::count(bytes.begin(), bytes.end(), '\n')) - 1;
  bytes += "2\t\"open\ty\n3\tclose\"\ty\n4\t\"two\nlines\"\ty\n5\t\"say \"\"hi\"\"\"\ty\n";
  const ReadTable table = ReadBytes(bytes);
  ASSERT_EQ(table.rows.size(), plain + 4);
  EXPECT_EQ(table.rows[plain].cells[1], "\"open");
  EXPECT_EQ(table.rows[plain + 1].cells[1], "close\"");
  EXPECT_EQ(table.rows[plain + 2].cells[1], "two\nlines");
  EXPECT_EQ(table.rows[plain + 3].cells[1], "say \"hi\"");
}

TEST(Delimited, WhenASpreadsheetSavedTabs_TakesItsQuotesOff) {
  const ReadTable table =
      ReadBytes("id\ttext\n1\t\"two\nlines\"\n2\t\"say \"\"hi\"\"\"\n3\tplain\n");
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.rows[0].cells[1], "two\nlines");
  EXPECT_EQ(table.rows[1].cells[1], "say \"hi\"");
}

TEST(Delimited, WhenInnerQuotesAreNotDoubled_TakesThemAsWritten) {
  const ReadTable table = ReadBytes("id,text\n1,\"He said \"stop\" twice\"\n2,\"ok\"\n");
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0].cells[1], "He said \"stop\" twice");
}

TEST(Delimited, WhenAQuoteIsNeverClosed_OnlyThatLineIsLost) {
  const ReadTable table =
      ReadBytes("id,text,who\n1,fine,a\n2,\"never closed,b\n3,also fine,c\n4,\"good, too\",d\n");
  ASSERT_EQ(table.rows.size(), 4u);
  EXPECT_EQ(table.rows[1].problem, "stray_quote");
  EXPECT_EQ(table.rows[1].raw, "2,\"never closed,b");
  EXPECT_THAT(table.rows[1].message, HasSubstr("line 3, column 2 (text)"));
  EXPECT_EQ(table.rows[2].cells, (Cells{"3", "also fine", "c"}));
  EXPECT_EQ(table.rows[3].cells, (Cells{"4", "good, too", "d"}));
  EXPECT_EQ(table.rows[3].line, 5u);
}

TEST(Delimited, WhenTheLastQuoteIsOpenAtTheEnd_GivesAnErrorRow) {
  const ReadTable table = ReadBytes("id,text\n1,a\n2,\"open\nmore\nand more");
  ASSERT_EQ(table.rows.size(), 4u);
  EXPECT_EQ(table.rows[1].problem, "stray_quote");
  EXPECT_EQ(table.rows[2].cells, (Cells{"more", ""}));
  EXPECT_EQ(table.rows[3].cells, (Cells{"and more", ""}));
}

TEST(Delimited, WhenARowHasTooManyCells_SaysWhichAndGoesOn) {
  const ReadTable table = ReadBytes("id,text\n1,a\n2,b\n3,c, d\n4,e,,\n");
  ASSERT_EQ(table.rows.size(), 4u);
  EXPECT_EQ(table.rows[2].problem, "too_many_cells");
  EXPECT_THAT(table.rows[2].message, HasSubstr("line 4, column 3"));
  EXPECT_EQ(table.rows[3].cells, (Cells{"4", "e"}));  // only empty cells beyond
}

TEST(Delimited, WhenCellsAreMissing_TheyAreEmpty) {
  const ReadTable table = ReadBytes("id,text,who\n1,a,x\n2,b\n3,c,y\n");
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.rows[1].cells, (Cells{"2", "b", ""}));
}

TEST(Delimited, WhenACellHoldsNulOrBadBytes_ThatRowIsReported) {
  const std::string bytes = std::string("id,text\n1,好\n2,a") + '\0' + "b\n3,x\xFFy\n4,差\n";
  const ReadTable table = ReadBytes(bytes);
  ASSERT_EQ(table.rows.size(), 4u);
  EXPECT_EQ(table.rows[1].problem, "nul_byte");
  EXPECT_EQ(table.rows[2].problem, "bad_bytes");
  EXPECT_THAT(table.rows[2].message, HasSubstr("line 4, column 2 (text)"));
  EXPECT_THAT(table.rows[2].message, HasSubstr("byte " + std::to_string(bytes.find('\xFF'))));
  EXPECT_EQ(table.rows[2].raw, "3,x\uFFFDy");
  EXPECT_EQ(table.rows[3].cells[1], "差");
}

TEST(Delimited, WhenGb18030HasBadBytes_NamesTheByteOfTheFile) {
  std::string bytes = *FromUtf8("编号,内容\n1,正常的一行\n2,坏", Encoding::kGb18030);
  const size_t at = bytes.size();
  bytes += "\xFF" + *FromUtf8("\n3,又是正常的一行\n", Encoding::kGb18030);
  const ReadTable table = ReadBytes(bytes);
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.info.encoding, Encoding::kGb18030);
  EXPECT_EQ(table.rows[1].problem, "bad_bytes");
  EXPECT_THAT(table.rows[1].message, HasSubstr("byte " + std::to_string(at)));
  EXPECT_EQ(table.rows[2].cells[1], "又是正常的一行");
}

TableOptions SmallLimits() {
  TableOptions options;
  options.limits.max_cell_bytes = 100;
  options.limits.max_row_bytes = 1000;
  return options;
}

TEST(Delimited, WhenACellOrRowIsTooLong_SaysSoAndGoesOn) {
  const std::string bytes = "id,text\n1," + std::string(101, 'x') + "\n2,ok\n3," +
                            std::string(3'000'000, 'y') + "\n4,fine\n";
  const ReadTable table = ReadBytes(bytes, SmallLimits());
  ASSERT_EQ(table.rows.size(), 4u);
  EXPECT_EQ(table.rows[0].problem, "cell_too_long");
  EXPECT_THAT(table.rows[0].message, HasSubstr("line 2, column 2 (text)"));
  EXPECT_EQ(table.rows[2].problem, "row_too_long");
  EXPECT_THAT(table.rows[2].message, HasSubstr("line 4"));
  EXPECT_LE(table.rows[2].raw.size(), 64u << 10);
  EXPECT_EQ(table.rows[3].cells, (Cells{"4", "fine"}));
  EXPECT_EQ(table.rows[3].line, 5u);
}

TEST(Delimited, WhenAQuotedCellIsMonstrous_ItIsPassedOverAsOneRow) {
  std::string monster = "1,\"";
  while (monster.size() < 3'000'000) monster += "a line of prose without any separator\n";
  const ReadTable table =
      ReadBytes("id,text\n0,ok\n" + monster + "end\"\n2,after\n", SmallLimits());
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.rows[1].problem, "row_too_long");
  EXPECT_EQ(table.rows[2].cells, (Cells{"2", "after"}));
}

TEST(Delimited, WhenAStrayQuoteStandsBeforeManyRows_TheRowsAreRead) {
  std::string bytes = "id,text\n0,\"stray\n";
  for (int i = 1; i <= 100'000; ++i) bytes += std::to_string(i) + ",row without quotes\n";
  const ReadTable table = ReadBytes(bytes, SmallLimits());
  ASSERT_EQ(table.rows.size(), 100'001u);
  EXPECT_EQ(table.rows[0].problem, "stray_quote");
  EXPECT_EQ(table.rows[100'000].cells[0], "100000");
  EXPECT_TRUE(std::none_of(table.rows.begin() + 1, table.rows.end(),
                           [](const auto& row) { return !row.problem.empty(); }));
}

// Every line opens a quote that only looks closed: without a bound each would cost a pass over the
// rest of the file.
TEST(Delimited, WhenEveryLineHasAHostileQuote_EndsInBoundedWork) {
  std::string bytes = "id,text\n";
  while (bytes.size() < (4 << 20)) bytes += "x,\"\"\"\"\"\"y\n";
  const ReadTable table = ReadBytes(bytes);
  EXPECT_EQ(table.error, "");
  EXPECT_GT(table.rows.size(), 1000u);
}

TEST(Delimited, HeaderIsRecognisedOrNot) {
  EXPECT_EQ(ReadBytes("1,很好,2026-03-01\n2,很差,2026-03-02\n").info.header_line, 0u);
  EXPECT_EQ(ReadBytes("内容,时间\n很好,2026-03-01\n").info.header_line, 1u);
  EXPECT_EQ(ReadBytes("foo,bar\n很好,2026-03-01\n").info.header_line, 1u);
  TableOptions absent;
  absent.header = HeaderMode::kAbsent;
  EXPECT_THAT(ReadBytes("内容,时间\n好,1\n", absent).columns, ElementsAre("column_1", "column_2"));
  // Rows of data that hold words which are also column names.
  const ReadTable data = ReadBytes("1,email,complaint\n2,phone,complaint\n3,email,inquiry\n");
  EXPECT_EQ(data.rows.size(), 3u);
}

TEST(Delimited, WhenTitlesStandAboveTheHeader_TheyAreCountedAndLeftOut) {
  const ReadTable table = ReadBytes("2026年3月客户反馈表,,\n\n编号,反馈内容,渠道\n1,很慢,电话\n");
  EXPECT_EQ(table.info.header_line, 3u);
  EXPECT_EQ(table.info.skipped_lines, 1u);
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_EQ(table.rows[0].cells[1], "很慢");
  EXPECT_THAT(DescribeTable(table.info), HasSubstr("1 line(s) before the header left out"));
}

TEST(Delimited, WhenHeaderNamesRepeatOrAreEmpty_TheyAreMadeUnique) {
  EXPECT_THAT(ReadBytes("text, text ,,time\na,b,c,d\n").columns,
              ElementsAre("text", "text_2", "column_3", "time"));
}

TEST(Delimited, WhenEmptyOrTooWide_Refuses) {
  EXPECT_THAT(ReadBytes("").error, HasSubstr("empty_table"));
  std::string wide;
  for (int i = 0; i < 5000; ++i) wide += "a,";
  EXPECT_THAT(ReadBytes(wide + "\n1,2\n").error, HasSubstr("too_large"));
}

TEST(Delimited, WhenPiecesOfARowLieOnBufferEdges_NothingChanges) {
  // Rows of a length that is no divisor of any buffer, quotes and newlines at every position.
  std::string bytes = "id,text,tail\n";
  std::vector<Cells> expected;
  for (int i = 0; i < 40'000; ++i) {
    const std::string text = "第" + std::to_string(i) + "行\n\"引号\"" + std::string(i % 37, 'x');
    std::string quoted;
    for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
    bytes += std::to_string(i) + ",\"" + quoted + "\",尾\r\n";
    expected.push_back({std::to_string(i), text, "尾"});
  }
  EXPECT_TRUE(ReadBytes(bytes).cells() == expected);
}

}  // namespace
}  // namespace huiyin::channels
