#include "channels/xlsx_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "channels/table_testing.h"
#include "channels/xlsx_reader_format.h"

namespace huiyin::channels {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::MakeZip;
using testing::ReadBytes;
using testing::ReadTable;
using Cells = std::vector<std::string>;
using Parts = std::vector<std::pair<std::string, std::string>>;

constexpr const char* kRelation =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

// A workbook as other programs write it; parts can be replaced or added.
Parts Workbook(const std::string& rows, const std::string& shared = "",
               const std::string& styles = "", const std::string& properties = "") {
  const std::string rel = kRelation;
  Parts parts = {
      {"[Content_Types].xml", "<Types/>"},
      {"_rels/.rels", "<Relationships><Relationship Id='r1' Type='" + rel +
                          "officeDocument' Target='xl/workbook.xml'/></Relationships>"},
      {"xl/workbook.xml",
       "<?xml version='1.0' encoding='UTF-8'?><workbook xmlns='m' xmlns:r='" + rel + "'>" +
           properties +
           "<sheets><sheet name='隐藏' sheetId='1' state='hidden' r:id='rId9'/>"
           "<sheet name='反馈' sheetId='2' r:id='rId1'/><sheet name='Other' sheetId='3' "
           "r:id='rId4'/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships><Relationship Id='rId1' Type='" + rel +
           "worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='rId9' Type='" + rel +
           "worksheet' Target='worksheets/hidden.xml'/><Relationship Id='rId4' Type='" + rel +
           "worksheet' Target='/xl/worksheets/../worksheets/other.xml'/><Relationship Id='rId2' "
           "Type='" +
           rel + "sharedStrings' Target='sharedStrings.xml'/><Relationship Id='rId3' Type='" + rel +
           "styles' Target='styles.xml'/></Relationships>"},
      {"xl/worksheets/sheet1.xml", "<worksheet xmlns='m'><dimension ref='A1:C9'/><sheetData>" +
                                       rows + "</sheetData></worksheet>"},
      {"xl/worksheets/hidden.xml", "<worksheet><sheetData/></worksheet>"},
      {"xl/worksheets/other.xml",
       "<worksheet><sheetData><row><c t='inlineStr'><is><t>text</t></is></c></row><row><c "
       "t='inlineStr'><is><t>other sheet</t></is></c></row></sheetData></worksheet>"},
  };
  if (!shared.empty()) parts.emplace_back("xl/sharedStrings.xml", "<sst>" + shared + "</sst>");
  if (!styles.empty()) {
    parts.emplace_back("xl/styles.xml", "<styleSheet>" + styles + "</styleSheet>");
  }
  return parts;
}

std::string Inline(const std::string& text) {
  return "<c t='inlineStr'><is><t>" + text + "</t></is></c>";
}

TEST(Xlsx, ReadsSharedInlineFormulaAndNumbers) {
  const ReadTable table = ReadBytes(MakeZip(Workbook(
      "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
      "<c r='D1' t='s'><v>2</v></c></row>"
      "<row r='3'><c r='A3' t='s'><v>3</v></c><c r='B3'><v>13800138000</v></c>"
      "<c r='D3' t='str'><f>A1&amp;B1</f><v>公式&lt;结果</v></c></row>"
      "<row r='4'/>"
      "<row r='5'><c r='A5' t='inlineStr'><is><r><t>富</t></r><r><t xml:space='preserve'> 文本</t>"
      "</r><rPh><t>fu</t></rPh></is></c><c r='B5'><v>1.3E+10</v></c><c r='C5' t='b'><v>1</v></c>"
      "<c r='D5' t='e'><v>#N/A</v></c></row>",
      "<si><t>内容</t></si><si><t>手机</t></si><si><r><t>备</t></r><r><t>注</t></r></si>"
      "<si><t>第一_x000D_\n行 _x005F_x</t><rPh><t>yin</t></rPh></si>")));
  EXPECT_EQ(table.error, "");
  EXPECT_EQ(table.info.sheet, "反馈");
  EXPECT_THAT(table.columns, ElementsAre("内容", "手机", "column_3", "备注"));
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0].cells, (Cells{"第一\r\n行 _x", "13800138000", "", "公式<结果"}));
  EXPECT_EQ(table.rows[0].line, 3u);
  EXPECT_EQ(table.rows[1].cells, (Cells{"富 文本", "13000000000", "TRUE", "#N/A"}));
}

