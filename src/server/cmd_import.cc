// huiyin import feedback FILE: a table of feedback becomes tickets. Works while a server runs on
// the same data. Idempotent: a row of the same file gives the same ticket again, so an interrupted
// import is simply started again.
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <map>
#include <mutex>

#include "app/open_ticket.h"
#include "base/json_text.h"
#include "channels/column_mapping.h"
#include "channels/table_source.h"
#include "domain/vocabulary.h"
#include "server/cli.h"
#include "server/instance.h"

namespace huiyin::server {
namespace {

using channels::FeedbackField;

constexpr int kInFlight = 4'096;
constexpr size_t kSampleRows = 1'000;      // read to guess the order of day and month
constexpr size_t kMappingSampleRows = 20;  // of these, to guess the columns

struct ImportOptions {
  std::string file, map, zone = "Asia/Shanghai", rejects;
  std::optional<channels::DateOrder> dates;  // of 3/4/2024; guessed when not given
  bool dry_run = false;
  bool json = false;
};

// Counts and rejects, from the reader and from the writer's thread.
class Tally {
 public:
  struct Counts {
    int64_t imported = 0, duplicates = 0, rejected = 0;
  };

  explicit Tally(std::string rejects_path) : path_(std::move(rejects_path)) {}

  void Wait(int most) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return in_flight_ < most; });
  }
  void Began() {
    std::lock_guard lock(mutex_);
    ++in_flight_;
  }
  void Ended(uint64_t line, const Result<app::Opened>& opened, const std::string& raw) {
    std::lock_guard lock(mutex_);
    --in_flight_;
    if (!opened.ok()) {
      RejectLocked(line, opened.error().message, raw);
    } else if (opened->duplicate || opened->replayed) {
      ++counts_.duplicates;
    } else {
      ++counts_.imported;
    }
    changed_.notify_all();
  }
  void Reject(uint64_t line, const std::string& reason, const std::string& raw) {
    std::lock_guard lock(mutex_);
    RejectLocked(line, reason, raw);
  }
  void CountDryRun() {
    std::lock_guard lock(mutex_);
    ++counts_.imported;
  }
  Counts counts() const {
    std::lock_guard lock(mutex_);
    return counts_;
  }
  const std::string& path() const { return path_; }

 private:
  void RejectLocked(uint64_t line, const std::string& reason, const std::string& raw) {
    ++counts_.rejected;
    if (!out_.is_open()) out_.open(path_, std::ios::trunc);
    JsonText json;
    json.Open('{').Key("line").Int(static_cast<int64_t>(line)).Key("reason").Str(reason);
    json.Key("row").Str(raw).Close('}');
    out_ << json.text() << "\n";
  }

  const std::string path_;
  mutable std::mutex mutex_;  // all below
  Counts counts_;
  std::ofstream out_;
  std::condition_variable changed_;
  int in_flight_ = 0;
};

std::string CellOf(const channels::Row& row, const channels::ColumnMapping& mapping,
                   FeedbackField field) {
  const auto column = mapping.Find(field);
  return column && *column < row.cells.size() ? std::string(row.cells[*column]) : std::string();
}

std::string JoinCells(const channels::Row& row) {
  std::string out;
  for (const auto& cell : row.cells) {
    if (!out.empty()) out += '\t';
    out += cell;
  }
  return out;
}

std::string CustomOf(const channels::Row& row, const channels::ColumnMapping& mapping) {
  JsonText json;
  json.Open('{');
  for (const auto& mapped : mapping.columns) {
    if (mapped.field != FeedbackField::kCustom || mapped.column >= row.cells.size()) continue;
    json.Key(mapped.custom_key).Str(row.cells[mapped.column]);
  }
  json.Close('}');
  return json.Take();
}

// What the file's beginning shows.
struct FileShape {
  channels::ColumnMapping mapping;
  channels::DateOrder dates = channels::DateOrder::kUnknown;
};

