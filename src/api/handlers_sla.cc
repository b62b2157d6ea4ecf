// SLA policies before and after they are saved: what would be due when, and what open tickets get.
#include "api/codec.h"
#include "api/dto_admin.h"
#include "api/handlers.h"
#include "api/ticket_dto.h"
#include "app/calendar_json.h"
#include "app/config.h"
#include "app/sla_json.h"
#include "app/sla_recompute.h"
#include "domain/sla.h"

namespace huiyin::api {
namespace {

// The rules of now, with a draft in the place of the policy of its id.
Result<domain::SlaRules> RulesWith(const app::Config& config, const dto::PreviewIn& in) {
  domain::SlaRules rules = config.sla;
  if (const auto now = rules.pinned(config.sla_names)) rules.policies = *now;
  rules.pinned = nullptr;
  if (!in.draft) return rules;
  const std::string id = in.draft_id.value_or("draft");
  TRY_ASSIGN(const app::PolicyDocument draft, app::ParseSlaPolicy(id, in.draft->text));
  std::erase_if(rules.policies, [&](const domain::SlaPolicy& p) { return p.id == id; });
  if (draft.active) rules.policies.push_back(draft.policy);
  return rules;
}

}  // namespace

Result<http::Response> PostSlaPreview(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::PreviewIn>(call.request.body));
  if (!domain::ParsePriority(in.priority)) {
    return InvalidField("priority", "unknown_value", "high, mid or low");
  }
  if (in.category && !domain::ParseCategory(*in.category)) {
    return InvalidField("category", "unknown_value", "not a category");
  }
  if (in.channel && !domain::ParseChannel(*in.channel)) {
    return InvalidField("channel", "unknown_value", "not a channel");
  }
  TRY_ASSIGN(const domain::SlaRules rules, RulesWith(*call.config, in));
  std::shared_ptr<const domain::Calendar> calendar = call.config->calendar;
  if (in.calendar) {
    TRY_ASSIGN(calendar, app::ReadCalendar("calendar", *in.calendar));
  }
  const std::vector<domain::Fact> facts = {
      domain::MakeFact(domain::fact::kTicketCreated, in.received_at, "system")
          .Set("received_at", FormatUtc(in.received_at))
          .Set("channel", in.channel.value_or("web_form")),
      domain::MakeFact(domain::fact::kClassified, in.received_at, "system")
          .Set("priority", in.priority)
          .Set("category", in.category.value_or("other"))
          .Set("customer_tier", in.customer_tier.value_or(""))
          .Set("department_id", in.department_id.value_or(0))};
  const auto clocks =
      domain::ComputeClocks(facts, rules, *calendar, in.received_at, domain::Explain::kYes);
  return http::Response::Json(200, Encode(dto::PreviewOut{ClocksDto(clocks)}));
}

Result<http::Response> PostSlaRecompute(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::RecomputeIn>(call.request.body));
  TRY_ASSIGN(
      const app::SlaRecomputed done,
      app::RecomputeSla(call.context(), call.actor.Label(),
                        in.dry_run ? app::RecomputeMode::kDryRun : app::RecomputeMode::kApply));
  dto::RecomputeOut out{done.open, done.changed, {}};
  for (const app::ChangedDue& sample : done.samples) {
    out.samples.push_back({sample.ticket_no, sample.clock, sample.before, sample.after});
  }
  return http::Response::Json(200, Encode(out));
}

}  // namespace huiyin::api
