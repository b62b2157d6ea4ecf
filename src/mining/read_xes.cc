// XES (IEEE 1849-2016) as a stream. A trace is collected, then handed to the builder whole, so a
// broken trace leaves nothing behind.
#include <optional>

#include "mining/load.h"
#include "mining/log_time.h"
#include "mining/xml_reader.h"

namespace huiyin::mining {
namespace {

constexpr size_t kMaxNesting = 32;

enum class Tag { kLog, kTrace, kEvent, kAttribute, kValues, kGlobal, kClassifier, kOther };

struct TagInfo {
  Tag tag;
  AttributeKind kind = AttributeKind::kString;
};

TagInfo TagOf(std::string_view name) {
  if (const size_t colon = name.find(':'); colon != std::string_view::npos) {
    name.remove_prefix(colon + 1);
  }
  switch (name.empty() ? '\0' : name[0]) {
    case 's':
      if (name == "string") return {Tag::kAttribute};
      break;
    case 'd':
      if (name == "date") return {Tag::kAttribute, AttributeKind::kDate};
      break;
    case 'i':
      if (name == "int") return {Tag::kAttribute, AttributeKind::kInt};
      if (name == "id") return {Tag::kAttribute, AttributeKind::kId};
      break;
    case 'f':
      if (name == "float") return {Tag::kAttribute, AttributeKind::kFloat};
      break;
    case 'b':
      if (name == "boolean") return {Tag::kAttribute, AttributeKind::kBoolean};
      break;
    case 'e':
      if (name == "event") return {Tag::kEvent};
      break;
    case 't':
      if (name == "trace") return {Tag::kTrace};
      break;
    case 'l':
      if (name == "list") return {Tag::kAttribute};
      if (name == "log") return {Tag::kLog};
      break;
    case 'c':
      if (name == "container") return {Tag::kAttribute};
      if (name == "classifier") return {Tag::kClassifier};
      break;
    case 'v':
      if (name == "values") return {Tag::kValues};
      break;
    case 'g':
      if (name == "global") return {Tag::kGlobal};
      break;
    default:
      break;
  }
  return {Tag::kOther};
}

struct Cell {
  Id column = kNoId;
  Id value = kNoId;
};

struct PendingEvent {
  Id activity = kNoId, resource = kNoId;
  int64_t time_us = kNoTime;
  Lifecycle lifecycle = Lifecycle::kNone;
  size_t cells_begin = 0;
};

// Keys separated by spaces; keys with spaces inside stand in single quotes.
std::vector<std::string> ClassifierKeys(std::string_view text) {
  std::vector<std::string> keys;
  std::string key;
  bool quoted = false;
  for (const char c : text) {
    if (c == '\'') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      if (!key.empty()) keys.push_back(std::move(key));
      key.clear();
    } else {
      key += c;
    }
  }
  if (!key.empty()) keys.push_back(std::move(key));
  return keys;
}

class XesReader {
 public:
  XesReader(ByteSource& source, const LoadOptions& options, LogBuilder& builder, LoadReport& report)
      : xml_(source), options_(options), builder_(builder), report_(report) {
    case_key_ = options.case_key.empty() ? "concept:name" : options.case_key;
    time_key_ = options.time_key.empty() ? "time:timestamp" : options.time_key;
    resource_key_ = options.resource_key.empty() ? "org:resource" : options.resource_key;
    lifecycle_key_ = options.lifecycle_key.empty() ? "lifecycle:transition" : options.lifecycle_key;
    activity_keys_ = {options.activity_key.empty() ? "concept:name" : options.activity_key};
  }

  Status Run() {
    for (;;) {
      const XmlReader::Token token = xml_.Next();
      if (token == XmlReader::Token::kEof) break;
      if (token == XmlReader::Token::kError) {
        if (auto status = Recover(); status.has_value()) return *std::move(status);
        continue;
      }
      if (token == XmlReader::Token::kStart) {
        TRY(Start());
      } else {
        TRY(End());
      }
    }
    if (!seen_log_) return InvalidArgument("this XML has no <log> element: it is not XES");
    if (!options_.classifier.empty() && !classifier_found_) {
      return InvalidArgument("the file has no classifier \"" + options_.classifier + "\"");
    }
    return Ok();
  }