// What the row says; words that are no identifiers are left to understanding.
Result<app::Feedback> FeedbackOf(const channels::Row& row, const FileShape& shape,
                                 const ImportOptions& options, Instant now) {
  const channels::ColumnMapping& mapping = shape.mapping;
  app::Feedback out;
  const std::string channel = CellOf(row, mapping, FeedbackField::kChannel);
  out.channel = domain::ParseChannel(channel) ? channel : "file_import";
  out.text = CellOf(row, mapping, FeedbackField::kText);
  out.name = CellOf(row, mapping, FeedbackField::kName);
  out.mobile = CellOf(row, mapping, FeedbackField::kMobile);
  out.email = CellOf(row, mapping, FeedbackField::kEmail);
  out.product = CellOf(row, mapping, FeedbackField::kProduct);
  out.order_no = CellOf(row, mapping, FeedbackField::kOrderNo);
  const std::string category = CellOf(row, mapping, FeedbackField::kCategory);
  if (domain::ParseCategory(category)) out.category = category;
  out.custom = CustomOf(row, mapping);
  const std::string received = CellOf(row, mapping, FeedbackField::kReceivedAt);
  if (!received.empty()) {
    TRY_ASSIGN(const CivilTime civil, channels::ParseSheetTime(received, shape.dates));
    TRY_ASSIGN(const Instant at, channels::ToInstant(civil, options.zone));
    // A time in the future is an error of the sheet; the import's own time counts (domain.md §2.2).
    if (at <= now) out.received_at = at;
  }
  return out;
}

void ShowProgress(const channels::RowSource& source, const Tally& tally, bool terminal) {
  if (!terminal) return;
  const Tally::Counts counts = tally.counts();
  std::fprintf(stderr, "\r%5.1f %%  %lld imported, %lld duplicates, %lld rejected",
               source.progress() * 100, static_cast<long long>(counts.imported),
               static_cast<long long>(counts.duplicates), static_cast<long long>(counts.rejected));
}

