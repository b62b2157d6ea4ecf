// huiyin mine check LOG RULES: which cases keep the rules (docs/mining.md) and which do not.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "mining/report_text.h"
#include "mining/rules.h"
#include "server/command.h"
#include "server/mine_options.h"

namespace huiyin::server {
namespace {

constexpr size_t kMostRuleBytes = 1 << 20;

Result<std::string> ReadRules(const std::string& path) {
  TRY_ASSIGN(const auto file, mining::InputFile::Open(path));
  std::string text(kMostRuleBytes + 1, '\0');
  size_t size = 0;
  while (size < text.size()) {
    TRY_ASSIGN(const size_t n, file->Read(text.data() + size, text.size() - size));
    if (n == 0) break;
    size += n;
  }
  if (size > kMostRuleBytes) return Error(ErrorCode::kTooLarge, "the rules are larger than 1 MiB");
  text.resize(size);
  return text;
}

void PrintResults(const mining::EventLog& log, const std::vector<mining::Rule>& rules,
                  const std::vector<mining::RuleResult>& results, mining::Language language) {
  const bool zh = language == mining::Language::kZh;
  const auto row = [](std::string_view name, std::string_view a, std::string_view b,
                      std::string_view more) {
    std::string line = mining::Fitted(name, 44) + mining::PaddedLeft(a, 14) +
                       mining::PaddedLeft(b, 14) + "  " + std::string(more);
    while (!line.empty() && line.back() == ' ') line.pop_back();
    std::puts(line.c_str());
  };
  row(zh ? "规则" : "Rule", zh ? "涉及案件" : "cases", zh ? "违反案件" : "violating",
      zh ? "例如" : "for example");
  for (size_t r = 0; r < rules.size(); ++r) {
    const mining::RuleResult& result = results[r];
    std::string examples;
    for (size_t i = 0; i < result.violated.size() && i < 3; ++i) {
      examples += (i > 0 ? ", " : "") + std::string(log.CaseName(result.violated[i]));
    }
    for (const std::string& name : result.unknown) {
      examples += (examples.empty() ? "" : "; ") +
                  std::string(zh ? "日志里没有活动 " : "no activity ") + name;
    }
    row(rules[r].name, mining::SayCount(result.activated.size()),
        mining::SayCount(result.violated.size()), examples);
  }
}

}  // namespace

int RunMineCheck(int argc, char** argv) {
  CLI::App app("Check an event log against declarative rules", "huiyin mine check");
  std::string log_path, rules_path;
  MineOptions options;
  bool json = false, fail = false;
  app.add_option("LOG", log_path, "The log; - for standard input; none with --db");
  app.add_option("RULES", rules_path, "The rules, one a line");
  app.add_flag("--json", json, "Print the results as JSON");
  app.add_flag("--fail", fail, "Exit with 1 when a rule is broken");
  AddLoadOptions(app, options);
  AddFilterOptions(app, options.filters);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  if (!options.database.empty() && rules_path.empty()) std::swap(log_path, rules_path);
  if (rules_path.empty() || log_path.empty() == options.database.empty()) {
    std::fputs("huiyin mine check: LOG (or --db) and RULES are needed\n", stderr);
    return kExitUsage;
  }
  const auto text = ReadRules(rules_path);
  auto rules =
      text.ok() ? mining::ParseRules(*text) : Result<std::vector<mining::Rule>>(text.error());
  if (!rules.ok()) {
    std::fprintf(stderr, "huiyin mine check: %s: %s\n", rules_path.c_str(),
                 rules.error().message.c_str());
    return kExitFailed;
  }
  int exit_code = kExitOk;
  const auto log = LoadFiltered(log_path, options, &exit_code);
  if (log == nullptr) return exit_code;
  const auto results = mining::CheckRules(*log, *rules);
  if (json) {
    std::puts(mining::RulesJson(*log, *rules, results).c_str());
  } else {
    const auto language = *LanguageOf(options);
    PrintResults(*log, *rules, results, language);
    const bool zh = language == mining::Language::kZh;
    std::fputs(mining::OverRepresentedText(
                   zh ? "违反规则的案件里偏多的" : "More often in cases that break a rule",
                   mining::ExplainViolations(*log, results), language)
                   .c_str(),
               stdout);
  }
  bool broken = false;
  for (const auto& result : results) broken = broken || !result.violated.empty();
  return fail && broken ? kExitFailed : kExitOk;
}

}  // namespace huiyin::server