 private:
  // A value means: stop with it.
  std::optional<Status> Recover() {
    const bool cut = xml_.source_failed() && xml_.error().code == ErrorCode::kCorruption;
    if (options_.strictness == Strictness::kStrict || (xml_.fatal() && !cut) || !seen_log_) {
      return Status(xml_.error());
    }
    report_.Problem(xml_.error().message);
    report_.Count(cut ? "file cut off" : "malformed XML");
    if (in_trace_) {
      ++report_.cases_dropped;
      report_.events_dropped += events_.size() + (in_event_ ? 1 : 0);
    }
    ResetTrace();
    skip_depth_ = 0;
    attribute_depth_ = 0;
    if (!xml_.ResumeAt("trace", 1)) return Ok();
    return std::nullopt;
  }

  Status Start() {
    if (skip_depth_ > 0) {
      ++skip_depth_;
      return Ok();
    }
    const TagInfo tag = TagOf(xml_.name());
    if (!seen_log_) {
      if (tag.tag != Tag::kLog) {
        return InvalidArgument("line " + std::to_string(xml_.line()) + ": <" +
                               std::string(xml_.name().substr(0, 100)) +
                               "> instead of <log>: this is not XES");
      }
      seen_log_ = true;
      return Ok();
    }
    switch (tag.tag) {
      case Tag::kTrace:
        if (!in_trace_) return BeginTrace();
        break;
      case Tag::kEvent:
        if (in_trace_ && !in_event_) return BeginEvent();
        if (!in_trace_) report_.Count("events outside a trace");
        break;
      case Tag::kAttribute:
        if (in_trace_) return StartAttribute(tag.kind);
        break;
      case Tag::kValues:
        if (in_trace_ && attribute_depth_ > 0) {
          path_.push_back(path_.back());
          ++attribute_depth_;
          return Ok();
        }
        break;
      case Tag::kClassifier:
        ReadClassifier();
        break;
      default:
        break;
    }
    skip_depth_ = 1;
    return Ok();
  }

  Status End() {
    if (skip_depth_ > 0) {
      --skip_depth_;
      return Ok();
    }
    if (attribute_depth_ > 0) {
      --attribute_depth_;
      path_.pop_back();
      return Ok();
    }
    if (in_event_) return EndEvent();
    if (in_trace_) return EndTrace();
    return Ok();
  }

  void ReadClassifier() {
    if (options_.classifier.empty() || xml_.Attribute("name") != options_.classifier) return;
    classifier_found_ = true;
    auto keys = ClassifierKeys(xml_.Attribute("keys"));
    if (!keys.empty()) activity_keys_ = std::move(keys);
    report_.guesses.push_back("activity = classifier \"" + options_.classifier + "\"");
  }

  Status BeginTrace() {
    ResetTrace();
    in_trace_ = true;
    ++trace_number_;
    if (trace_number_ % 1024 == 0) TRY(builder_.CheckLimits());
    return Ok();
  }

  Status BeginEvent() {
    in_event_ = true;
    event_ = PendingEvent{};
    event_.cells_begin = cells_.size();
    parts_.assign(activity_keys_.size(), std::string());
    has_activity_ = false;
    bad_time_.clear();
    return Ok();
  }

  Status StartAttribute(AttributeKind kind) {
    if (attribute_depth_ >= kMaxNesting) {
      skip_depth_ = 1;
      report_.Count("attributes nested too deep");
      return Ok();
    }
    const std::string_view key = xml_.Attribute("key");
    const std::string_view value = xml_.Attribute("value");
    const bool has_value = xml_.HasAttribute("value");
    if (attribute_depth_ == 0) {
      path_.clear();
      if (in_event_) {
        EventAttribute(kind, key, value, has_value);
      } else {
        TraceAttribute(kind, key, value, has_value);
      }
      path_.emplace_back(key.substr(0, kMaxKeyBytes));
    } else {
      std::string nested = path_.back() + "/" + std::string(key.substr(0, kMaxKeyBytes));
      if (has_value && nested.size() <= kMaxKeyBytes * 2) Keep(kind, nested, value);
      path_.push_back(std::move(nested));
    }
    ++attribute_depth_;
    return Ok();
  }

