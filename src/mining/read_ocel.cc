// OCEL 2.0 JSON (https://www.ocel-standard.org) as a stream: events and objects are taken one by
// one in whatever order the file has them, kept as numbers, and become cases at the end, when the
// types of all objects are known.
#include <algorithm>
#include <map>

#include "mining/json_elements.h"
#include "mining/json_input.h"
#include "mining/load.h"
#include "mining/log_time.h"

namespace huiyin::mining {
namespace {

std::string_view Member(const json::object& object, const char* key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

const json::array* ArrayMember(const json::object& object, const char* key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_array();
}

AttributeKind KindOf(const json::value& value) {
  return value.is_int64()    ? AttributeKind::kInt
         : value.is_double() ? AttributeKind::kFloat
         : value.is_bool()   ? AttributeKind::kBoolean
                             : AttributeKind::kString;
}

class OcelReader {
 public:
  OcelReader(ByteSource& source, const LoadOptions& options, LogBuilder& builder,
             LoadReport& report)
      : elements_(source, options.max_row_bytes),
        options_(options),
        builder_(builder),
        report_(report) {}

  Status Run() {
    TRY(ReadFile());
    if (!saw_events_ || !saw_objects_) {
      return InvalidArgument("this JSON has no \"events\" and \"objects\": it is not OCEL 2.0");
    }
    TRY(ChooseType());
    for (const Event& event : events_) TRY(AddEvent(event));
    for (const ObjectAttribute& attribute : object_attributes_) AddCaseAttribute(attribute);
    return Ok();
  }

 private:
  static constexpr size_t kMostKeyBytes = 256;

  struct Attribute {
    Id key, value;
    AttributeKind kind;
  };
  struct Event {
    Id activity = kNoId, resource = kNoId;
    int64_t us = kNoTime;
    const char* fault = nullptr;  // its cases must go
    uint32_t number = 0;          // in the file
    uint32_t first_object = 0, objects = 0;
    uint32_t first_attribute = 0, attributes = 0;
  };
  struct ObjectAttribute {
    Id object;
    Attribute attribute;
  };

  Status Fault(const char* reason, std::string what) {
    if (options_.strictness == Strictness::kStrict) return InvalidArgument(what);
    report_.Count(reason);
    report_.Problem(std::move(what));
    return Ok();
  }

  // What was read before the file broke off is good.
  Status ReadFile() {
    for (;;) {
      auto more = elements_.Next();
      if (!more.ok()) {
        const bool keeps = saw_events_ && saw_objects_ && !events_.empty();
        if (options_.strictness == Strictness::kStrict || !keeps) return std::move(more).error();
        return Fault("the file breaks off", more.error().message);
      }
      if (!*more) return Ok();
      saw_events_ = saw_events_ || elements_.array() == "events";
      saw_objects_ = saw_objects_ || elements_.array() == "objects";
      if (elements_.array() == "events") {
        TRY(ReadElement(&OcelReader::ReadEvent));
      } else if (elements_.array() == "objects") {
        TRY(ReadElement(&OcelReader::ReadObject));
      }
    }
  }

  Status ReadElement(Status (OcelReader::*read)(const json::object&, const std::string&)) {
    const std::string place = elements_.array() + "[" + std::to_string(elements_.index()) + "]";
    const auto value = ParseJson(elements_.text());
    const json::object* object = value.ok() ? value->if_object() : nullptr;
    if (object == nullptr) {
      return Fault("elements that are no object",
                   place + ": " + (value.ok() ? "is no object" : value.error().message));
    }
    TRY((this->*read)(*object, place));
    if ((++elements_read_ & 0xFFFF) == 0) TRY(CheckLimits());
    return Ok();
  }

  Status CheckLimits() const {
    const size_t names = objects_.bytes() + texts_.bytes() + ids_.bytes();
    if (names <= options_.limits.max_interned_bytes) return Ok();
    return Error(ErrorCode::kTooLarge,
                 "the names in this log take more than " +
                     std::to_string(options_.limits.max_interned_bytes >> 20) +
                     " MiB; leave attributes out (--no-attributes)");
  }

  Status ReadObject(const json::object& object, const std::string& place) {
    const std::string_view id = Member(object, "id");
    if (id.empty()) return Fault("objects without an id", place + " has no id");
    const Id number = ObjectOf(id);
    if (type_of_[number] != kNoId) {
      return Fault("objects named twice",
                   place + ": a second object \"" + std::string(id.substr(0, 100)) + "\"");
    }
    type_of_[number] = texts_.Intern(Member(object, "type"));
    const json::array* attributes = ArrayMember(object, "attributes");
    if (attributes == nullptr || options_.attributes == KeepAttributes::kNone) return Ok();
    for (const json::value& value : *attributes) {
      if (Attribute kept; Keep(value, kept)) object_attributes_.push_back({number, kept});
    }
    return Ok();
  }

  Id ObjectOf(std::string_view id) {
    const Id number = objects_.Intern(id);
    if (number == type_of_.size()) type_of_.push_back(kNoId);
    return number;
  }

  Status ReadEvent(const json::object& object, const std::string& place) {
    if (const std::string_view id = Member(object, "id"); !id.empty()) {
      const size_t known = ids_.size();
      if (ids_.Intern(id) < known) {
        ++report_.events_dropped;
        return Fault("events named twice",
                     place + ": a second event \"" + std::string(id.substr(0, 100)) + "\"");
      }
    }
    Event event;
    event.number = static_cast<uint32_t>(elements_.index());
    const std::string_view activity = Member(object, "type");
    const bool timed = ParseIsoTime(Member(object, "time"), options_.offset_minutes, &event.us);
    if (!timed) event.us = kNoTime;
    if (activity.empty()) event.fault = "no activity";
    if (activity.size() > options_.limits.max_name_bytes) event.fault = "activity name too long";
    if (!timed && options_.order == EventOrder::kTime) event.fault = "unreadable timestamp";
    if (event.fault == nullptr) event.activity = texts_.Intern(activity);
    event.first_object = static_cast<uint32_t>(links_.size());
    if (const json::array* links = ArrayMember(object, "relationships")) {
      for (const json::value& link : *links) {
        if (link.is_object()) links_.push_back(ObjectOf(Member(link.get_object(), "objectId")));
      }
    }
    event.objects = static_cast<uint32_t>(links_.size()) - event.first_object;
    event.first_attribute = static_cast<uint32_t>(attributes_.size());
    if (const json::array* attributes = ArrayMember(object, "attributes")) {
      for (const json::value& value : *attributes) KeepOfEvent(value, event);
    }
    event.attributes = static_cast<uint32_t>(attributes_.size()) - event.first_attribute;
    events_.push_back(event);
    return Ok();
  }

  void KeepOfEvent(const json::value& value, Event& event) {
    const json::object* object = value.if_object();
    if (object == nullptr) return;
    const std::string_view name = Member(*object, "name");
    const bool person = options_.resource_key.empty()
                            ? name == "org:resource" || name == "resource" || name == "resource_id"
                            : name == options_.resource_key;
    if (person && !Member(*object, "value").empty()) {
      event.resource = texts_.Intern(Member(*object, "value"));
    }
    if (options_.attributes == KeepAttributes::kNone) return;
    if (Attribute kept; Keep(value, kept)) attributes_.push_back(kept);
  }

  bool Keep(const json::value& attribute, Attribute& kept) {
    const json::object* object = attribute.if_object();
    const json::value* value = object == nullptr ? nullptr : object->if_contains("value");
    if (value == nullptr) return false;
    const std::string_view name = Member(*object, "name");
    const std::string text = TextOf(*value);
    if (name.empty() || name.size() > kMostKeyBytes ||
        text.size() > options_.limits.max_name_bytes) {
      return false;
    }
    kept = {texts_.Intern(name), texts_.Intern(text), KindOf(*value)};
    return true;
  }

  // The user's choice, else tickets, else the type most events have.
  Status ChooseType() {
    std::map<std::string_view, size_t> counts;
    for (const Id object : links_) {
      if (type_of_[object] != kNoId) ++counts[texts_.Name(type_of_[object])];
    }
    std::string_view chosen = options_.object_type;
    if (!chosen.empty() && !counts.contains(chosen)) {
      std::string known;
      for (const auto& [name, n] : counts) known += (known.empty() ? "" : ", ") + std::string(name);
      return InvalidArgument("no event has an object of type \"" + options_.object_type +
                             "\"; the types are: " + known.substr(0, 500));
    }
    if (counts.empty()) return InvalidArgument("no event of this OCEL log is related to an object");
    if (chosen.empty()) {
      chosen = std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
                 return a.second < b.second;
               })->first;
      if (counts.contains("ticket")) chosen = "ticket";
      report_.guesses.push_back("case = object of type \"" + std::string(chosen) + "\"");
    }
    case_type_ = texts_.Find(chosen);
    return Ok();
  }

