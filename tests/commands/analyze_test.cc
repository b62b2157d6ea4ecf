// huiyin analyze: lines in the order they came, tables summed up, a page that needs nothing else,
// and bad input refused in words.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "command.h"
#include "support/temp_dir.h"

namespace huiyin::test {
namespace {

class AnalyzeCommand : public testing::Test {
 protected:
  static Outcome Run(const std::string& arguments) {
    return RunCommand("analyze " + arguments, "HUIYIN_MODELS=" HUIYIN_SOURCE_DIR "/models ");
  }
  std::string File(const std::string& name, const std::string& text) const {
    const std::string path = dir_.path() + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  std::string Table() const {
    return File("feedback.csv",
                "反馈时间,反馈内容\n"
                "2024-03-05,客服态度恶劣，打电话给我13800138000\n"
                "2024-03-06,客服态度恶劣，还推诿<script>alert(1)</script>\n"
                "2024-03-06,\n"
                "2024-03-07,The app crashes every day\n");
  }
  static bool Has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  TempDir dir_;
};

TEST_F(AnalyzeCommand, JsonLines_ComeBackInOrderWithTopics) {
  const Outcome out = Run(File("in.jsonl",
                               "{\"id\":\"b\",\"text\":\"退款没到账\"}\n"
                               "{\"id\":\"a\",\"text\":\"battery life is poor\"}\n"));
  EXPECT_EQ(out.exit_code, 0) << out.text;
  EXPECT_LT(out.text.find("\"id\":\"b\""), out.text.find("\"id\":\"a\""));
  EXPECT_TRUE(Has(out.text, "\"refund_delay\"")) << out.text;
  EXPECT_TRUE(Has(out.text, "\"battery_life\""));
  EXPECT_TRUE(Has(out.text, "\"key_phrases\":["));
}

TEST_F(AnalyzeCommand, ATable_IsSummedUpInTheLanguageAskedFor) {
  const Outcome zh = Run(Table() + " --lang zh");
  EXPECT_EQ(zh.exit_code, 0) << zh.text;
  EXPECT_TRUE(Has(zh.text, "feedback.csv: 3 条文本, 1 行无法读取或没有文本")) << zh.text;
  EXPECT_TRUE(Has(zh.text, "服务态度"));
  EXPECT_TRUE(Has(zh.text, "2024-03-05"));
  EXPECT_FALSE(Has(zh.text, "13800138000"));
  EXPECT_TRUE(Has(Run(Table() + " --lang en").text, "staff attitude"));
}

TEST_F(AnalyzeCommand, TheReportPage_NamesNoOutsideAddressAndNoPersonalData) {
  const std::string page_path = dir_.path() + "/report.html";
  const Outcome out = Run(Table() + " --lang zh --html " + page_path);
  EXPECT_EQ(out.exit_code, 0) << out.text;
  std::ifstream file(page_path);
  const std::string page((std::istreambuf_iterator<char>(file)), {});
  for (const char* bad : {"http://", "https://", "13800138000", "<script"}) {
    EXPECT_FALSE(Has(page, bad)) << bad;
  }
  EXPECT_TRUE(Has(page, "138****8000"));
  EXPECT_TRUE(Has(page, "&lt;script&gt;"));
  EXPECT_TRUE(Has(page, "服务态度"));
  EXPECT_TRUE(Has(page, "<svg"));
}

TEST_F(AnalyzeCommand, ATableWithJson_GivesALineARow) {
  const Outcome out = Run(Table() + " --json");
  EXPECT_TRUE(Has(out.text, "\"id\":1,")) << out.text;
  EXPECT_TRUE(Has(out.text, "\"id\":4,"));
}

TEST_F(AnalyzeCommand, BadInput_IsRefusedInWords) {
  EXPECT_EQ(Run("--html x.html").exit_code, 2);
  EXPECT_EQ(Run(dir_.path() + "/missing.csv").exit_code, 1);
  const Outcome models = Run(Table() + " --models " + dir_.path() + "/none");
  EXPECT_EQ(models.exit_code, 1);
  EXPECT_TRUE(Has(models.text, "no directory of models")) << models.text;
  const Outcome topics = Run(Table() + " --topics " + File("t.tsv", "a b\tc"));
  EXPECT_EQ(topics.exit_code, 1);
  EXPECT_TRUE(Has(topics.text, "line 1")) << topics.text;
  EXPECT_EQ(Run(Table() + " --html " + dir_.path() + "/no/such/folder.html").exit_code, 1);
}

}  // namespace
}  // namespace huiyin::test