  void EventAttribute(AttributeKind kind, std::string_view key, std::string_view value,
                      bool has_value) {
    if (!has_value) return;
    bool used = false;
    for (size_t i = 0; i < activity_keys_.size(); ++i) {
      if (key != activity_keys_[i]) continue;
      if (value.size() > options_.limits.max_name_bytes) {
        Broken("activity name too long",
               "an activity name of " + std::to_string(value.size()) + " bytes");
      } else if (activity_keys_.size() == 1) {
        event_.activity = builder_.Activity(value);
      } else {
        parts_[i] = value;
      }
      has_activity_ = has_activity_ || !value.empty();
      used = key == "concept:name";
    }
    if (key == time_key_) {
      if (!ParseIsoTime(value, options_.offset_minutes, &event_.time_us)) bad_time_ = value;
      return;
    }
    if (key == resource_key_) {
      if (value.size() <= options_.limits.max_name_bytes) {
        event_.resource = builder_.Resource(value);
      }
      return;
    }
    if (key == lifecycle_key_) {
      event_.lifecycle = LifecycleFrom(value);
      return;
    }
    if (!used) Keep(kind, key, value);
  }

  void TraceAttribute(AttributeKind kind, std::string_view key, std::string_view value,
                      bool has_value) {
    if (!has_value) return;
    if (key != case_key_) return Keep(kind, key, value);
    if (value.size() > options_.limits.max_name_bytes) {
      Broken("case name too long", "a case name of " + std::to_string(value.size()) + " bytes");
      return;
    }
    case_name_ = value;
    has_case_name_ = true;
  }

  void Keep(AttributeKind kind, std::string_view key, std::string_view value) {
    if (options_.attributes == KeepAttributes::kNone) return;
    if (value.size() > options_.limits.max_name_bytes || key.size() > kMaxKeyBytes * 2) {
      report_.Count("attribute values too long");
      return;
    }
    const Id column =
        in_event_ ? builder_.EventAttribute(key, kind) : builder_.CaseAttribute(key, kind);
    if (column == kNoId) return;
    (in_event_ ? cells_ : case_cells_).push_back({column, builder_.Value(value)});
  }

  void Broken(const char* reason, const std::string& what) {
    report_.Count(reason);
    const std::string at = "line " + std::to_string(xml_.line()) + ", <" +
                           (in_event_ ? "event" : "trace") + "> of case \"" +
                           std::string(case_name_.substr(0, 100)) + "\": " + what;
    if (broken_.empty()) broken_ = at;
    report_.Problem(at);
  }

  Status EndEvent() {
    if (activity_keys_.size() > 1 && has_activity_) {
      std::string joined;
      for (size_t i = 0; i < parts_.size(); ++i) joined += (i > 0 ? "+" : "") + parts_[i];
      event_.activity = builder_.Activity(joined);
    }
    if (!has_activity_) Broken("no activity", "no " + activity_keys_[0]);
    if (options_.order == EventOrder::kTime && event_.time_us == kNoTime) {
      if (bad_time_.empty()) {
        Broken("no timestamp", "no " + time_key_);
      } else {
        Broken("unreadable timestamp",
               time_key_ + " \"" + bad_time_.substr(0, 60) + "\" is no time");
      }
    }
    events_.push_back(event_);
    in_event_ = false;
    if (options_.strictness == Strictness::kStrict && !broken_.empty()) {
      return InvalidArgument(broken_);
    }
    return Ok();
  }

