#include "channels/table_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "channels/csv_writer.h"
#include "channels/table_testing.h"
#include "channels/xlsx_writer.h"

namespace huiyin::channels {
namespace {

using ::testing::HasSubstr;
using testing::ReadAll;
using testing::ReadBytes;
using testing::TempDir;

std::string Csv(int rows) {
  std::string bytes = "编号,内容\n";
  for (int i = 0; i < rows; ++i) {
    bytes += std::to_string(i) + ",\"第" + std::to_string(i) + "条\n换行，反馈的内容\"\n";
    if (i % 7 == 0) bytes += "\n";
  }
  return bytes;
}

std::string Jsonl(int rows) {
  std::string bytes;
  for (int i = 0; i < rows; ++i) {
    bytes += "{\"编号\":" + std::to_string(i) + ",\"内容\":\"第" + std::to_string(i) + "条\"}\n";
  }
  return bytes;
}

std::string Xlsx(int rows) {
  const TempDir dir;
  auto writer = XlsxWriter::Create(dir.File("t.xlsx"));
  EXPECT_TRUE(writer.ok());
  const std::string_view header[] = {"编号", "内容"};
  EXPECT_TRUE((*writer)->WriteHeader(header).ok());
  for (int i = 0; i < rows; ++i) {
    const std::string text = "第" + std::to_string(i) + "条";
    const XlsxCell cells[] = {static_cast<double>(i), std::string_view(text)};
    EXPECT_TRUE((*writer)->WriteRow(cells).ok());
  }
  EXPECT_TRUE((*writer)->Close().ok());
  return testing::ReadFile(dir.File("t.xlsx"));
}

// Reads `stop` rows, then opens the file again at the token (through its text form).
std::vector<std::vector<std::string>> ReadInTwoParts(const std::string& bytes, size_t stop) {
  std::vector<std::vector<std::string>> out;
  TableOptions options;
  for (size_t limit : {stop, SIZE_MAX}) {
    auto source = OpenTableBytes(bytes, options);
    EXPECT_TRUE(source.ok()) << source.error().ToString();
    while (limit-- > 0) {
      auto next = (*source)->Next();
      EXPECT_TRUE(next.ok());
      if (!*next) break;
      EXPECT_EQ((*next)->number, out.size() + 1);
      std::vector<std::string> cells;
      for (const std::string_view cell : (*next)->cells) cells.emplace_back(cell);
      out.push_back(cells);
    }
    auto token = ParseResumeToken(FormatResumeToken((*source)->position()));
    EXPECT_TRUE(token.ok());
    options.resume = *token;
  }
  return out;
}

TEST(OpenTable, WhenResumed_GoesOnWithTheNextRow) {
  const std::string files[] = {Csv(500), *FromUtf8(Csv(500), Encoding::kGb18030),
                               *FromUtf8(Csv(500), Encoding::kUtf16Le), Jsonl(500), Xlsx(500)};
  for (const std::string& bytes : files) {
    const auto whole = ReadBytes(bytes).cells();
    ASSERT_EQ(whole.size(), 500u);
    for (const size_t stop : {0u, 1u, 9u, 250u, 499u, 500u}) {
      EXPECT_TRUE(ReadInTwoParts(bytes, stop) == whole) << "stopped after " << stop;
    }
  }
}

TEST(OpenTable, WhenTheFileChanged_RefusesToResume) {
  for (const auto& make : {Csv, Jsonl, Xlsx}) {
    auto source = OpenTableBytes(make(20));
    ASSERT_TRUE(source.ok());
    ASSERT_TRUE((*source)->Next().ok());
    TableOptions options;
    options.resume = (*source)->position();
    EXPECT_TRUE(OpenTableBytes(make(20), options).ok());
    const auto other = OpenTableBytes(make(21), options);
    ASSERT_FALSE(other.ok());
    EXPECT_EQ(other.error().type, "resume_mismatch");
  }
}

TEST(ResumeToken, WhenMangled_IsRefused) {
  for (const char* text : {"", "1", "1:2", "2:1:1:1:ab", "1:1:1:1:", "1:x:1:1:ab", "1:1:1:1:a b",
                           "1:99999999999999999999:1:1:ab"}) {
    EXPECT_FALSE(ParseResumeToken(text).ok()) << text;
  }
}

TEST(OpenTable, PicksTheFormatByContent) {
  const TempDir dir;
  testing::WriteFile(dir.File("a.txt"), Csv(3));
  testing::WriteFile(dir.File("b.csv"), Jsonl(3));
  testing::WriteFile(dir.File("c.csv"), Xlsx(3));
  EXPECT_EQ(ReadAll(OpenTable(dir.File("a.txt"))).info.format, TableFormat::kDelimited);
  EXPECT_EQ(ReadAll(OpenTable(dir.File("b.csv"))).info.format, TableFormat::kJsonLines);
  const auto xlsx = ReadAll(OpenTable(dir.File("c.csv")));
  EXPECT_EQ(xlsx.info.format, TableFormat::kXlsx);
  EXPECT_EQ(xlsx.rows.size(), 3u);
}

TEST(OpenTable, WhenNoTable_SaysWhatItIs) {
  using namespace std::string_literals;
  EXPECT_THAT(ReadBytes("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old"s).error, HasSubstr("old .xls"));
  EXPECT_THAT(ReadBytes("%PDF-1.7 ...").error, HasSubstr("not a table"));
  EXPECT_THAT(ReadBytes("\x89PNG\r\n").error, HasSubstr("not a table"));
  EXPECT_EQ(OpenTable("/nonexistent/file.csv").error().code, ErrorCode::kNotFound);
}

TEST(OpenTable, ProgressRunsFromZeroToOne) {
  for (const std::string& bytes : {Csv(60'000), Jsonl(60'000), Xlsx(20'000)}) {
    auto source = OpenTableBytes(bytes);
    ASSERT_TRUE(source.ok());
    double last = 0;
    bool moved = false;
    while (true) {
      auto next = (*source)->Next();
      ASSERT_TRUE(next.ok());
      if (!*next) break;
      EXPECT_GE((*source)->progress(), last);
      moved = moved || ((*source)->progress() > 0.2 && (*source)->progress() < 0.8);
      last = (*source)->progress();
    }
    EXPECT_TRUE(moved);
    EXPECT_DOUBLE_EQ((*source)->progress(), 1);
  }
}

TEST(OpenTable, EveryFileCutAnywhere_LosesNothingBeforeTheCut) {
  const std::string bytes = Csv(40);
  const auto whole = ReadBytes(bytes).cells();
  for (size_t size = 20; size < bytes.size(); size += 3) {
    const auto table = ReadBytes(bytes.substr(0, size));
    EXPECT_EQ(table.error, "");
    size_t good = 0;
    while (good < table.rows.size() && good < whole.size() &&
           table.rows[good].cells == whole[good]) {
      ++good;
    }
    // Rows complete before the cut are read as before.
    const size_t complete = static_cast<size_t>(
        std::count(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(size), '"') / 2);
    EXPECT_GE(good + 1, complete);
  }
}

}  // namespace
}  // namespace huiyin::channels
