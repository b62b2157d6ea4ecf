// Which member holds a word of which vocabulary. The words come from the domain, so that schema,
// generated client types and server cannot disagree.
#include "api/codec.h"
#include "domain/sla.h"
#include "domain/vocabulary.h"

namespace huiyin::api {
namespace {

struct Held {
  std::string_view type;  // empty: any struct
  std::string_view member, of;
};

// The first that fits counts.
constexpr Held kHeld[] = {
    {"Track", "state", "State"},
    {"Ticket", "state", "State"},
    {"TicketRow", "state", "State"},
    {"Link", "state", "State"},
    {"BoardColumn", "state", "State"},
    {"Clock", "state", "ClockState"},
    {"NextDue", "state", "ClockState"},
    {"Ticket", "priority", "Priority"},
    {"TicketRow", "priority", "Priority"},
    {"ApprovalItem", "priority", "Priority"},
    {"Ticket", "category", "Category"},
    {"TicketRow", "category", "Category"},
    {"PublicForm", "categories", "Category"},
    {"Ticket", "complaint_kind", "ComplaintKind"},
    {"TicketRow", "complaint_kind", "ComplaintKind"},
    {"Ticket", "sentiment", "Sentiment"},
    {"TicketRow", "sentiment", "Sentiment"},
    {"Ticket", "sub_state", "SubState"},
    {"TicketRow", "sub_state", "SubState"},
    {"Ticket", "close_reason", "CloseReason"},
    {"TrackMessage", "from", "TrackAuthor"},
    {"TimelineItem", "kind", "TimelineKind"},
    {"TimelineItem", "visibility", "Visibility"},
    {"TemplateFinding", "severity", "Severity"},
    {"Me", "limit", "SessionLimit"},
    {"", "custom", "Object"},
};

constexpr domain::ClockState kClockStates[] = {
    domain::ClockState::kRunning,  domain::ClockState::kPaused,  domain::ClockState::kMet,
    domain::ClockState::kBreached, domain::ClockState::kMetLate, domain::ClockState::kVoid};

template <typename Words>
std::string Enumeration(const Words& words) {
  JsonText json;
  json.Open('{').Key("type").Str("string").Key("enum").Open('[');
  for (const auto& word : words) json.Str(word);
  json.Close(']').Close('}');
  return json.Take();
}

template <typename Values>
std::string Vocabulary(const Values& values) {
  std::vector<std::string_view> words;
  for (const auto value : values) words.push_back(domain::Name(value));
  return Enumeration(words);
}

}  // namespace

namespace codec {

std::string_view HeldBy(std::string_view type, std::string_view member) {
  for (const Held& held : kHeld) {
    if (held.member == member && (held.type.empty() || held.type == type)) return held.of;
  }
  return {};
}

}  // namespace codec

std::string SchemaSet::Define(const std::string& name, std::string schema) {
  const auto [at, fresh] = all_.try_emplace(name, std::move(schema));
  HY_CHECK(fresh || at->second == schema);
  return Reference(name);
}

void SchemaSet::DefineVocabularies() {
  using std::string_view;
  Define("State", Vocabulary(domain::AllStates()));
  Define("SubState", Vocabulary(domain::AllSubStates()));
  Define("CloseReason", Vocabulary(domain::AllCloseReasons()));
  Define("Priority", Vocabulary(domain::AllPriorities()));
  Define("Category", Vocabulary(domain::AllCategories()));
  Define("ComplaintKind", Vocabulary(domain::AllComplaintKinds()));
  Define("Sentiment", Vocabulary(domain::AllSentiments()));
  Define("Channel", Vocabulary(domain::AllChannels()));
  Define("ClockState", Vocabulary(kClockStates));
  Define("TrackAuthor", Enumeration(std::vector<string_view>{"customer", "staff", "system"}));
  Define("TimelineKind", Enumeration(std::vector<string_view>{"message", "note", "event"}));
  Define("Visibility", Enumeration(std::vector<string_view>{"customer", "internal"}));
  Define("Severity", Enumeration(std::vector<string_view>{"error", "warning"}));
  Define("SessionLimit",
         Enumeration(std::vector<string_view>{"none", "password_change", "two_factor_setup"}));
  Define("Object", R"({"type":"object"})");
}

}  // namespace huiyin::api
