// JSON lines: one event an object.
#include <map>

#include "mining/json_input.h"
#include "mining/load.h"
#include "mining/table_ingest.h"

namespace huiyin::mining {
namespace {

class Lines {
 public:
  Lines(ByteSource& source, size_t max_bytes) : source_(source), max_bytes_(max_bytes) {}
  Result<bool> Next(std::string& line) {
    for (;;) {
      const size_t at = held_.find('\n', scanned_);
      if (at != std::string::npos || (ended_ && pos_ < held_.size())) {
        const size_t end = at == std::string::npos ? held_.size() : at;
        line.assign(held_, pos_, end - pos_);
        pos_ = scanned_ = end + 1;
        ++number_;
        if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
        return true;
      }
      if (ended_) return false;
      if (pos_ > 0) {
        held_.erase(0, std::min(pos_, held_.size()));
        pos_ = 0;
      }
      if (held_.size() > max_bytes_) {
        return Error(ErrorCode::kTooLarge, "line " + std::to_string(number_ + 1) + " is too long");
      }
      scanned_ = held_.size();
      held_.resize(scanned_ + kChunk);
      auto n = source_.Read(held_.data() + scanned_, kChunk);
      held_.resize(scanned_ + (n.ok() ? *n : 0));
      if (!n.ok()) return std::move(n).error();
      ended_ = *n == 0;
    }
  }
  size_t number() const { return number_; }

 private:
  static constexpr size_t kChunk = 256 * 1024;
  ByteSource& source_;
  size_t max_bytes_;
  std::string held_;
  size_t pos_ = 0, scanned_ = 0, number_ = 0;
  bool ended_ = false;
};

class JsonLines {
 public:
  JsonLines(ByteSource& source, const LoadOptions& options, LogBuilder& builder, LoadReport& report)
      : lines_(source, options.max_row_bytes),
        options_(options),
        report_(report),
        ingest_(options, builder, report) {}

  Status Run() {
    std::string line;
    for (;;) {
      TRY_ASSIGN(const bool more, lines_.Next(line));
      if (!more) break;
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      TRY(AddLine(line));
      if (!decided_ && sample_.size() >= TableIngest::kSampleRows) TRY(Decide());
    }
    if (!decided_) {
      if (sample_.empty()) return InvalidArgument("no line of the file is an event");
      TRY(Decide());
    }
    return Ok();
  }

 private:
  Status AddLine(const std::string& line) {
    auto value = ParseJson(line);
    if (!value.ok() || !value->is_object()) {
      const std::string what = "line " + std::to_string(lines_.number()) + ": " +
                               (value.ok() ? "not a JSON object" : value.error().message);
      if (options_.strictness == Strictness::kStrict) return InvalidArgument(what);
      report_.Count("lines that are no JSON object");
      ++report_.events_dropped;
      report_.Problem(what);
      return Ok();
    }
    std::vector<std::string> row(header_.size());
    for (const auto& member : value->get_object()) {
      const std::string key(member.key());
      auto found = index_.find(key);
      if (found == index_.end()) {
        if (header_.size() >= 1024) continue;
        found = index_.emplace(key, header_.size()).first;
        header_.push_back(key);
        row.emplace_back();
        if (decided_) ingest_.AddColumn(key);
      }
      row[found->second] = TextOf(member.value());
    }
    if (decided_) return ingest_.Add({row.begin(), row.end()}, lines_.number());
    sample_.push_back(std::move(row));
    sample_lines_.push_back(lines_.number());
    return Ok();
  }

  Status Decide() {
    decided_ = true;
    TRY(ingest_.Decide(header_, sample_));
    for (size_t i = 0; i < sample_.size(); ++i) {
      TRY(ingest_.Add({sample_[i].begin(), sample_[i].end()}, sample_lines_[i]));
    }
    sample_.clear();
    return Ok();
  }

  Lines lines_;
  const LoadOptions& options_;
  LoadReport& report_;
  TableIngest ingest_;
  std::vector<std::string> header_;
  std::map<std::string, size_t> index_;
  std::vector<std::vector<std::string>> sample_;
  std::vector<size_t> sample_lines_;
  bool decided_ = false;
};

}  // namespace

Status ReadJsonLines(ByteSource& source, const LoadOptions& options, LogBuilder& builder,
                     LoadReport& report) {
  return JsonLines(source, options, builder, report).Run();
}

}  // namespace huiyin::mining
