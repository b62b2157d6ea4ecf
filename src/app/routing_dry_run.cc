#include "app/routing_dry_run.h"

#include "app/config.h"
#include "app/json_read.h"
#include "store/queries.h"

namespace huiyin::app {
namespace {

constexpr size_t kMaxSamples = 50;

std::string Summary(const domain::RoutingDecision& d) {
  std::string out = "department=" + d.department_code;
  if (!d.priority.empty()) out += " priority=" + d.priority;
  if (!d.skill.empty()) out += " skill=" + d.skill;
  if (!d.tier.empty()) out += " tier=" + d.tier;
  for (const std::string& tag : d.tags) out += " tag=" + tag;
  return out;
}

domain::RoutingInput InputOf(const store::Row& row) {
  domain::RoutingInput in;
  in.channel = row.Str(1);
  in.category = row.Str(2);
  in.complaint_kind = row.OptStr(3).value_or("");
  in.sentiment = row.Str(4);
  in.emotion_intensity = static_cast<int>(row.Int(5));
  in.sensitive = row.Bool(6);
  in.priority = row.Str(7);
  in.text = row.Str(8);
  in.lang = row.Str(9);
  in.product = row.OptStr(10).value_or("");
  in.topics = StringList(row.Text(11));
  in.tags = StringList(row.Text(12));
  return in;
}

}  // namespace

Result<DryRun> DryRunRouting(const Context& context, const domain::RoutingRules& rules) {
  const auto config = context.config->Get();
  DryRun out;
  TRY(context.db->Read([&](store::Session& session) -> Status {
    return session.Each(store::q::tickets_for_dry_run, {kDryRunTickets},
                        [&](const store::Row& row) -> Status {
                          const domain::RoutingInput in = InputOf(row);
                          const std::string before = Summary(domain::Route(config->routing, in));
                          const std::string after = Summary(domain::Route(rules, in));
                          ++out.tickets;
                          if (before == after) return Ok();
                          ++out.changed;
                          if (out.samples.size() < kMaxSamples) {
                            out.samples.push_back({row.Str(0), before, after});
                          }
                          return Ok();
                        });
  }));
  return out;
}

}  // namespace huiyin::app
