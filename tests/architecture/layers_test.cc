// Reads every #include under src/ and refuses an arrow that the layer table of the build does not
// declare. The table is generated from the huiyin_layer() calls, so there is one truth.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace {

std::map<std::string, std::set<std::string>> LayerTable() {
  std::map<std::string, std::set<std::string>> table;
  const std::filesystem::path src = std::filesystem::path(HUIYIN_SOURCE_DIR) / "src";
  const std::regex call(R"(huiyin_layer\((\w+)(?: USES ([a-z ]+?))?(?: LINK|\)))");
  for (const auto& dir : std::filesystem::directory_iterator(src)) {
    std::ifstream file(dir.path() / "CMakeLists.txt");
    std::stringstream text;
    text << file.rdbuf();
    std::smatch match;
    const std::string content = text.str();
    if (!std::regex_search(content, match, call)) continue;
    auto& uses = table[match[1]];
    std::istringstream names(match[2]);
    for (std::string name; names >> name;) uses.insert(name);
  }
  return table;
}

TEST(Layers, Includes_FollowTheDeclaredArrowsOnly) {
  const auto table = LayerTable();
  ASSERT_GE(table.size(), 5u);
  const std::regex include(R"(^#include "([a-z_]+)/)");
  size_t seen = 0;
  for (const auto& [layer, uses] : table) {
    const auto dir = std::filesystem::path(HUIYIN_SOURCE_DIR) / "src" / layer;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(dir)) {
      const auto ext = entry.path().extension();
      if (ext != ".h" && ext != ".cc") continue;
      std::ifstream file(entry.path());
      std::smatch match;
      for (std::string line; std::getline(file, line);) {
        if (!std::regex_search(line, match, include)) continue;
        ++seen;
        const std::string target = match[1];
        EXPECT_TRUE(target == layer || uses.contains(target))
            << entry.path() << " includes " << target << "/, which layer " << layer
            << " may not use";
      }
    }
  }
  EXPECT_GT(seen, 10u);
}

TEST(Layers, OnlyTheStore_KnowsTheDatabaseLibraries) {
  const std::regex database(R"(^#include <(sqlite3|libpq-fe)\.h>)");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           std::filesystem::path(HUIYIN_SOURCE_DIR) / "src")) {
    if (!entry.is_regular_file() || entry.path().parent_path().filename() == "store") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      EXPECT_FALSE(std::regex_search(line, database)) << entry.path();
    }
  }
}

}  // namespace