TEST(Xlsx, RecognisesDatesByStyle) {
  const std::string styles =
      "<numFmts><numFmt numFmtId='164' formatCode='yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"
      "\\ h:mm'/><numFmt numFmtId='165' formatCode='[$¥-804]#,##0.00'/></numFmts>"
      "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
      "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='22'/><xf numFmtId='164'/>"
      "<xf numFmtId='165'/><xf numFmtId='20'/><xf numFmtId='31'/></cellXfs>";
  const std::string row = "<row>" + Inline("text") + Inline("time") + "</row><row>" + Inline("a") +
                          "<c s='1'><v>45356</v></c></row><row>" + Inline("b") +
                          "<c s='2'><v>45356.59861111111</v></c></row><row>" + Inline("c") +
                          "<c s='3'><v>45356</v></c></row><row>" + Inline("d") +
                          "<c s='4'><v>45356.5</v></c></row><row>" + Inline("e") +
                          "<c s='5'><v>0.75</v></c></row><row>" + Inline("f") +
                          "<c s='6'><v>45356.25</v></c></row>";
  const ReadTable table = ReadBytes(MakeZip(Workbook(row, "", styles)));
  ASSERT_EQ(table.rows.size(), 6u);
  EXPECT_EQ(table.rows[0].cells[1], "2024-03-05");
  EXPECT_EQ(table.rows[1].cells[1], "2024-03-05 14:22:00");
  EXPECT_EQ(table.rows[2].cells[1], "2024-03-05 00:00:00");
  EXPECT_EQ(table.rows[3].cells[1], "45356.5");
  EXPECT_EQ(table.rows[4].cells[1], "18:00:00");
  EXPECT_EQ(table.rows[5].cells[1], "2024-03-05 06:00:00");
  const ReadTable mac = ReadBytes(MakeZip(Workbook(row, "", styles, "<workbookPr date1904='1'/>")));
  EXPECT_EQ(mac.rows[0].cells[1], "2028-03-06");
}

TEST(Xlsx, SheetByName) {
  TableOptions options;
  options.sheet = "Other";
  const std::string bytes = MakeZip(Workbook("<row>" + Inline("text") + "</row>"));
  const ReadTable table = ReadBytes(bytes, options);
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_EQ(table.rows[0].cells[0], "other sheet");
  options.sheet = "Nope";
  EXPECT_THAT(ReadBytes(bytes, options).error, HasSubstr("隐藏, 反馈, Other"));
}

TEST(Xlsx, WhenEntitiesAreDeclared_Refuses) {
  Parts parts = Workbook("<row>" + Inline("text") + "</row>");
  for (auto& [name, content] : parts) {
    if (name != "xl/worksheets/sheet1.xml") continue;
    content =
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY y '&x;&x;'>]>"
        "<worksheet><sheetData><row><c t='inlineStr'><is><t>&x;</t></is></c></row></sheetData>"
        "</worksheet>";
  }
  EXPECT_THAT(ReadBytes(MakeZip(parts)).error, HasSubstr("hostile_xml"));
}

