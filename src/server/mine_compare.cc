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
  MineOptions options;
  FilterOptions only_a, only_b;
  bool json = false;
  app.add_option("A", path_a, "A log; none with --db");
  app.add_option("B", path_b, "A log; the same file may be named twice; none with --db");
  app.add_flag("--json", json, "Print every difference as JSON");
  AddLoadOptions(app, options);
  AddFilterOptions(app, options.filters, "", "Filters of both");
  AddFilterOptions(app, only_a, "-a", "Filters of A alone");
  AddFilterOptions(app, only_b, "-b", "Filters of B alone");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  const bool from_database = !options.database.empty();
  if (path_a.empty() != from_database || path_b.empty() != from_database) {
    std::fputs("huiyin mine compare: two logs are needed, or --db and no log\n", stderr);
    return kExitUsage;
  }
  int exit_code = kExitOk;
  options.side = only_a;
  const auto a = LoadFiltered(path_a, options, &exit_code);
  if (a == nullptr) return exit_code;
  options.side = only_b;
  const auto b = LoadFiltered(path_b, options, &exit_code);
  if (b == nullptr) return exit_code;
  const mining::Comparison comparison = mining::CompareLogs(*a, *b);
  const std::string text = json ? mining::ComparisonJson(comparison) + "\n"
                                : mining::ComparisonText(comparison, *LanguageOf(options));
  std::fputs(text.c_str(), stdout);
  return kExitOk;
}

}  // namespace huiyin::server
