#include "app/notices.h"

#include <algorithm>

#include "app/config.h"
#include "app/json_read.h"
#include "app/template_lint.h"
#include "app/template_render.h"
#include "base/json_text.h"
#include "domain/zone.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

std::string LocaleOf(std::string_view lang) { return lang.starts_with("en") ? "en" : "zh-CN"; }

std::string Setting(const Config& config, const char* id, const char* key,
                    const std::string& otherwise) {
  const auto found = config.settings.find(id);
  if (found == config.settings.end()) return otherwise;
  const auto object = ParseObject(found->second.body);
  if (!object.ok()) return otherwise;
  const std::string value = TextOf(*object, key);
  return value.empty() ? otherwise : value;
}

// Where no way to reach people is set, the tracking page is one.
std::string ContactOf(const Config& config, const std::string& tracking_url) {
  return Setting(config, "organisation", "contact", tracking_url);
}

std::string OrganisationOf(const Config& config) {
  return Setting(config, "organisation", "name", "");
}

std::string TeamOf(const Config& config, int64_t department_id) {
  const std::string name = config.DepartmentName(department_id);
  return name.empty() ? "客户服务部" : name;
}

}  // namespace

std::string OrganisationContact(const Config& config) {
  return Setting(config, "organisation", "contact", "");
}

std::string LocalMinute(const Config& config, Instant at) {
  const auto zone = domain::Zone::Find(config.calendar->zone_name());
  const std::string text = FormatUtc(zone ? at + zone->OffsetAt(at) : at);
  return text.substr(0, 10) + " " + text.substr(11, 5);
}

Result<Rendered> RenderNotice(const Config& config, std::string_view template_id,
                              std::string_view lang, const NoticeVariables& variables) {
  TRY_ASSIGN(const Template source, FindTemplate(config, template_id, LocaleOf(lang), "email"));
  // An optional part without a value is left out with its line; a required one says that it
  // follows.
  const TemplateSpec* spec = FindTemplateSpec(template_id);
  const std::string later = LocaleOf(lang) == "en" ? "to follow" : "稍后告知";
  NoticeVariables complete = variables;
  complete.emplace("organisation", OrganisationOf(config));
  for (const std::string* text : {&source.subject, &source.text}) {
    TRY_ASSIGN(const auto names, VariablesOf(*text));
    for (const std::string& name : names) {
      const bool optional =
          spec != nullptr &&
          std::find(spec->optional.begin(), spec->optional.end(), name) != spec->optional.end();
      std::string& value = complete[name];
      if (value.empty() && !optional) value = later;
    }
  }
  return RenderTemplate(source, complete);
}

NoticeRequest AcknowledgementFor(const Config& config, std::string_view lang,
                                 std::string_view priority, const std::string& email,
                                 const std::string& name, const std::string& topic,
                                 const Opened& opened, int64_t department_id,
                                 std::optional<Instant> promised) {
  NoticeRequest notice;
  const std::string id = "ack_" + std::string(priority);
  const NoticeVariables variables = {
      {"customer_title", name.empty() ? (LocaleOf(lang) == "en" ? "customer" : "客户") : name},
      {"ticket_no", opened.ticket_no},
      {"topic", topic},
      {"team_name", TeamOf(config, department_id)},
      {"expected_time", promised ? LocalMinute(config, *promised) : ""},
      {"contact", ContactOf(config, opened.tracking_url)},
      {"tracking_url", opened.tracking_url},
      {"tracking_link", opened.tracking_url},
      {"contact_code", opened.contact_code},
      {"workaround", ""}};
  auto rendered = RenderNotice(config, id, lang, variables);
  if (!rendered.ok()) return NoticeRequest{};  // an instance may do without acknowledgements
  notice.template_id = id;
  notice.lang = LocaleOf(lang);
  notice.to = email;
  notice.subject = std::move(rendered->subject);
  notice.text = std::move(rendered->text);
  notice.dedup_key = opened.ticket_no + "/ack/1";
  return notice;
}

Status QueueNotice(const Context& context, store::Tx& tx, int64_t ticket_id,
                   const NoticeRequest& notice) {
  TRY_ASSIGN(const int64_t id, tx.NextId());
  JsonText json;
  json.Open('{').Key("to").Str(notice.to).Key("subject").Str(notice.subject);
  json.Key("text").Str(notice.text).Close('}');
  const std::string sealed = context.keys->Seal(json.text(), "outbox:" + std::to_string(id));
  TRY(tx.Exec(q::outbox_insert, {id, tx.now(), "email", ticket_id, notice.template_id,
                                 notice.dedup_key, store::Blob{sealed}, tx.now()}));
  return Ok();
}

