#include <gtest/gtest.h>

#include "text/analysis.h"

namespace huiyin::text {
namespace {

std::shared_ptr<const Analyser> Load() {
  AnalyserConfig config;
  config.models_dir = std::string(HUIYIN_SOURCE_DIR) + "/models";
  auto loaded = Analyser::Load(config);
  HY_CHECK(loaded.ok());
  return *loaded;
}

TEST(Analyser, HostileTexts_HaveADefinedAnswer) {
  const auto analyser = Load();
  for (const std::string& text :
       {std::string(), std::string("\xff\xfe\x80"), std::string(1'000'000, 'a'),
        std::string("a\0b", 3), std::string("\u200b\u202e\u2066"), std::string(300'000, '\xe5')}) {
    const Analysis a = analyser->Analyse(text);
    EXPECT_GE(a.category_confidence, 0);
  }
}

TEST(Analyser, Masking_LeavesNoNumberBehind) {
  const auto analyser = Load();
  const std::string masked =
      analyser->Mask("我的手机是13800138000，身份证11010519491231002X，邮箱 zhang@example.com");
  for (const char* secret : {"13800138000", "11010519491231002X", "zhang@"}) {
    EXPECT_EQ(masked.find(secret), std::string::npos) << masked;
  }
  EXPECT_NE(masked.find("138****8000"), std::string::npos) << masked;
  EXPECT_EQ(analyser->Mask(masked), masked);
}

}  // namespace
}  // namespace huiyin::text
