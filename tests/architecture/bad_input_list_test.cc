// docs/bad-input.md names a test and a problem code for each kind of bad input: each exists.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace {

std::string Read(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(BadInputList, NamesTestsAndCodesThatExist) {
  const std::filesystem::path root = HUIYIN_SOURCE_DIR;
  std::set<std::string> tests;
  const std::regex test(R"(TEST(?:_[PF])?\(\s*(\w+),\s*(\w+)\))");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "tests")) {
    if (entry.path().extension() != ".cc") continue;
    const std::string text = Read(entry.path());
    for (std::sregex_iterator i(text.begin(), text.end(), test), end; i != end; ++i) {
      tests.insert((*i)[1].str() + "." + (*i)[2].str());
    }
  }
  const std::string list = Read(root / "docs" / "bad-input.md");
  const std::string problems = Read(root / "src" / "api" / "problems.cc");
  int named = 0, codes = 0;
  const std::regex name(R"(`(\w+\.\w+)`)");
  for (std::sregex_iterator i(list.begin(), list.end(), name), end; i != end; ++i, ++named) {
    EXPECT_TRUE(tests.contains((*i)[1].str())) << (*i)[1];
  }
  const std::regex code(R"([45]\d\d `(\w+)`)");
  for (std::sregex_iterator i(list.begin(), list.end(), code), end; i != end; ++i, ++codes) {
    EXPECT_NE(problems.find("{\"" + (*i)[1].str() + "\""), std::string::npos) << (*i)[1];
  }
  EXPECT_GE(named, 20);
  EXPECT_GE(codes, 12);
}

}  // namespace