Status ImportRows(const app::Context& context, channels::RowSource& source, const FileShape& shape,
                  const ImportOptions& options, Tally& tally) {
  const bool terminal = isatty(2) != 0 && !options.json;
  const domain::Actor actor = domain::Actor::System();
  const std::string scope = source.position().fingerprint;
  for (;;) {
    TRY_ASSIGN(const auto row, source.Next());
    if (!row) break;
    if (row->number % 5'000 == 0) ShowProgress(source, tally, terminal);
    const std::string raw = row->problem != nullptr ? std::string(row->raw) : JoinCells(*row);
    if (row->problem != nullptr) {
      tally.Reject(row->line, row->problem->message, raw);
      continue;
    }
    auto feedback = FeedbackOf(*row, shape, options, context.Now());
    if (!feedback.ok()) {
      tally.Reject(row->line, feedback.error().message, raw);
      continue;
    }
    if (options.dry_run) {
      if (feedback->text.empty()) {
        tally.Reject(row->line, "the text is empty", raw);
      } else {
        tally.CountDryRun();
      }
      continue;
    }
    const std::string id = CellOf(*row, shape.mapping, FeedbackField::kExternalId);
    feedback->idempotency_scope = "import";
    feedback->idempotency_key =
        id.empty() ? scope + "#" + std::to_string(row->number) : scope + "@" + id;
    tally.Wait(kInFlight);
    tally.Began();
    app::OpenTicket(context, actor, std::move(*feedback),
                    [&tally, line = row->line, raw](Result<app::Opened> opened) {
                      tally.Ended(line, opened, raw);
                    });
  }
  tally.Wait(1);
  if (terminal) std::fprintf(stderr, "\n");
  return Ok();
}

channels::DateOrder GuessDates(const std::vector<std::vector<std::string>>& sample,
                               const channels::ColumnMapping& mapping) {
  const auto column = mapping.Find(FeedbackField::kReceivedAt);
  std::vector<std::string> times;
  for (const auto& row : sample) {
    if (column && *column < row.size()) times.push_back(row[*column]);
  }
  const auto order = channels::GuessDateOrder(times);
  if (order != channels::DateOrder::kUnknown) {
    std::fprintf(stderr, "dates are %s (guessed; --dates says otherwise)\n",
                 order == channels::DateOrder::kDayFirst ? "day/month/year" : "month/day/year");
  }
  return order;
}

Result<FileShape> LookAtFile(const ImportOptions& options) {
  TRY_ASSIGN(auto source, channels::OpenTable(options.file));
  std::vector<std::vector<std::string>> sample;
  while (sample.size() < kSampleRows) {
    TRY_ASSIGN(const auto row, source->Next());
    if (!row) break;
    if (row->problem == nullptr) sample.emplace_back(row->cells.begin(), row->cells.end());
  }
  FileShape shape;
  const std::span few(sample.data(), std::min(sample.size(), kMappingSampleRows));
  TRY_ASSIGN(shape.mapping, channels::MapColumns(options.map, source->columns(), few));
  std::fprintf(stderr, "%s\n%s\n", channels::DescribeTable(source->info()).c_str(),
               channels::DescribeMapping(shape.mapping, source->columns()).c_str());
  shape.dates = options.dates ? *options.dates : GuessDates(sample, shape.mapping);
  return shape;
}

int Import(const InstanceOptions& instance_options, const ImportOptions& options) {
  const auto shape = LookAtFile(options);
  if (!shape.ok()) return Fail(shape.error());
  auto source = channels::OpenTable(options.file);
  if (!source.ok()) return Fail(source.error());
  auto instance = Instance::Open(instance_options);
  if (!instance.ok()) return Fail(instance.error());
  Tally tally(options.rejects.empty() ? options.file + ".rejects.jsonl" : options.rejects);
  const Status done = ImportRows((*instance)->context(), **source, *shape, options, tally);
  if (!done.ok()) return Fail(done.error());
  const Tally::Counts counts = tally.counts();
  JsonText json;
  json.Open('{').Key("imported").Int(counts.imported).Key("duplicates").Int(counts.duplicates);
  json.Key("rejected").Int(counts.rejected).Key("rejects_file");
  if (counts.rejected > 0) {
    json.Str(tally.path());
  } else {
    json.Null();
  }
  json.Close('}');
  if (options.json) {
    std::printf("%s\n", json.text().c_str());
  } else {
    std::printf(
        "%lld %s, %lld duplicates, %lld rejected%s%s\n", static_cast<long long>(counts.imported),
        options.dry_run ? "would be imported" : "imported",
        static_cast<long long>(counts.duplicates), static_cast<long long>(counts.rejected),
        counts.rejected > 0 ? ", see " : "", counts.rejected > 0 ? tally.path().c_str() : "");
  }
  return kExitOk;
}

}  // namespace

int RunImportInstance(int argc, char** argv);

int RunImport(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) != "feedback") return RunImportInstance(argc, argv);
  CLI::App cli("Imports feedback from a CSV, TSV, JSON lines or XLSX file.", "huiyin import");
  auto* feedback = cli.add_subcommand("feedback", "each row becomes a ticket");
  cli.require_subcommand(1);
  InstanceOptions instance;
  ImportOptions options;
  feedback->add_option("FILE", options.file, "the table")->required();
  feedback->add_option("--data", instance.data_dir, "data folder")->required();
  feedback->add_option("--db", instance.db_url, "postgresql://…");
  feedback->add_option("--map", options.map, "text=COL,channel=COL,received_at=COL,…");
  feedback->add_option("--zone", options.zone, "time zone of local times")->capture_default_str();
  static const std::map<std::string, channels::DateOrder> kOrders = {
      {"mdy", channels::DateOrder::kMonthFirst}, {"dmy", channels::DateOrder::kDayFirst}};
  feedback->add_option("--dates", options.dates, "of 3/4/2024: mdy or dmy (default: guessed)")
      ->transform(CLI::CheckedTransformer(kOrders));
  feedback->add_option("--rejects", options.rejects, "where rejected rows go");
  feedback->add_flag("--dry-run", options.dry_run, "read and check only");
  feedback->add_flag("--json", options.json, "for machines");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  return Import(instance, options);
}

}  // namespace huiyin::server
