// huiyin mine compare A B: two logs beside each other, with tests.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "mining/compare.h"
#include "server/command.h"
#include "server/mine_options.h"

namespace huiyin::server {

int RunMineCompare(int argc, char** argv) {
  CLI::App app("Compare two event logs: periods, teams, variants", "huiyin mine compare");
  std::string path_a, path_b;
  std::vector<std::string> where_a, where_b;
  MineOptions options;
  bool json = false;
  app.add_option("A", path_a, "The first log")->required();
  app.add_option("B", path_b, "The second; may be the same file with other cases")->required();
  app.add_option("--where-a", where_a, "Only cases of A with KEY=VALUE");
  app.add_option("--where-b", where_b, "Only cases of B with KEY=VALUE");
  app.add_flag("--json", json, "Print every difference as JSON");
  AddLoadOptions(app, options);
  AddFilterOptions(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  int exit_code = kExitOk;
  const auto load = [&](const std::string& path, const std::vector<std::string>& where) {
    MineOptions own = options;
    own.attributes.insert(own.attributes.end(), where.begin(), where.end());
    return LoadFiltered(path, own, &exit_code);
  };
  const auto a = load(path_a, where_a);
  if (a == nullptr) return exit_code;
  const auto b = load(path_b, where_b);
  if (b == nullptr) return exit_code;
  const mining::Comparison comparison = mining::CompareLogs(*a, *b);
  const std::string text = json ? mining::ComparisonJson(comparison) + "\n"
                                : mining::ComparisonText(comparison, *LanguageOf(options));
  std::fputs(text.c_str(), stdout);
  return kExitOk;
}

}  // namespace huiyin::server
