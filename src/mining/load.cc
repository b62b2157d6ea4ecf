#include "mining/load.h"

#include <algorithm>

namespace huiyin::mining {
namespace {

enum class Format { kXes, kCsv, kJsonLines, kOcel, kEmpty };

constexpr size_t kSniffBytes = 64 * 1024;

Format FormatOf(std::string_view head) {
  std::string ascii;  // UTF-16 has a zero in every other byte
  for (const char c : head) {
    if (c != '\0') ascii += c;
  }
  std::string_view text = ascii;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) text.remove_prefix(2);
  const size_t at = text.find_first_not_of(" \t\r\n");
  if (at == std::string_view::npos) return Format::kEmpty;
  text.remove_prefix(at);
  if (text[0] == '<') return Format::kXes;
  if (text[0] != '{') return Format::kCsv;
  // An object that holds the log, or one event an object.
  for (const char* key : {"\"eventTypes\"", "\"objectTypes\"", "\"objects\"", "\"ocel:"}) {
    if (text.find(key) != std::string_view::npos) return Format::kOcel;
  }
  const size_t line_end = text.find('\n');
  const bool whole_line = text.substr(0, line_end).find('}') != std::string_view::npos;
  return whole_line ? Format::kJsonLines : Format::kOcel;
}

class Counted final : public ByteSource {
 public:
  Counted(InputFile& file, const std::function<void(uint64_t, uint64_t)>& progress)
      : file_(file), progress_(progress) {}
  Result<size_t> Read(char* to, size_t size) override {
    auto n = file_.Read(to, size);
    if (progress_) progress_(file_.raw_bytes_read(), file_.raw_bytes_total());
    return n;
  }

 private:
  InputFile& file_;
  const std::function<void(uint64_t, uint64_t)>& progress_;
};

std::string Worst(const LoadReport& report) {
  std::string text;
  for (const auto& [reason, n] : report.counts) {
    text += (text.empty() ? ": " : ", ") + reason + " (" + std::to_string(n) + ")";
  }
  if (!report.problems.empty()) text += "; first: " + report.problems[0];
  return text;
}

Status ReadAs(Format format, ByteSource& source, const LoadOptions& options, LogBuilder& builder,
              LoadReport& report) {
  switch (format) {
    case Format::kXes:
      report.format = "XES";
      return ReadXes(source, options, builder, report);
    case Format::kCsv:
      report.format = "CSV";
      return ReadCsv(source, options, builder, report);
    case Format::kJsonLines:
      report.format = "JSON lines";
      return ReadJsonLines(source, options, builder, report);
    case Format::kOcel:
      report.format = "OCEL 2.0";
      return ReadOcel(source, options, builder, report);
    case Format::kEmpty:
      return InvalidArgument("the file is empty");
  }
  return Ok();
}

}  // namespace

Result<LoadedLog> LoadLogFrom(ByteSource& source, const LoadOptions& options) {
  PeekSource peek(source);
  TRY_ASSIGN(const std::string_view head, peek.Peek(kSniffBytes));
  const Format format = FormatOf(head);
  LogBuilder builder(options.limits);
  LoadReport report;
  TRY(ReadAs(format, peek, options, builder, report));
  TRY(builder.CheckLimits());
  if (builder.columns_left_out() > 0) {
    report.Count("attribute values in columns beyond the limit", builder.columns_left_out());
  }
  const size_t read = builder.event_count();
  EventLog log = std::move(builder).Build(options.order);
  if (format != Format::kXes) report.events_dropped += read - log.event_count();
  if (log.event_count() == 0) {
    return InvalidArgument("the log has no usable event" + Worst(report));
  }
  return LoadedLog{std::move(log), std::move(report)};
}

Result<LoadedLog> LoadLog(const std::string& path, const LoadOptions& options) {
  TRY_ASSIGN(const auto file, InputFile::Open(path));
  Counted counted(*file, options.progress);
  auto loaded = LoadLogFrom(counted, options);
  if (!loaded.ok()) return std::move(loaded).error().Prefixed(path);
  if (file->compression() == Compression::kGzip) loaded->report.format += ", gzip";
  return loaded;
}

}  // namespace huiyin::mining