TEST(Xlsx, WhenABomb_RefusesBeforeUnpacking) {
  // 40 MiB of spaces pack into some 40 KB: a ratio no sheet has.
  const std::string bomb = "<row>" + std::string(40 << 20, ' ') + Inline("text") + "</row>";
  const ReadTable ratio = ReadBytes(MakeZip(Workbook(bomb)));
  EXPECT_THAT(ratio.error, HasSubstr("archive_too_large"));
  TableOptions options;
  options.limits.max_sheet_bytes = 1000;
  EXPECT_THAT(
      ReadBytes(MakeZip(Workbook("<row>" + std::string(2000, ' ') + "</row>")), options).error,
      HasSubstr("more than 1000"));
  options = {};
  options.limits.max_shared_text_bytes = 1000;
  EXPECT_THAT(
      ReadBytes(MakeZip(Workbook("<row/>", "<si><t>" + std::string(5000, 'x') + "</t></si>")),
                options)
          .error,
      HasSubstr("archive_too_large"));
}

TEST(Xlsx, WhenTheDirectoryLiesAboutTheSize_StopsWhileUnpacking) {
  const std::string sheet = "<row>" + Inline("text") + "</row><row>" + Inline("a row") + "</row>";
  std::string bytes = MakeZip(Workbook(sheet));
  // The central directory entry of the sheet says 10 bytes.
  const std::string name = "xl/worksheets/sheet1.xml";
  const size_t at = bytes.rfind(name);
  ASSERT_NE(at, std::string::npos);
  const size_t size_field = at - 46 + 24;
  ASSERT_EQ(bytes.substr(at - 46, 4), std::string("PK\1\2", 4));
  bytes.replace(size_field, 4, std::string("\x0A\0\0\0", 4));
  EXPECT_NE(ReadBytes(bytes).error, "");
}

TEST(Xlsx, WhenThereAreTooManyParts_Refuses) {
  Parts parts = Workbook("<row>" + Inline("text") + "</row>");
  for (int i = 0; i < 200; ++i) parts.emplace_back("xl/media/" + std::to_string(i), "x");
  TableOptions options;
  options.limits.max_parts = 100;
  EXPECT_THAT(ReadBytes(MakeZip(parts), options).error, HasSubstr("archive_too_large"));
}

TEST(Xlsx, WhenPartNamesAreHostile_TheyMeanNothing) {
  Parts parts = Workbook("<row>" + Inline("text") + "</row><row>" + Inline("fine") + "</row>");
  parts.emplace_back("../../etc/passwd", "x");
  parts.emplace_back("/absolute", "x");
  parts.emplace_back("nested.xlsx", MakeZip(Workbook("<row/>")));
  const ReadTable table = ReadBytes(MakeZip(parts));
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_EQ(table.rows[0].cells[0], "fine");
}

TEST(Xlsx, WhenDeeplyNestedOrUnclosed_Refuses) {
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "<x>";
  EXPECT_THAT(ReadBytes(MakeZip(Workbook(deep))).error, HasSubstr("hostile_xml"));
  EXPECT_THAT(ReadBytes(MakeZip(Workbook("<row><c>"))).error, HasSubstr("not well-formed"));
}

TEST(Xlsx, WhenACellReferenceIsHostile_ThatRowIsReported) {
  const ReadTable table = ReadBytes(MakeZip(Workbook(
      "<row>" + Inline("text") +
      "</row><row><c r='ZZZZZZZZZ1' t='str'><v>x</v></c></row>"
      "<row><c t='s'><v>99</v></c></row><row><c t='s'><v>-1</v></c></row>"
      "<row><c t='str'><v>a</v></c><c t='str'><v>b</v></c></row><row><c s='4000000000'><v>5</v></c>"
      "</row>")));
  ASSERT_EQ(table.rows.size(), 5u);
  EXPECT_EQ(table.rows[0].problem, "too_many_cells");
  EXPECT_EQ(table.rows[1].problem, "bad_bytes");
  EXPECT_EQ(table.rows[2].problem, "bad_bytes");
  EXPECT_EQ(table.rows[3].problem, "too_many_cells");
  EXPECT_EQ(table.rows[4].cells[0], "5");
}

TEST(Xlsx, WhenACellIsTooLong_ThatRowIsReported) {
  TableOptions options;
  options.limits.max_cell_bytes = 50;
  const ReadTable table = ReadBytes(
      MakeZip(Workbook("<row>" + Inline("text") + "</row><row>" + Inline(std::string(60, 'x')) +
                       "</row><row>" + Inline("ok") + "</row>")),
      options);
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0].problem, "cell_too_long");
  EXPECT_EQ(table.rows[1].cells[0], "ok");
}

