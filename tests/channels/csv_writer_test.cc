#include "channels/csv_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/utf8.h"
#include "channels/table_testing.h"
#include "channels/xlsx_writer.h"

namespace huiyin::channels {
namespace {

using testing::ReadAll;
using testing::ReadBytes;
using testing::ReadTable;
using testing::TempDir;
using Table = std::vector<std::vector<std::string>>;

std::string Write(const Table& table, const CsvOptions& options) {
  std::string bytes;
  CsvWriter writer(
      [&](std::string_view piece) {
        bytes += piece;
        return Ok();
      },
      options);
  for (const auto& row : table) {
    const std::vector<std::string_view> cells(row.begin(), row.end());
    EXPECT_TRUE(writer.WriteRow(cells).ok());
  }
  EXPECT_TRUE(writer.Close().ok());
  return bytes;
}

TEST(CsvWriter, QuotesWhatNeedsIt) {
  EXPECT_EQ(Write({{"a", "b,c", "d\"e", "f\ng", " h", ""}, {""}}, {}),
            "\xEF\xBB\xBF"
            "a,\"b,c\",\"d\"\"e\",\"f\ng\",\" h\",\r\n\"\"\r\n");
}

TEST(CsvWriter, NeutralisesFormulasAndLeavesNumbers) {
  const char* const formulas[] = {"=1+1",     "=cmd|' /C calc'!A0",
                                  "+1+cmd",   "-2+3",
                                  "@SUM(A1)", "\t=1",
                                  "\r=1",     "\n=1",
                                  "  =1",     "＝1+1",
                                  "＋1",      "－1",
                                  "＠a",      "-",
                                  "+86 138",  "-1;cmd",
                                  "--1",      "+1e",
                                  "=",        "-1,",
                                  "+ABC"};
  for (const char* formula : formulas) EXPECT_TRUE(IsFormulaLike(formula)) << formula;
  const char* const plain[] = {"-12.5", "+3",  "1e5", "-1E-7", "-1,234.50",   "-30%",          "",
                               "text",  "a=b", "'=1", " ",     "13800138000", "+8613800138000"};
  for (const char* text : plain) EXPECT_FALSE(IsFormulaLike(text)) << text;
  CsvOptions options;
  options.bom = ByteOrderMark::kOmit;
  EXPECT_EQ(Write({{"=1+1", "-5", "=HYPERLINK(\"x\")", "a"}}, options),
            "'=1+1,-5,\"'=HYPERLINK(\"\"x\"\")\",a\r\n");
}

TEST(CsvWriter, NoWrittenCellIsAFormula) {
  EXPECT_TRUE(rc::check("read back, no cell is a formula", [](const std::string& text) {
    const std::string cell =
        *rc::gen::element<std::string>("=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "") +
        SanitizeUtf8(text);
    TableOptions options;
    options.delimiter = ',';
    options.quoting = Quoting::kRfc4180;
    options.header = HeaderMode::kAbsent;
    const ReadTable table = ReadBytes(Write({{"x", cell}}, {}), options);
    RC_ASSERT(table.rows.size() == 1u && table.rows[0].cells.size() == 2u);
    RC_ASSERT(!IsFormulaLike(table.rows[0].cells[1]));
  }));
}

rc::Gen<std::string> AnyCell() {
  return rc::gen::map(
      rc::gen::container<std::vector<uint32_t>>(rc::gen::oneOf(
          rc::gen::element<uint32_t>('"', ',', ';', '\t', '|', '\n', '\r', ' ', '\'', '=', 'a'),
          rc::gen::inRange<uint32_t>(1, 0x80), rc::gen::inRange<uint32_t>(0x4E00, 0x9FA5),
          rc::gen::inRange<uint32_t>(0x10000, 0x10FFFF))),
      [](const std::vector<uint32_t>& points) {
        std::string text;
        for (const uint32_t c : points) AppendUtf8(text, c);
        return text;
      });
}

Table AnyTable() {
  const size_t columns = *rc::gen::inRange<size_t>(1, 6);
  const size_t rows = *rc::gen::inRange<size_t>(1, 12);
  Table table(rows);
  for (auto& row : table) {
    row = *rc::gen::container<std::vector<std::string>>(columns, AnyCell());
  }
  return table;
}

TEST(CsvWriter, WrittenThenRead_IsTheSameTable) {
  EXPECT_TRUE(rc::check("any table, any delimiter, any newline", [] {
    const Table table = AnyTable();
    CsvOptions written;
    written.delimiter = *rc::gen::element(',', ';', '\t', '|');
    written.newline = *rc::gen::element<std::string_view>("\n", "\r\n");
    written.formulas = FormulaCells::kKeep;
    TableOptions read;
    read.format = TableFormat::kDelimited;
    read.encoding = Encoding::kUtf8;
    read.delimiter = written.delimiter;
    read.quoting = Quoting::kRfc4180;
    read.header = HeaderMode::kAbsent;
    const ReadTable back = ReadBytes(Write(table, written), read);
    RC_ASSERT(back.cells() == table);
  }));
}

TEST(CsvWriter, WrittenThenRead_EverythingIsDetected) {
  // Plausible tables: a header people would write, texts with all the characters that need care.
  EXPECT_TRUE(rc::check("detected delimiter, quoting, header and encoding", [] {
    Table table = {{"编号", "反馈内容", "渠道", "时间"}};
    const size_t rows = *rc::gen::inRange<size_t>(2, 30);
    for (size_t i = 0; i < rows; ++i) {
      std::string text = "客服没有回复我的问题";
      text += *rc::gen::element<std::string>("", "，\"很差\"", "\n第二行", ", really; bad | x",
                                             "\t", "\r\n", "=1+1", "\"");
      table.push_back({std::to_string(i), text, *rc::gen::element<std::string>("电话", "邮件", ""),
                       "2026-03-0" + std::to_string(i % 9 + 1)});
    }
    CsvOptions written;
    written.delimiter = *rc::gen::element(',', ';', '\t', '|');
    written.bom = *rc::gen::element(ByteOrderMark::kWrite, ByteOrderMark::kOmit);
    written.formulas = FormulaCells::kKeep;
    std::string bytes = Write(table, written);
    if (written.bom == ByteOrderMark::kOmit) {
      bytes = *FromUtf8(bytes,
                        *rc::gen::element(Encoding::kUtf8, Encoding::kGb18030, Encoding::kUtf16Le));
    }
    const ReadTable back = ReadBytes(bytes);
    RC_ASSERT(back.columns == table.front());
    table.erase(table.begin());
    RC_ASSERT(back.cells() == table);
  }));
}

TEST(CsvWriter, WhenTheSinkFails_RepeatsTheError) {
  CsvWriter writer([](std::string_view) -> Status { return Unavailable("disk full"); });
  const std::string big(100'000, 'x');
  EXPECT_FALSE(writer.WriteRow({big}).ok());
  EXPECT_FALSE(writer.WriteRow({"y"}).ok());
  EXPECT_FALSE(writer.Close().ok());
}

TEST(AtomicFile, AppearsOnlyWhenCommitted) {
  const TempDir dir;
  const std::string path = dir.File("out.csv");
  {
    auto file = AtomicFile::Create(path);
    ASSERT_TRUE(file.ok());
    ASSERT_TRUE(file->Write("half").ok());
  }
  EXPECT_TRUE(std::filesystem::is_empty(dir.path()));
  auto file = AtomicFile::Create(path);
  ASSERT_TRUE(file.ok());
  CsvWriter writer(file->Sink());
  ASSERT_TRUE(writer.WriteRow({"a", "b"}).ok());
  ASSERT_TRUE(writer.Close().ok());
  EXPECT_FALSE(std::filesystem::exists(path));
  ASSERT_TRUE(file->Commit().ok());
  EXPECT_EQ(testing::ReadFile(path),
            "\xEF\xBB\xBF"
            "a,b\r\n");
  EXPECT_FALSE(AtomicFile::Create(dir.File("none/x.csv")).ok());
}

TEST(XlsxWriter, WrittenThenRead_IsTheSameTable) {
  const TempDir dir;
  EXPECT_TRUE(rc::check("any texts and numbers", [&] {
    Table table = AnyTable();
    const std::string path = dir.File("t.xlsx");
    XlsxOptions options;
    options.formulas = FormulaCells::kKeep;
    auto writer = XlsxWriter::Create(path, options);
    RC_ASSERT(writer.ok());
    for (auto& row : table) {
      row.insert(row.begin(), "k");  // no blank rows: they are no rows in a sheet
      std::vector<XlsxCell> cells;
      for (const std::string& cell : row) cells.emplace_back(std::string_view(cell));
      RC_ASSERT((*writer)->WriteRow(cells).ok());
    }
    RC_ASSERT((*writer)->Close().ok());
    TableOptions read;
    read.header = HeaderMode::kAbsent;
    const ReadTable back = ReadAll(OpenTable(path, read));
    RC_ASSERT(back.error.empty());
    RC_ASSERT(back.rows.size() == table.size());
    for (size_t i = 0; i < table.size(); ++i) {
      auto cells = back.rows[i].cells;
      cells.resize(table[i].size());  // empty cells at the end of all rows
      RC_ASSERT(cells == table[i]);
    }
  }));
}

TEST(XlsxWriter, WritesNumbersTimesAndCutsLongTexts) {
  const TempDir dir;
  auto writer = XlsxWriter::Create(dir.File("t.xlsx"), {.sheet = "a/b:c"});
  ASSERT_TRUE(writer.ok());
  const std::string_view header[] = {"text", "amount", "time", "date"};
  ASSERT_TRUE((*writer)->WriteHeader(header).ok());
  CivilTime at{
      .year = 2026, .month = 3, .day = 5, .hour = 14, .minute = 22, .second = 9, .has_time = true};
  CivilTime day{.year = 2026, .month = 3, .day = 5};
  std::string text;
  for (int i = 0; i < 40'000; ++i) text += "长";
  const XlsxCell row[] = {std::string_view(text), -12.5, at, day};
  ASSERT_TRUE((*writer)->WriteRow(row).ok());
  const XlsxCell formula[] = {std::string_view("=1+1"), std::monostate{}};
  ASSERT_TRUE((*writer)->WriteRow(formula).ok());
  ASSERT_TRUE((*writer)->Close().ok());
  EXPECT_FALSE((*writer)->Close().ok());
  EXPECT_EQ((*writer)->cut_cells(), 1u);
  const ReadTable table = ReadAll(OpenTable(dir.File("t.xlsx")));
  EXPECT_EQ(table.info.sheet, "a_b_c");
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_TRUE(table.rows[0].cells[0].ends_with("…"));
  EXPECT_EQ(CodePointCount(table.rows[0].cells[0]), 32'767u);
  EXPECT_EQ(table.rows[0].cells[1], "-12.5");
  EXPECT_EQ(table.rows[0].cells[2], "2026-03-05 14:22:09");
  EXPECT_EQ(table.rows[0].cells[3], "2026-03-05");
  EXPECT_EQ(table.rows[1].cells[0], "'=1+1");
}

TEST(XlsxWriter, WithoutClose_NothingStays) {
  const TempDir dir;
  {
    auto writer = XlsxWriter::Create(dir.File("t.xlsx"));
    ASSERT_TRUE(writer.ok());
    const XlsxCell row[] = {1.0};
    ASSERT_TRUE((*writer)->WriteRow(row).ok());
  }
  EXPECT_TRUE(std::filesystem::is_empty(dir.path()));
  EXPECT_FALSE(XlsxWriter::Create(dir.File("none/t.xlsx")).ok());
}

}  // namespace
}  // namespace huiyin::channels
