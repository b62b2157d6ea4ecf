#include "app/macros.h"

#include <algorithm>

#include "app/config.h"
#include "app/json_read.h"
#include "app/notices.h"
#include "app/template_lint.h"
#include "app/template_render.h"
#include "base/utf8.h"

namespace huiyin::app {

namespace json = boost::json;
using domain::Transition;

namespace {

enum class Text { kNone, kOptional, kRequired };

struct StepKind {
  std::string_view name;
  Transition verb;
  Text text;
  std::string Action::*target;  // where the verb reads the text
};

// What a macro may do. Revealing personal data, merging, approving and whatever needs another
// ticket or a decision about this one stay by hand.
constexpr StepKind kKinds[] = {
    {"acknowledge", Transition::kAcknowledge, Text::kOptional, &Action::text},
    {"reply", Transition::kReply, Text::kRequired, &Action::text},
    {"progress", Transition::kProgress, Text::kRequired, &Action::text},
    {"workaround", Transition::kWorkaround, Text::kRequired, &Action::text},
    {"ask_customer", Transition::kAskCustomer, Text::kRequired, &Action::text},
    {"communicate_solution", Transition::kCommunicateSolution, Text::kRequired, &Action::text},
    {"resolve", Transition::kResolve, Text::kRequired, &Action::summary},
    {"note", Transition::kNote, Text::kRequired, &Action::text},
    {"wait_third_party", Transition::kWaitThirdParty, Text::kRequired, &Action::reason},
    {"set_priority", Transition::kSetPriority, Text::kOptional, &Action::reason},
    {"assign", Transition::kAssign, Text::kOptional, &Action::reason},
    {"start_work", Transition::kStartWork, Text::kNone, nullptr},
    {"resume", Transition::kResume, Text::kNone, nullptr},
    {"watch", Transition::kWatch, Text::kNone, nullptr},
    {"void", Transition::kVoid, Text::kNone, nullptr},
    {"tags", Transition::kEdit, Text::kNone, nullptr},
};

const StepKind* KindOf(std::string_view name) {
  for (const StepKind& kind : kKinds) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

class Findings {
 public:
  void Add(std::string field, std::string code, std::string message) {
    found_.push_back({std::move(field), std::move(code), std::move(message)});
  }
  Status Answer() const {
    if (found_.empty()) return Ok();
    Error error = InvalidArgument("the macro cannot be kept like this", "invalid_field");
    error.fields = found_;
    return error;
  }

 private:
  std::vector<FieldError> found_;
};

void CheckText(const StepKind& kind, const MacroStep& step, const std::string& at,
               Findings& findings) {
  const bool says = !step.text.empty() || !step.template_id.empty();
  if (kind.text == Text::kNone && says) {
    findings.Add(at + ".text", "unknown_field", "this step says nothing");
  }
  if (kind.text == Text::kRequired && !says) {
    findings.Add(at + ".text", "required", "a text or a template");
  }
  if (!step.text.empty() && !step.template_id.empty()) {
    findings.Add(at + ".text", "conflict", "a text or a template, not both");
  }
  const size_t most = kind.target == &Action::text ? kMaxMessageCodePoints : kMaxReasonCodePoints;
  if (CodePointCount(step.text) > most) {
    findings.Add(at + ".text", "too_long", "at most " + std::to_string(most) + " characters");
  }
  const auto names = VariablesOf(step.text);
  if (!names.ok()) {
    findings.Add(at + ".text", names.error().type, names.error().message);
    return;
  }
  // What VariablesOfTicket may know besides.
  static constexpr std::string_view kOfTicket[] = {"topic",         "issue",      "owner_name",
                                                   "expected_time", "next_time",  "tracking_url",
                                                   "rating_link",   "reopen_link"};
  const auto common = CommonTemplateVariables();
  for (const std::string& name : *names) {
    if (std::find(common.begin(), common.end(), name) == common.end() &&
        std::find(std::begin(kOfTicket), std::end(kOfTicket), name) == std::end(kOfTicket)) {
      findings.Add(at + ".text", "unknown_value", "nobody fills {{" + name + "}}");
    }
  }
}

void CheckStep(const MacroStep& step, const std::string& at, Findings& findings) {
  const StepKind* kind = KindOf(step.action);
  if (kind == nullptr) {
    findings.Add(at + ".do", "unknown_value", "no step a macro may take");
    return;
  }
  CheckText(*kind, step, at, findings);
  if (kind->verb == Transition::kSetPriority && !domain::ParsePriority(step.priority)) {
    findings.Add(at + ".priority", "unknown_value", "high, mid or low");
  }
  if (kind->verb == Transition::kAssign && !step.to_self && !step.owner_id && !step.department_id) {
    findings.Add(at + ".owner_id", "required", "say to whom or to which department");
  }
  if (kind->verb == Transition::kVoid && step.reason.empty()) {
    findings.Add(at + ".reason", "required", "say why the ticket ends");
  }
  if (kind->verb != Transition::kEdit) return;
  if (step.tags.empty() || step.tags.size() > 20) {
    findings.Add(at + ".tags", "required", "1 to 20 tags");
  }
  for (const std::string& tag : step.tags) {
    if (tag.empty() || CodePointCount(tag) > 40) {
      findings.Add(at + ".tags", "too_long", "each tag has 1 to 40 characters");
      break;
    }
  }
}

MacroStep ReadStep(const json::object& object, const std::string& at, Findings& findings) {
  static constexpr std::string_view kMembers[] = {
      "do", "text", "template", "priority", "reason", "tags", "owner", "owner_id", "department_id"};
  for (const auto& member : object) {
    if (std::find(std::begin(kMembers), std::end(kMembers), std::string_view(member.key())) ==
        std::end(kMembers)) {
      findings.Add(at + "." + std::string(member.key().substr(0, 40)), "unknown_field",
                   "there is no such member");
    }
  }
  MacroStep step;
  step.action = TextOf(object, "do");
  step.text = TextOf(object, "text");
  step.template_id = TextOf(object, "template");
  step.priority = TextOf(object, "priority");
  step.reason = TextOf(object, "reason");
  step.tags = ListOf(object, "tags");
  step.to_self = TextOf(object, "owner") == "self";
  if (const int64_t id = IntOf(object, "owner_id"); id > 0) step.owner_id = id;
  if (const int64_t id = IntOf(object, "department_id"); id > 0) step.department_id = id;
  return step;
}

// Undoes the trial's transaction; never seen by a caller.
constexpr char kTrialOver[] = "macro_trial_over";

class Runner {
 public:
  Runner(TicketUnit& unit, const domain::Actor& actor, const Macro& macro)
      : unit_(unit), actor_(actor), macro_(macro) {}

  MacroOutcome Take(const MacroStep& step) {
    MacroOutcome out;
    out.action = step.action;
    if (const Status taken = Try(step, out); !taken.ok()) out.refused = taken.error();
    return out;
  }

 private:
  Status Try(const MacroStep& step, MacroOutcome& out) {
    const StepKind* kind = KindOf(step.action);
    TRY_ASSIGN(out.text, Say(step));
    out.to = Target(step);
    const std::string_view permission = PermissionOf(kind->verb);
    if (!actor_.May(permission)) {
      return PermissionDenied("this needs the permission " + std::string(permission),
                              "permission_denied");
    }
    Action action;
    action.verb = kind->verb;
    action.if_match = ETagOf(unit_.record());
    action.reason = step.reason;
    action.priority = step.priority;
    action.owner_id = step.to_self ? std::optional<int64_t>(actor_.user_id) : step.owner_id;
    action.department_id = step.department_id;
    if (kind->target != nullptr) action.*kind->target = out.text;
    // A change of priority is always explained; the macro's name is why.
    if (kind->verb == Transition::kSetPriority && action.reason.empty()) {
      action.reason = macro_.title;
    }
    if (kind->verb == Transition::kEdit) {
      action.tags = StringList(unit_.record().tags);
      for (const std::string& tag : step.tags) {
        const bool has =
            std::find(action.tags.begin(), action.tags.end(), tag) != action.tags.end();
        if (!has) action.tags.push_back(tag);
      }
      action.given.emplace_back("tags");
      if (action.tags.size() > 50) return InvalidField("tags", "too_many", "at most 50 tags");
    }
    Acted acted;
    return Perform(unit_, actor_, action, acted);
  }

  Result<std::string> Say(const MacroStep& step) const {
    if (step.template_id.empty() && step.text.empty()) return std::string();
    const TemplateValues values = VariablesOfTicket(unit_, "");
    if (step.template_id.empty()) {
      TemplateValues all = values;
      for (const std::string_view name : CommonTemplateVariables()) {
        all.try_emplace(std::string(name));
      }
      return RenderText(step.text, all);
    }
    TRY_ASSIGN(const Rendered rendered,
               RenderNotice(unit_.config(), step.template_id, unit_.record().lang, values));
    return rendered.text;
  }

  std::string Target(const MacroStep& step) const {
    if (!step.priority.empty()) return step.priority;
    if (step.to_self) return unit_.config().PersonName(actor_.user_id);
    if (step.owner_id) return unit_.config().PersonName(*step.owner_id);
    if (step.department_id) return unit_.config().DepartmentName(*step.department_id);
    std::string out = step.reason;
    for (const std::string& tag : step.tags) (out += out.empty() ? "" : ", ") += tag;
    return out;
  }

  TicketUnit& unit_;
  const domain::Actor& actor_;
  const Macro& macro_;
};

Status RunOn(TicketUnit& unit, const domain::Actor& actor, const Macro& macro, MacroRun run,
             MacroReport& report) {
  Runner runner(unit, actor, macro);
  for (const MacroStep& step : macro.steps) {
    report.steps.push_back(runner.Take(step));
    const auto& refused = report.steps.back().refused;
    if (!refused) continue;
    report.allowed = false;
    if (run == MacroRun::kTrial) continue;
    Error error = *refused;
    error.message = "step " + std::to_string(report.steps.size()) + " (" + step.action +
                    "): " + error.message + "; nothing was done";
    return error;
  }
  if (run == MacroRun::kTrial) return Conflict("the trial is undone", kTrialOver);
  return Ok();
}

}  // namespace

Result<Macro> ParseMacro(std::string_view body) {
  TRY_ASSIGN(const auto object, ParseObject(body));
  Findings findings;
  Macro out;
  out.title = TextOf(object, "title");
  if (out.title.empty() || CodePointCount(out.title) > 60) {
    findings.Add("title", "required", "a name of 1 to 60 characters");
  }
  for (const auto& member : object) {
    if (member.key() != "title" && member.key() != "steps") {
      findings.Add(std::string(member.key().substr(0, 40)), "unknown_field",
                   "there is no such member");
    }
  }
  const auto* steps = object.if_contains("steps");
  const json::array* list = steps == nullptr ? nullptr : steps->if_array();
  if (list == nullptr || list->empty() || list->size() > kMaxMacroSteps) {
    findings.Add("steps", "required", "1 to " + std::to_string(kMaxMacroSteps) + " steps");
    TRY(findings.Answer());
  }
  for (size_t i = 0; i < list->size(); ++i) {
    const std::string at = "steps[" + std::to_string(i) + "]";
    const auto* step = (*list)[i].if_object();
    if (step == nullptr) {
      findings.Add(at, "type", "an object is expected here");
      continue;
    }
    out.steps.push_back(ReadStep(*step, at, findings));
    CheckStep(out.steps.back(), at, findings);
  }
  TRY(findings.Answer());
  return out;
}

Status CheckMacro(std::string_view, std::string_view body) {
  TRY(ParseMacro(body));
  return Ok();
}

Result<MacroReport> RunMacro(const Context& context, const domain::Actor& actor,
                             const std::string& ticket_no, const std::string& macro_id,
                             const std::optional<std::string>& if_match, MacroRun run) {
  const auto config = context.config->Get();
  TRY_ASSIGN(const int64_t id, TicketIdOf(ticket_no));
  MacroReport report;
  const auto done = context.db->writer().Run([&](store::Tx& tx) -> Status {
    report = MacroReport{};
    TRY_ASSIGN(TicketUnit unit, LoadForActor(context, *config, tx, id, ticket_no, actor, if_match));
    // Only now: who may not see the ticket learns nothing about macros either.
    const auto found = config->macros.find(macro_id);
    if (found == config->macros.end()) {
      return NotFound("there is no macro \"" + macro_id.substr(0, 40) + "\"", "document_not_found");
    }
    TRY_ASSIGN(const Macro macro, ParseMacro(found->second.body));
    report.title = macro.title;
    return RunOn(unit, actor, macro, run, report);
  });
  if (!done.ok() && done.error().type != kTrialOver) return done.error();
  return report;
}

}  // namespace huiyin::app
