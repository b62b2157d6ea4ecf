// Two types of one name in one namespace are one type to the linker: it keeps a single destructor
// or vector of the two, and which one is chance. No compiler says so; this test does.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>

namespace {

// "huiyin::domain Candidate" → the header that defines it, for every type at namespace scope.
TEST(TypeNames, OneNamespace_DefinesATypeInOneHeaderOnly) {
  const std::regex open(R"(^namespace ([a-z_:]+) \{)");
  const std::regex type(R"(^(?:struct|class|enum class) ([A-Z]\w*)(?: final)?(?: : [^;]*)? \{)");
  std::map<std::string, std::filesystem::path> defined;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           std::filesystem::path(HUIYIN_SOURCE_DIR) / "src")) {
    if (entry.path().extension() != ".h") continue;
    std::ifstream file(entry.path());
    std::string space;
    std::smatch match;
    for (std::string line; std::getline(file, line);) {
      if (std::regex_search(line, match, open)) space = match[1];
      if (!std::regex_search(line, match, type)) continue;
      const auto [first, added] = defined.emplace(space + " " + match[1].str(), entry.path());
      EXPECT_TRUE(added || first->second == entry.path())
          << first->first << " is defined in " << first->second << " and in " << entry.path();
    }
  }
  EXPECT_GT(defined.size(), 200u);
}

}  // namespace
