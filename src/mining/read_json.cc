// JSON lines (one event an object) and OCEL 2.0 JSON (https://www.ocel-standard.org).
#include <boost/json.hpp>
#include <cstring>
#include <map>
#include <unordered_map>

#include "mining/load.h"
#include "mining/log_time.h"
#include "mining/table_ingest.h"

namespace huiyin::mining {
namespace {

namespace json = boost::json;

constexpr size_t kMaxDepth = 64;
constexpr size_t kMaxOcelBytes = size_t{4} << 30;

std::string TextOf(const json::value& value) {
  switch (value.kind()) {
    case json::kind::string:
      return std::string(value.get_string());
    case json::kind::null:
      return {};
    default:
      return json::serialize(value);
  }
}

Result<json::value> ParseJson(std::string_view text) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = kMaxDepth;
  json::value value = json::parse(json::string_view(text.data(), text.size()), error, {}, options);
  if (error) return Corruption("not valid JSON: " + error.message());
  return value;
}

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

Result<std::string> ReadAll(ByteSource& source, size_t max_bytes) {
  std::string all;
  for (;;) {
    const size_t before = all.size();
    all.resize(before + (1 << 20));
    auto n = source.Read(all.data() + before, 1 << 20);
    if (!n.ok()) return std::move(n).error();
    all.resize(before + *n);
    if (*n == 0) return all;
    if (all.size() > max_bytes) return Error(ErrorCode::kTooLarge, "the JSON file is too large");
  }
}

std::string_view Member(const json::object& object, const char* key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

const json::array* ArrayMember(const json::object& object, const char* key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_array();
}

class OcelReader {
 public:
  OcelReader(const json::object& root, const LoadOptions& options, LogBuilder& builder,
             LoadReport& report)
      : root_(root), options_(options), builder_(builder), report_(report) {}

  Status Run() {
    const json::array* events = ArrayMember(root_, "events");
    const json::array* objects = ArrayMember(root_, "objects");
    if (events == nullptr || objects == nullptr) {
      return InvalidArgument("this JSON has no \"events\" and \"objects\": it is not OCEL 2.0");
    }
    TRY(ReadObjects(*objects));
    TRY(ChooseType(*events));
    size_t number = 0;
    for (const json::value& event : *events) {
      TRY(ReadEvent(event, number++));
    }
    KeepObjectAttributes(*objects);
    return Ok();
  }

 private:
  Status Fault(const char* reason, std::string what) {
    if (options_.strictness == Strictness::kStrict) return InvalidArgument(what);
    report_.Count(reason);
    report_.Problem(std::move(what));
    return Ok();
  }

  Status ReadObjects(const json::array& objects) {
    for (size_t i = 0; i < objects.size(); ++i) {
      const json::object* object = objects[i].if_object();
      const std::string place = "objects[" + std::to_string(i) + "]";
      const std::string_view id = object == nullptr ? std::string_view() : Member(*object, "id");
      if (id.empty()) {
        TRY(Fault("objects without an id", place + " has no id"));
        continue;
      }
      if (!type_of_.emplace(id, Member(*object, "type")).second) {
        TRY(Fault("objects named twice",
                  place + ": a second object \"" + std::string(id.substr(0, 100)) + "\""));
      }
    }
    return Ok();
  }

  // The user's choice, else tickets, else the type most events have.
  Status ChooseType(const json::array& events) {
    std::map<std::string_view, size_t> counts;
    for (const json::value& event : events) {
      const json::object* object = event.if_object();
      const json::array* links = object ? ArrayMember(*object, "relationships") : nullptr;
      if (links == nullptr) continue;
      for (const json::value& link : *links) {
        if (!link.is_object()) continue;
        const auto found = type_of_.find(Member(link.get_object(), "objectId"));
        if (found != type_of_.end()) ++counts[found->second];
      }
    }
    if (!options_.object_type.empty()) {
      if (!counts.contains(options_.object_type)) {
        std::string known;
        for (const auto& [name, n] : counts)
          known += (known.empty() ? "" : ", ") + std::string(name);
        return InvalidArgument("no event has an object of type \"" + options_.object_type +
                               "\"; the types are: " + known.substr(0, 500));
      }
      case_type_ = options_.object_type;
      return Ok();
    }
    if (counts.empty()) return InvalidArgument("no event of this OCEL log is related to an object");
    case_type_ = counts.begin()->first;
    for (const auto& [name, n] : counts) {
      if (n > counts[case_type_]) case_type_ = name;
    }
    for (const auto& [name, n] : counts) {
      if (name == "ticket") case_type_ = name;
    }
    report_.guesses.push_back("case = object of type \"" + std::string(case_type_) + "\"");
    return Ok();
  }

  Status ReadEvent(const json::value& value, size_t number) {
    const std::string place = "events[" + std::to_string(number) + "]";
    const json::object* event = value.if_object();
    if (event == nullptr) return Fault("events that are no object", place + " is no object");
    const std::string_view id = Member(*event, "id");
    if (!id.empty() && !event_ids_.emplace(id, true).second) {
      ++report_.events_dropped;
      return Fault("events named twice",
                   place + ": a second event \"" + std::string(id.substr(0, 100)) + "\"");
    }
    const std::string_view activity = Member(*event, "type");
    int64_t us = kNoTime;
    const bool timed = ParseIsoTime(Member(*event, "time"), options_.offset_minutes, &us);
    const char* fault = nullptr;
    if (activity.empty()) fault = "no activity";
    if (activity.size() > options_.limits.max_name_bytes) fault = "activity name too long";
    if (!timed && options_.order == EventOrder::kTime) fault = "unreadable timestamp";
    const json::array* links = ArrayMember(*event, "relationships");
    std::vector<std::string_view> cases;
    for (size_t i = 0; links != nullptr && i < links->size(); ++i) {
      const json::object* link = (*links)[i].if_object();
      if (link == nullptr) continue;
      const std::string_view object = Member(*link, "objectId");
      const auto found = type_of_.find(object);
      if (found == type_of_.end()) {
        report_.Count("relationships to unknown objects");
      } else if (found->second == case_type_ &&
                 std::find(cases.begin(), cases.end(), object) == cases.end()) {
        cases.push_back(object);
      }
    }
    if (cases.empty()) {
      report_.Count("events without an object of the case type");
      ++report_.events_dropped;
      return Ok();
    }
    if (fault != nullptr) {
      TRY(Fault(fault, place + ": " + fault));
      for (const std::string_view name : cases) {
        const Id case_id = builder_.Case(name);
        if (!builder_.IsDropped(case_id)) ++report_.cases_dropped;
        builder_.DropCase(case_id);
      }
      return Ok();
    }
    for (const std::string_view name : cases) {
      if (name.size() > options_.limits.max_name_bytes) {
        TRY(Fault("case name too long", place + ": a case name is too long"));
        continue;
      }
      Append(*event, builder_.Case(name), activity, us);
    }
    return Ok();
  }

  void Append(const json::object& event, Id case_id, std::string_view activity, int64_t us) {
    Id resource = kNoId;
    const json::array* attributes = ArrayMember(event, "attributes");
    const uint32_t number = [&] {
      if (attributes != nullptr) {
        for (const json::value& attribute : *attributes) {
          const json::object* object = attribute.if_object();
          if (object == nullptr) continue;
          const std::string_view name = Member(*object, "name");
          const bool person =
              options_.resource_key.empty()
                  ? name == "org:resource" || name == "resource" || name == "resource_id"
                  : name == options_.resource_key;
          if (person) resource = builder_.Resource(Member(*object, "value"));
        }
      }
      return builder_.Append(case_id, builder_.Activity(activity), us, resource);
    }();
    if (attributes == nullptr || options_.attributes == KeepAttributes::kNone) return;
    for (const json::value& attribute : *attributes) {
      Keep(attribute, AttributeScope::kEvent, number);
    }
  }

  void Keep(const json::value& attribute, AttributeScope scope, uint32_t row) {
    const json::object* object = attribute.if_object();
    if (object == nullptr || !object->contains("value")) return;
    const std::string_view name = Member(*object, "name");
    const std::string text = TextOf(object->at("value"));
    if (name.empty() || name.size() > 256 || text.size() > options_.limits.max_name_bytes) return;
    const AttributeKind kind = object->at("value").is_int64()    ? AttributeKind::kInt
                               : object->at("value").is_double() ? AttributeKind::kFloat
                               : object->at("value").is_bool()   ? AttributeKind::kBoolean
                                                                 : AttributeKind::kString;
    if (scope == AttributeScope::kEvent) {
      builder_.SetEventAttribute(row, builder_.EventAttribute(name, kind), builder_.Value(text));
    } else {
      builder_.SetCaseAttribute(row, builder_.CaseAttribute(name, kind), builder_.Value(text));
    }
  }

  void KeepObjectAttributes(const json::array& objects) {
    if (options_.attributes == KeepAttributes::kNone) return;
    for (const json::value& value : objects) {
      const json::object* object = value.if_object();
      if (object == nullptr || Member(*object, "type") != case_type_) continue;
      const std::string_view id = Member(*object, "id");
      if (!builder_.KnowsCase(id)) continue;
      const json::array* attributes = ArrayMember(*object, "attributes");
      if (attributes == nullptr) continue;
      for (const json::value& attribute : *attributes) {
        Keep(attribute, AttributeScope::kCase, builder_.Case(id));
      }
    }
  }

  const json::object& root_;
  const LoadOptions& options_;
  LogBuilder& builder_;
  LoadReport& report_;
  std::unordered_map<std::string_view, std::string_view> type_of_;
  std::unordered_map<std::string_view, bool> event_ids_;
  std::string_view case_type_;
};

}  // namespace

Status ReadJsonLines(ByteSource& source, const LoadOptions& options, LogBuilder& builder,
                     LoadReport& report) {
  return JsonLines(source, options, builder, report).Run();
}

Status ReadOcel(ByteSource& source, const LoadOptions& options, LogBuilder& builder,
                LoadReport& report) {
  TRY_ASSIGN(std::string text, ReadAll(source, kMaxOcelBytes));
  std::string_view body = text;
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  TRY_ASSIGN(const json::value root, ParseJson(body));
  if (!root.is_object()) return InvalidArgument("this JSON is no object: it is not OCEL 2.0");
  return OcelReader(root.get_object(), options, builder, report).Run();
}

}  // namespace huiyin::mining
