#include "app/webhook_events.h"

#include <algorithm>

#include "app/config.h"
#include "base/json_text.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;
namespace fact = domain::fact;

namespace {

constexpr std::string_view kPrefix = "ticket.";
// "ticket." and the name of the fact, but for the first. Notes, watchers, links, views and reveals
// stay inside.
constexpr std::string_view kEvents[] = {"ticket.created",
                                        "ticket.assigned",
                                        "ticket.acknowledged",
                                        "ticket.work_started",
                                        "ticket.customer_asked",
                                        "ticket.third_party_asked",
                                        "ticket.work_resumed",
                                        "ticket.customer_message",
                                        "ticket.human_reply",
                                        "ticket.progress_update",
                                        "ticket.analysis_completed",
                                        "ticket.solution_planned",
                                        "ticket.approval_requested",
                                        "ticket.approval_decided",
                                        "ticket.solution_communicated",
                                        "ticket.implementation_done",
                                        "ticket.resolved",
                                        "ticket.customer_confirmed",
                                        "ticket.closed",
                                        "ticket.reopened",
                                        "ticket.voided",
                                        "ticket.merged",
                                        "ticket.priority_changed",
                                        "ticket.classification_corrected",
                                        "ticket.escalated",
                                        "ticket.clock_breached",
                                        "ticket.rated"};

void OptionalText(JsonText& json, std::string_view key, std::string_view value) {
  json.Key(key);
  if (value.empty()) {
    json.Null();
  } else {
    json.Str(value);
  }
}

void OptionalNumber(JsonText& json, std::string_view key, int64_t value) {
  json.Key(key);
  if (value == 0) {
    json.Null();
  } else {
    json.Int(value);
  }
}

// The fields of GET /api/v1/tickets/{ticket_no} that are of use to a program, under their names.
std::string TicketJson(const Config& config, const TicketRecord& t) {
  const domain::Lifecycle& life = t.life;
  JsonText json;
  json.Open('{').Key("id").Int(t.id).Key("ticket_no").Str(t.ticket_no);
  json.Key("state").Str(domain::Name(life.state));
  OptionalText(json, "sub_state", life.sub_state ? domain::Name(*life.sub_state) : "");
  OptionalText(json, "close_reason", life.close_reason ? domain::Name(*life.close_reason) : "");
  json.Key("priority").Str(domain::Name(life.priority));
  json.Key("category").Str(domain::Name(life.category));
  OptionalText(json, "complaint_kind",
               life.complaint_kind ? domain::Name(*life.complaint_kind) : "");
  json.Key("channel").Str(t.channel).Key("sentiment").Str(t.sentiment);
  json.Key("emotion_intensity").Int(t.emotion_intensity).Key("sensitive").Bool(life.sensitive);
  json.Key("title").Str(t.title).Key("content").Str(t.content_masked).Key("lang").Str(t.lang);
  json.Key("topics").Raw(t.topics).Key("tags").Raw(t.tags);
  OptionalText(json, "product", t.product);
  OptionalNumber(json, "department_id", life.department_id);
  json.Key("department").Str(config.DepartmentName(life.department_id));
  OptionalNumber(json, "owner_id", life.owner_id);
  json.Key("owner").Str(config.PersonName(life.owner_id));
  json.Key("received_at").Str(FormatUtc(t.received_at));
  json.Key("updated_at").Str(FormatUtc(t.updated_at));
  OptionalNumber(json, "rating", life.rating);
  json.Key("breached").Bool(t.breached).Key("version").Int(t.version);
  return json.Close('}').Take();
}

}  // namespace

std::span<const std::string_view> WebhookEvents() { return kEvents; }

Status QueueTicketEvents(const Context& context, const Config& config, store::Tx& tx,
                         const TicketRecord& ticket, const std::vector<std::string>& facts) {
  if (config.webhooks.empty()) return Ok();
  std::string data;
  for (const std::string& kind : facts) {
    const std::string event =
        std::string(kPrefix) + (kind == fact::kTicketCreated ? "created" : kind);
    if (std::find(std::begin(kEvents), std::end(kEvents), event) == std::end(kEvents)) continue;
    for (const auto& [id, webhook] : config.webhooks) {
      if (!webhook.Wants(event)) continue;
      if (data.empty()) data = TicketJson(config, ticket);
      TRY(QueueEvent(context, tx, webhook, event, ticket.id, data));
    }
  }
  return Ok();
}

Status QueueEvent(const Context& context, store::Tx& tx, const Webhook& webhook,
                  std::string_view event, int64_t ticket_id, const std::string& data) {
  TRY_ASSIGN(const int64_t id, tx.NextId());
  const std::string number = std::to_string(id);
  JsonText json;
  json.Open('{').Key("id").Str("msg_" + number).Key("type").Str(event);
  json.Key("timestamp").Str(FormatUtc(tx.now())).Key("data").Raw(data).Close('}');
  const std::string sealed = context.keys->Seal(json.text(), "outbox:" + number);
  const store::Param ticket = ticket_id == 0 ? store::Param() : store::Param(ticket_id);
  TRY(tx.Exec(q::outbox_insert,
              {id, tx.now(), "webhook", ticket, webhook.id + ":" + std::string(event),
               "webhook/" + number, store::Blob{sealed}, tx.now()}));
  return Ok();
}

}  // namespace huiyin::app
