// huiyin mine LOG [options]: how the work really ran. huiyin mine compare A B, huiyin mine check
// LOG RULES.
#include <CLI/CLI.hpp>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <optional>

#include "app/step_words.h"
#include "base/json_text.h"
#include "base/time.h"
#include "mining/analysis.h"
#include "mining/conformance.h"
#include "mining/export.h"
#include "mining/map_svg.h"
#include "mining/report_html.h"
#include "mining/report_json.h"
#include "mining/report_text.h"
#include "server/command.h"
#include "server/mine_options.h"

namespace huiyin::server {
namespace {

struct Outputs {
  bool json = false, json_full = false;
  std::string xes, csv, svg, html, pnml, bpmn, colour = "frequency";
  double map_activities = 1, map_arcs = 0.4, noise = 0;
  bool conformance = false;
  double seconds = 30;
};

int Fail(const Error& error) {
  std::fprintf(stderr, "huiyin mine: %s\n", error.message.c_str());
  return kExitFailed;
}

Status WriteFile(const std::string& path, const std::function<void(const mining::Sink&)>& write) {
  std::FILE* file = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
  if (file == nullptr) return Unavailable("cannot write " + path + ": " + std::strerror(errno));
  write([file](std::string_view text) { std::fwrite(text.data(), 1, text.size(), file); });
  const bool bad = std::ferror(file) != 0;
  const bool closed = file == stdout ? std::fflush(file) == 0 : std::fclose(file) == 0;
  if (bad || !closed) return Unavailable("cannot write " + path + " to its end");
  return Ok();
}

Status WriteText(const std::string& path, std::string_view text) {
  return WriteFile(path, [&](const mining::Sink& sink) { sink(text); });
}

bool IsForPrograms(const Outputs& o) {
  return o.json || o.json_full || o.conformance || !o.xes.empty() || !o.csv.empty() ||
         !o.pnml.empty() || !o.bpmn.empty();
}

bool WritesToStdout(const Outputs& o) {
  return o.html == "-" || o.pnml == "-" || o.bpmn == "-" || o.xes == "-" || o.csv == "-" ||
         o.svg == "-";
}

bool PrintsSummary(const Outputs& o) {
  return !o.json && !o.json_full && !o.conformance && !WritesToStdout(o);
}

// The discovered model against the log it came from.
std::string ModelText(const mining::EventLog& log, const mining::Analysis& analysis,
                      const Outputs& outputs) {
  const auto tree = mining::MineInductive(analysis.variants, outputs.noise);
  const auto net = mining::NetOf(tree);
  const auto replay = mining::TokenReplay(net, analysis.variants);
  const auto until = std::chrono::steady_clock::now() +
                     std::chrono::milliseconds(static_cast<int64_t>(outputs.seconds * 1000));
  mining::AlignLimits limits;
  limits.should_stop = [until] { return std::chrono::steady_clock::now() > until; };
  const auto aligned = mining::AlignLog(net, analysis.variants, limits);
  const double precision = mining::EscapingEdgesPrecision(net, analysis.variants, aligned);
  JsonText out;
  out.Open('{');
  out.Key("noise").Real(outputs.noise);
  out.Key("process_tree").Str(mining::TreeText(tree, log.activity_names()));
  out.Key("replay_fitness").Real(replay.fitness);
  out.Key("replay_fitting_cases").Int(static_cast<int64_t>(replay.fitting_cases));
  out.Key("alignment_fitness").Real(aligned.fitness);
  out.Key("alignment_fitting_cases").Int(static_cast<int64_t>(aligned.fitting_cases));
  out.Key("aligned_cases").Int(static_cast<int64_t>(aligned.aligned_cases));
  out.Key("stopped_cases").Int(static_cast<int64_t>(aligned.stopped_cases));
  out.Key("precision").Real(precision);
  out.Close('}');
  return out.Take();
}

Status WriteForPrograms(const mining::EventLog& log, const mining::Analysis& analysis,
                        const Outputs& outputs, mining::Language language) {
  if (!outputs.xes.empty()) {
    TRY(WriteFile(outputs.xes, [&](const mining::Sink& sink) { mining::WriteXes(log, sink); }));
  }
  if (!outputs.csv.empty()) {
    TRY(WriteFile(outputs.csv, [&](const mining::Sink& sink) { mining::WriteCsv(log, sink); }));
  }
  if (!outputs.pnml.empty() || !outputs.bpmn.empty()) {
    const auto tree = mining::MineInductive(analysis.variants, outputs.noise);
    const auto& names = log.activity_names();
    if (!outputs.pnml.empty()) {
      TRY(WriteFile(outputs.pnml, [&](const mining::Sink& sink) {
        mining::WritePnml(mining::NetOf(tree), names, sink);
      }));
    }
    if (!outputs.bpmn.empty()) {
      TRY(WriteFile(outputs.bpmn,
                    [&](const mining::Sink& sink) { mining::WriteBpmn(tree, names, sink); }));
    }
  }
  if (outputs.conformance) {
    std::puts(ModelText(log, analysis, outputs).c_str());
  } else if (outputs.json || outputs.json_full) {
    const auto detail = outputs.json_full ? mining::JsonDetail::kFull : mining::JsonDetail::kStable;
    std::puts(mining::ReportJson(log, analysis, language, detail).c_str());
  }
  return Ok();
}

Status WriteForPeople(const mining::EventLog& log, const mining::Analysis& analysis,
                      const Outputs& outputs, const std::string& title, mining::Language language) {
  if (!outputs.html.empty()) {
    TRY_ASSIGN(const std::string page, mining::ReportHtml(log, analysis, title, language));
    TRY(WriteText(outputs.html, page));
  }
  if (!outputs.svg.empty()) {
    const auto colour = outputs.colour == "frequency" ? mining::MapColour::kFrequency
                                                      : mining::MapColour::kPerformance;
    mining::MapDetail detail;
    detail.activities = outputs.map_activities;
    detail.arcs = outputs.map_arcs;
    TRY_ASSIGN(const std::string svg, mining::MapSvg(log, analysis, detail, colour, language));
    TRY(WriteText(outputs.svg, svg));
  }
  if (PrintsSummary(outputs)) {
    std::fputs(mining::ReportText(log, analysis, language).c_str(), stdout);
  }
  return Ok();
}

// Programs get the facts' names whatever the language; people who read Chinese get words.
Status Report(mining::EventLog log, const MineOptions& options, const Outputs& outputs,
              const std::string& title) {
  TRY_ASSIGN(const auto language, LanguageOf(options));
  const mining::AnalyzeOptions how{options.threads, options.load.offset_minutes,
                                   SystemClock().Now().us};
  const bool in_words = !options.database.empty() && language == mining::Language::kZh;
  std::optional<mining::Analysis> analysis;
  if (IsForPrograms(outputs)) {
    analysis = mining::Analyze(log, how);
    TRY(WriteForPrograms(log, *analysis, outputs, language));
  }
  if (outputs.html.empty() && outputs.svg.empty() && !PrintsSummary(outputs)) return Ok();
  if (in_words) log = std::move(log).Renamed(app::ChineseStep, app::ChineseActor);
  if (in_words || !analysis) analysis = mining::Analyze(log, how);
  return WriteForPeople(log, *analysis, outputs, title, language);
}

std::string TitleOf(const std::string& path) {
  const size_t slash = path.find_last_of('/');
  return path == "-" ? "huiyin mine" : path.substr(slash == std::string::npos ? 0 : slash + 1);
}

int RunReport(int argc, char** argv) {
  CLI::App app(
      "See how the work really ran: an event log (XES, XES.gz, CSV, JSON lines, OCEL 2.0) "
      "in, the process out.\nAlso: huiyin mine compare A B, huiyin mine check LOG RULES",
      "huiyin mine");
  std::string path;
  MineOptions options;
  Outputs outputs;
  app.add_option("LOG", path, "The log; - for standard input");
  app.add_flag("--json", outputs.json, "Print the analysis as JSON (stable keys)");
  app.add_flag("--json-full", outputs.json_full, "JSON with everything that was measured");
  app.add_option("--xes", outputs.xes, "Write the (filtered) log as XES");
  app.add_option("--csv", outputs.csv, "Write the (filtered) log as CSV");
  app.add_option("--html", outputs.html, "Write a page that needs nothing else");
  app.add_option("--svg", outputs.svg, "Write the process map as SVG");
  app.add_option("--pnml", outputs.pnml, "Discover a model and write it as a Petri net");
  app.add_option("--bpmn", outputs.bpmn, "Discover a model and write it as BPMN 2.0");
  app.add_option("--noise", outputs.noise, "How rare behaviour may be left out of the model")
      ->check(CLI::Range(0.0, 0.99));
  app.add_flag("--conformance", outputs.conformance,
               "Print the discovered model, its fitness and precision as JSON");
  app.add_option("--align-seconds", outputs.seconds, "Stop aligning after this long");
  app.add_option("--map-colour", outputs.colour, "What the map's colours and figures show")
      ->check(CLI::IsMember({"frequency", "performance"}));
  app.add_option("--map-activities", outputs.map_activities, "Share of activities on the map")
      ->check(CLI::Range(0.0, 1.0));
  app.add_option("--map-paths", outputs.map_arcs, "Share of the lesser arcs on the map")
      ->check(CLI::Range(0.0, 1.0));
  AddLoadOptions(app, options);
  AddFilterOptions(app, options.filters);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  if (path.empty() == options.database.empty()) {
    std::fprintf(stderr, "huiyin mine: one of LOG and --db is needed\n");
    return kExitUsage;
  }
  int exit_code = kExitOk;
  const auto log = LoadFiltered(path, options, &exit_code);
  if (log == nullptr) return exit_code;
  if (auto status = Report(std::move(*log), options, outputs,
                           options.database.empty() ? TitleOf(path) : "huiyin");
      !status.ok()) {
    return Fail(status.error());
  }
  return std::fflush(stdout) == 0 ? kExitOk : kExitFailed;
}

}  // namespace

int RunMine(int argc, char** argv) {
  const std::string_view verb = argc > 1 ? argv[1] : "";
  if (verb == "compare") return RunMineCompare(argc - 1, argv + 1);
  if (verb == "check") return RunMineCheck(argc - 1, argv + 1);
  return RunReport(argc, argv);
}

}  // namespace huiyin::server
