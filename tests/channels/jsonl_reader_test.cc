#include "channels/jsonl_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "channels/jsonl_reader_flatten.h"
#include "channels/table_testing.h"

namespace huiyin::channels {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::ReadBytes;
using testing::ReadTable;
using Cells = std::vector<std::string>;

TEST(JsonLines, FlattensObjectsAndKeepsDigits) {
  const ReadTable table = ReadBytes(
      "{\"text\":\"慢\",\"order_no\":123456789012345678901,\"contact\":{\"mobile\":\"138\",\"vip\":"
      "true}}\n\n{\"text\":\"\\u5feb\",\"tags\":[1,\"a\\\"b\",{\"k\":null}],\"rate\":4.50}\n");
  EXPECT_EQ(table.info.format, TableFormat::kJsonLines);
  EXPECT_THAT(table.columns,
              ElementsAre("text", "order_no", "contact.mobile", "contact.vip", "tags", "rate"));
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0].cells, (Cells{"慢", "123456789012345678901", "138", "true", "", ""}));
  EXPECT_EQ(table.rows[1].cells, (Cells{"快", "", "", "", "[1,\"a\\\"b\",{\"k\":null}]", "4.50"}));
  EXPECT_EQ(table.rows[1].line, 3u);
}

TEST(JsonLines, WhenALineIsBad_SaysTheLineAndGoesOn) {
  const ReadTable table = ReadBytes(
      "{\"text\":\"a\"}\n{\"text\":\n[1]\n{\"a\":1,\"a\":2}\n{\"text\":\"b\"} x\n"
      "{\"text\":\"\\u0000\"}\n\"text\"\n{\"text\":\"c\"}");
  ASSERT_EQ(table.rows.size(), 8u);
  EXPECT_THAT(table.rows[1].message, HasSubstr("line 2: not valid JSON"));
  EXPECT_THAT(table.rows[2].message, HasSubstr("line 3: each line must be one JSON object"));
  EXPECT_THAT(table.rows[3].message, HasSubstr("\"a\" stands twice"));
  EXPECT_EQ(table.rows[4].problem, "bad_json");
  EXPECT_EQ(table.rows[4].raw, "{\"text\":\"b\"} x");
  EXPECT_EQ(table.rows[5].problem, "nul_byte");
  EXPECT_EQ(table.rows[6].problem, "bad_json");
  EXPECT_EQ(table.rows[7].cells, (Cells{"c"}));
}

TEST(JsonLines, WhenNestedTooDeepOrTooLong_Refuses) {
  TableOptions options;
  options.limits.max_row_bytes = 2000;
  options.limits.max_cell_bytes = 500;
  const ReadTable table =
      ReadBytes("{\"text\":\"a\"}\n{\"text\":" + std::string(500, '[') + std::string(500, ']') +
                    "}\n{\"text\":\"" + std::string(600'000, 'x') + "\"}\n{\"text\":\"" +
                    std::string(600, 'y') + "\"}\n{\"text\":\"z\"}\n",
                options);
  ASSERT_EQ(table.rows.size(), 5u);
  EXPECT_EQ(table.rows[1].problem, "bad_json");
  EXPECT_EQ(table.rows[2].problem, "row_too_long");
  EXPECT_EQ(table.rows[3].problem, "cell_too_long");
  EXPECT_EQ(table.rows[4].cells, (Cells{"z"}));
  EXPECT_EQ(table.rows[4].line, 5u);
}

TEST(JsonLines, WhenColumnsAppearLate_TheyAreAppended) {
  std::string bytes;
  while (bytes.size() < (2 << 20)) bytes += "{\"text\":\"early\"}\n";
  bytes += "{\"text\":\"late\",\"extra\":1}\n";
  const ReadTable table = ReadBytes(bytes);
  EXPECT_THAT(table.columns, ElementsAre("text", "extra"));
  EXPECT_EQ(table.rows.front().cells, (Cells{"early"}));
  EXPECT_EQ(table.rows.back().cells, (Cells{"late", "1"}));
}

TEST(JsonLines, WhenAJsonArray_SaysWhatIsWanted) {
  EXPECT_THAT(ReadBytes("[{\"text\":\"a\"}]").error, HasSubstr("one object a line"));
}

TEST(JsonLines, WhenOtherEncoding_IsConverted) {
  const ReadTable table =
      ReadBytes(*FromUtf8("{\"text\":\"快递一直没有送到\"}\n", Encoding::kGb18030));
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_EQ(table.rows[0].cells, (Cells{"快递一直没有送到"}));
}

TEST(JsonFlattener, NeverBreaksOnAnyBytes) {
  EXPECT_TRUE(rc::check("any bytes", [](const std::string& bytes) {
    JsonFlattener json(8);
    if (json.Parse(bytes).ok()) {
      for (size_t i = 0; i < json.size(); ++i)
        RC_ASSERT(json.member(i).value.size() <= bytes.size());
    }
    RC_ASSERT(json.Parse("{\"a\":1}").ok());  // and works again afterwards
    RC_ASSERT(json.member(0).value == "1");
  }));
}

}  // namespace
}  // namespace huiyin::channels