  Status EndTrace() {
    in_trace_ = false;
    if (!has_case_name_) {
      case_name_ = "trace " + std::to_string(trace_number_);
      report_.Count("cases without a name");
    }
    const bool known = builder_.KnowsCase(case_name_);
    if (known) {
      report_.Count("cases named twice (joined)");
      const std::string what = "line " + std::to_string(xml_.line()) + ": a second <trace> \"" +
                               case_name_.substr(0, 100) + "\"";
      if (options_.strictness == Strictness::kStrict) return InvalidArgument(what);
      report_.Problem(what);
    }
    if (!broken_.empty()) {
      if (options_.strictness == Strictness::kStrict) return InvalidArgument(broken_);
      ++report_.cases_dropped;
      report_.events_dropped += events_.size();
      if (known) builder_.DropCase(builder_.Case(case_name_));
      ResetTrace();
      return Ok();
    }
    if (events_.empty()) {
      report_.Count("cases without events");
      ResetTrace();
      return Ok();
    }
    Commit(builder_.Case(case_name_));
    ResetTrace();
    return Ok();
  }

  void Commit(Id case_id) {
    for (size_t i = 0; i < events_.size(); ++i) {
      const PendingEvent& event = events_[i];
      const uint32_t number =
          builder_.Append(case_id, event.activity, event.time_us, event.resource, event.lifecycle);
      const size_t end = i + 1 < events_.size() ? events_[i + 1].cells_begin : cells_.size();
      for (size_t c = event.cells_begin; c < end; ++c) {
        builder_.SetEventAttribute(number, cells_[c].column, cells_[c].value);
      }
    }
    for (const Cell& cell : case_cells_)
      builder_.SetCaseAttribute(case_id, cell.column, cell.value);
  }

  void ResetTrace() {
    in_trace_ = in_event_ = has_case_name_ = false;
    case_name_.clear();
    broken_.clear();
    events_.clear();
    cells_.clear();
    case_cells_.clear();
  }

  static constexpr size_t kMaxKeyBytes = 256;
  XmlReader xml_;
  const LoadOptions& options_;
  LogBuilder& builder_;
  LoadReport& report_;
  std::string case_key_, time_key_, resource_key_, lifecycle_key_;
  std::vector<std::string> activity_keys_, parts_, path_;
  bool seen_log_ = false, in_trace_ = false, in_event_ = false, has_case_name_ = false;
  bool has_activity_ = false, classifier_found_ = false;
  size_t skip_depth_ = 0, attribute_depth_ = 0, trace_number_ = 0;
  std::string case_name_, broken_, bad_time_;
  PendingEvent event_;
  std::vector<PendingEvent> events_;
  std::vector<Cell> cells_, case_cells_;
};

// The encoding the XML declaration names, when it is not UTF-8.
std::string DeclaredEncoding(std::string_view head) {
  const std::string guessed = GuessEncoding(head.substr(0, 4));
  if (guessed.starts_with("UTF-16")) return guessed;
  const std::string_view declaration = head.substr(0, head.find("?>"));
  const size_t at = declaration.find("encoding=");
  if (!declaration.starts_with("<?xml") || at == std::string_view::npos) return {};
  const std::string_view rest = declaration.substr(at + 9);
  if (rest.size() < 3) return {};
  const size_t end = rest.find(rest[0], 1);
  std::string name(rest.substr(1, end == std::string_view::npos ? 0 : end - 1));
  for (char& c : name) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  if (name == "UTF-8" || name == "UTF8" || name == "US-ASCII" || name.size() > 40) return {};
  return name == "GB2312" || name == "GBK" ? "GB18030" : name;
}

}  // namespace

Status ReadXes(ByteSource& source, const LoadOptions& options, LogBuilder& builder,
               LoadReport& report) {
  PeekSource peek(source);
  TRY_ASSIGN(const std::string_view head, peek.Peek(256));
  const std::string encoding = options.encoding.empty() ? DeclaredEncoding(head) : options.encoding;
  if (encoding.empty() || encoding == "UTF-8") {
    return XesReader(peek, options, builder, report).Run();
  }
  report.guesses.push_back("encoding = " + encoding);
  TRY_ASSIGN(auto recoded, Recoded(peek, encoding));
  return XesReader(*recoded, options, builder, report).Run();
}

}  // namespace huiyin::mining
