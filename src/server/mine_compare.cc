// huiyin mine compare A B: two logs beside each other, with tests.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "mining/compare.h"
#include "server/command.h"
#include "server/mine_options.h"

namespace huiyin::server {

namespace {

// What one side is narrowed to, beyond the filters both have.
struct Side {
  std::string path, from, to;
  std::vector<std::string> where, with, without;
};

void AddSide(CLI::App& app, const std::string& name, Side& side) {
  const std::string end = name == "A" ? "-a" : "-b";
  app.add_option(name, side.path, "A log; the same file may be named twice; none with --db");
  app.add_option("--where" + end, side.where, "Only cases of " + name + " with KEY=VALUE");
  app.add_option("--from" + end, side.from, "Only cases of " + name + " from this time on");
  app.add_option("--to" + end, side.to, "Only cases of " + name + " before this time");
  app.add_option("--with" + end, side.with, "Only cases of " + name + " with this activity");
  app.add_option("--without" + end, side.without, "Only cases of " + name + " without it");
}

std::unique_ptr<mining::EventLog> Load(const Side& side, const MineOptions& options,
                                       int* exit_code) {
  MineOptions own = options;
  const auto add = [](std::vector<std::string>& to, const std::vector<std::string>& from) {
    to.insert(to.end(), from.begin(), from.end());
  };
  add(own.attributes, side.where);
  add(own.with, side.with);
  add(own.without, side.without);
  if (!side.from.empty()) own.from = side.from;
  if (!side.to.empty()) own.to = side.to;
  return LoadFiltered(side.path, own, exit_code);
}

}  // namespace

int RunMineCompare(int argc, char** argv) {
  CLI::App app("Compare two event logs: periods, teams, variants", "huiyin mine compare");
  Side side_a, side_b;
  MineOptions options;
  bool json = false;
  AddSide(app, "A", side_a);
  AddSide(app, "B", side_b);
  app.add_flag("--json", json, "Print every difference as JSON");
  AddLoadOptions(app, options);
  AddFilterOptions(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  const bool from_database = !options.database.empty();
  if (side_a.path.empty() != from_database || side_b.path.empty() != from_database) {
    std::fputs("huiyin mine compare: two logs are needed, or --db and no log\n", stderr);
    return kExitUsage;
  }
  int exit_code = kExitOk;
  const auto a = Load(side_a, options, &exit_code);
  if (a == nullptr) return exit_code;
  const auto b = Load(side_b, options, &exit_code);
  if (b == nullptr) return exit_code;
  const mining::Comparison comparison = mining::CompareLogs(*a, *b);
  const std::string text = json ? mining::ComparisonJson(comparison) + "\n"
                                : mining::ComparisonText(comparison, *LanguageOf(options));
  std::fputs(text.c_str(), stdout);
  return kExitOk;
}

}  // namespace huiyin::server