namespace {

struct Address {
  std::string email, name;
};

Result<Address> AddressOf(TicketUnit& unit) {
  Address address;
  if (unit.record().customer_id == 0) return address;
  std::string key, email, name;
  TRY(unit.tx().db().Each(q::customer_by_id, {unit.record().customer_id},
                          [&](const store::Row& row) -> Status {
                            if (!row.IsNull(1)) key = std::string(row.BlobBytes(1));
                            if (!row.IsNull(2)) name = std::string(row.BlobBytes(2));
                            if (!row.IsNull(4)) email = std::string(row.BlobBytes(4));
                            return Ok();
                          }));
  if (key.empty() || email.empty()) return address;
  const std::string owner = "customer:" + std::to_string(unit.record().customer_id);
  TRY_ASSIGN(const SecretKey data_key, unit.context().keys->UnwrapKey(key, owner));
  TRY_ASSIGN(address.email, Open(data_key, email, "email:" + owner));
  if (!name.empty()) {
    TRY_ASSIGN(address.name, Open(data_key, name, "name:" + owner));
  }
  return address;
}

}  // namespace

NoticeVariables VariablesOfTicket(const TicketUnit& unit, const std::string& customer_name) {
  const Config& config = unit.config();
  const Context& context = unit.context();
  const TicketRecord& record = unit.record();
  NoticeVariables variables;
  variables.emplace("customer_title", customer_name.empty() ? "客户" : customer_name);
  variables.emplace("ticket_no", record.ticket_no);
  variables.emplace("topic", record.title);
  variables.emplace("issue", record.title);
  variables.emplace("team_name", TeamOf(config, record.life.department_id));
  variables.emplace("owner_name", config.PersonName(record.life.owner_id));
  const std::string url =
      context.public_url + "/t/" + TrackingSecret(*context.instance_key, record.id);
  variables.emplace("tracking_url", url);
  variables.emplace("contact", ContactOf(config, url));
  variables.emplace("tracking_link", url);
  variables.emplace("rating_link", url);
  variables.emplace("reopen_link", url);
  variables.emplace("close_at",
                    LocalMinute(config, unit.tx().now() + config.lifecycle.confirmation_window));
  if (const auto since = domain::WaitingSince(record.facts, config.sla, *config.calendar)) {
    variables.emplace("reply_by", LocalMinute(config, *since + config.sla.auto_resume));
  }
  if (record.next_due_at) {
    variables.emplace("expected_time", LocalMinute(config, *record.next_due_at));
    variables.emplace("next_time", LocalMinute(config, *record.next_due_at));
    variables.emplace("new_time", LocalMinute(config, *record.next_due_at));
  }
  return variables;
}

Status QueueStageNotice(TicketUnit& unit, std::string_view template_id, const NoticeVariables& more,
                        std::string_view occasion) {
  TRY_ASSIGN(const Address address, AddressOf(unit));
  if (address.email.empty()) return Ok();
  const Config& config = unit.config();
  const TicketRecord& record = unit.record();
  NoticeVariables variables = VariablesOfTicket(unit, address.name);
  for (const auto& [name, value] : more) variables[name] = value;
  auto rendered = RenderNotice(config, template_id, record.lang, variables);
  if (!rendered.ok()) return Ok();
  NoticeRequest notice;
  notice.template_id = std::string(template_id);
  notice.to = address.email;
  notice.subject = std::move(rendered->subject);
  notice.text = std::move(rendered->text);
  // Stages that repeat within a cycle (progress, a question, a reply) are told each time.
  const bool repeats =
      template_id == "progress" || template_id == "clarify" || template_id == "reply";
  notice.dedup_key =
      record.ticket_no + "/" + notice.template_id + "/" + std::to_string(record.life.cycle);
  if (!occasion.empty()) {
    (notice.dedup_key += "/") += occasion;
  } else if (repeats) {
    notice.dedup_key += "/" + std::to_string(record.facts.size());
  }
  return QueueNotice(unit.context(), unit.tx(), record.id, notice);
}

}  // namespace huiyin::app