  std::vector<Id> CasesOf(const Event& event) {
    std::vector<Id> cases;
    for (uint32_t i = 0; i < event.objects; ++i) {
      const Id object = links_[event.first_object + i];
      if (type_of_[object] == kNoId) {
        report_.Count("relationships to unknown objects");
      } else if (type_of_[object] == case_type_ &&
                 std::find(cases.begin(), cases.end(), object) == cases.end()) {
        cases.push_back(object);
      }
    }
    return cases;
  }

  Status AddEvent(const Event& event) {
    const std::vector<Id> cases = CasesOf(event);
    if (cases.empty()) {
      report_.Count("events without an object of the case type");
      ++report_.events_dropped;
      return Ok();
    }
    const std::string place = "events[" + std::to_string(event.number) + "]: ";
    if (event.fault != nullptr) TRY(Fault(event.fault, place + event.fault));
    for (const Id object : cases) {
      const std::string_view name = objects_.Name(object);
      if (name.size() > options_.limits.max_name_bytes) {
        TRY(Fault("case name too long", place + "a case name is too long"));
        continue;
      }
      const Id case_id = builder_.Case(name);
      if (event.fault != nullptr) {
        if (!builder_.IsDropped(case_id)) ++report_.cases_dropped;
        builder_.DropCase(case_id);
      } else {
        Append(event, case_id);
      }
    }
    return Ok();
  }