TEST(Xlsx, WhenASharedTextIsTooLong_TheRowsThatUseItAreReported) {
  TableOptions options;
  options.limits.max_cell_bytes = 50;
  const ReadTable table =
      ReadBytes(MakeZip(Workbook("<row>" + Inline("text") +
                                     "</row><row><c t='s'><v>0</v></c></row>"
                                     "<row><c t='s'><v>1</v></c></row>",
                                 "<si><t>" + std::string(60, 'x') + "</t></si><si><t>ok</t></si>")),
                options);
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0].problem, "cell_too_long");
  EXPECT_EQ(table.rows[1].cells[0], "ok");
}

TEST(Xlsx, WhenTheArchiveIsDamaged_SaysSo) {
  const std::string bytes = MakeZip(Workbook("<row>" + Inline("text") + "</row>"));
  for (size_t size = 4; size < bytes.size(); size += 61) {
    EXPECT_NE(ReadBytes(bytes.substr(0, size)).error, "") << size;
  }
  EXPECT_THAT(ReadBytes(MakeZip({{"a.txt", "hello"}})).error, HasSubstr("no XLSX workbook"));
}

TEST(XlsxFormat, SerialsOfBothSystems) {
  CellStyle date{true, false, false}, both{true, true, false}, time{false, true, false},
      elapsed{false, true, true};
  EXPECT_EQ(FormatSerial(1, DateSystem::k1900, date), "1900-01-01");
  EXPECT_EQ(FormatSerial(59, DateSystem::k1900, date), "1900-02-28");
  EXPECT_EQ(FormatSerial(61, DateSystem::k1900, date), "1900-03-01");
  EXPECT_EQ(FormatSerial(0, DateSystem::k1904, date), "1904-01-01");
  EXPECT_EQ(FormatSerial(45356.3333333333, DateSystem::k1900, both), "2024-03-05 08:00:00");
  EXPECT_EQ(FormatSerial(0.5, DateSystem::k1900, time), "12:00:00");
  EXPECT_EQ(FormatSerial(1.5, DateSystem::k1900, elapsed), "36:00:00");
  EXPECT_EQ(FormatSerial(-1, DateSystem::k1900, date), "-1");
  EXPECT_EQ(FormatSerial(1e300, DateSystem::k1900, date), "1e+300");
}

TEST(XlsxFormat, FormatCodes) {
  EXPECT_TRUE(StyleOfFormat(200, "yyyy/m/d;@").has_date);
  EXPECT_TRUE(StyleOfFormat(200, "[$-804]yyyy\"年\"m\"月\";@").has_date);
  EXPECT_TRUE(StyleOfFormat(200, "mm:ss").has_time);
  EXPECT_FALSE(StyleOfFormat(200, "mm:ss").has_date);
  EXPECT_TRUE(StyleOfFormat(200, "[h]:mm").elapsed);
  for (const char* plain : {"General", "0.00E+00", "#,##0.00_);[Red](#,##0.00)", "\"day\"0", "@",
                            "[$¥-804]#,##0", "0\\d"}) {
    EXPECT_FALSE(StyleOfFormat(200, plain).is_temporal()) << plain;
  }
}

TEST(XlsxFormat, Numbers) {
  EXPECT_EQ(FormatNumber("13800138000"), "13800138000");
  EXPECT_EQ(FormatNumber("1.3800138E+10"), "13800138000");
  EXPECT_EQ(FormatNumber("0.10000000000000001"), "0.1");
  EXPECT_EQ(FormatNumber("12345678901234567890"), "12345678901234567890");
  EXPECT_EQ(FormatNumber("-2.50"), "-2.5");
  EXPECT_EQ(FormatNumber("1e999"), "1e999");
}

}  // namespace
}  // namespace huiyin::channels