  void Append(const Event& event, Id case_id) {
    const Id resource =
        event.resource == kNoId ? kNoId : builder_.Resource(texts_.Name(event.resource));
    const uint32_t row = builder_.Append(case_id, builder_.Activity(texts_.Name(event.activity)),
                                         event.us, resource);
    for (uint32_t i = 0; i < event.attributes; ++i) {
      const Attribute& a = attributes_[event.first_attribute + i];
      builder_.SetEventAttribute(row, builder_.EventAttribute(texts_.Name(a.key), a.kind),
                                 builder_.Value(texts_.Name(a.value)));
    }
  }

  void AddCaseAttribute(const ObjectAttribute& of) {
    const std::string_view name = objects_.Name(of.object);
    if (type_of_[of.object] != case_type_ || !builder_.KnowsCase(name)) return;
    const Attribute& a = of.attribute;
    builder_.SetCaseAttribute(builder_.Case(name),
                              builder_.CaseAttribute(texts_.Name(a.key), a.kind),
                              builder_.Value(texts_.Name(a.value)));
  }

  JsonElements elements_;
  const LoadOptions& options_;
  LogBuilder& builder_;
  LoadReport& report_;
  bool saw_events_ = false, saw_objects_ = false;
  uint64_t elements_read_ = 0;
  Interner objects_, texts_, ids_;  // names of objects; types, activities, attributes; event ids
  std::vector<Id> type_of_;         // by object; kNoId: only mentioned
  std::vector<Event> events_;
  std::vector<Id> links_;
  std::vector<Attribute> attributes_;
  std::vector<ObjectAttribute> object_attributes_;
  Id case_type_ = kNoId;
};

}  // namespace

Status ReadOcel(ByteSource& source, const LoadOptions& options, LogBuilder& builder,
                LoadReport& report) {
  return OcelReader(source, options, builder, report).Run();
}

}  // namespace huiyin::mining
