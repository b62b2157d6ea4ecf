#include "app/webhooks.h"

#include <algorithm>

#include "app/config.h"
#include "app/documents.h"
#include "app/users_account.h"
#include "app/webhook_events.h"
#include "base/base64.h"
#include "base/hmac.h"
#include "base/outgoing.h"
#include "base/utf8.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr char kKind[] = "webhook";
constexpr char kPermission[] = "setting.edit";
constexpr char kSecretPrefix[] = "whsec_";
constexpr size_t kSecretBytes = 32;
constexpr size_t kMaxSecrets = 3;
constexpr size_t kMaxDescription = 200;
constexpr int64_t kDeliveries = 50;

SecretKey KeyOf(const Context& context) { return context.instance_key->Derive("webhook-secret"); }

Error NoSuchWebhook() { return NotFound("there is no such webhook", "webhook_not_found"); }

Result<Webhook> ReadLatest(store::Session& session, const std::string& id) {
  TRY_ASSIGN(auto found, session.One(q::document_latest, {kKind, id}, [](const store::Row& row) {
    return Document{{}, row.Int(0), row.Str(1), row.At(2), row.Str(3)};
  }));
  if (!found) return NoSuchWebhook();
  found->id = id;
  TRY_ASSIGN(auto webhook, ParseWebhook(*found));
  if (!webhook) return NoSuchWebhook();
  return std::move(*webhook);
}

Status Apply(const WebhookEdit& edit, Webhook& webhook) {
  if (edit.url) {
    const Status checked = CheckOutgoingUrl(*edit.url);
    if (!checked.ok()) return InvalidField("url", checked.error().type, checked.error().message);
    webhook.url = *edit.url;
  }
  if (edit.description) {
    if (CodePointCount(*edit.description) > kMaxDescription) {
      return InvalidField("description", "too_long", "at most 200 characters");
    }
    webhook.description = *edit.description;
  }
  if (edit.events) {
    const auto known = WebhookEvents();
    for (const std::string& event : *edit.events) {
      if (std::find(known.begin(), known.end(), event) == known.end()) {
        return InvalidField("events", "unknown_value", "there is no such event: " + event);
      }
    }
    webhook.events = *edit.events;
    std::sort(webhook.events.begin(), webhook.events.end());
    webhook.events.erase(std::unique(webhook.events.begin(), webhook.events.end()),
                         webhook.events.end());
  }
  if (edit.active) {
    webhook.active = *edit.active;
    if (webhook.active) webhook.stopped.clear();
  }
  return Ok();
}

// A new secret in front; those before it sign on until the overlap is over.
std::string AddSecret(const Context& context, Instant now, Webhook& webhook) {
  const std::string bytes = context.random->Bytes(kSecretBytes);
  auto& secrets = webhook.secrets;
  std::erase_if(secrets, [&](const auto& s) { return s.expires_at && *s.expires_at <= now; });
  for (WebhookSecret& secret : secrets) {
    secret.expires_at =
        std::min(secret.expires_at.value_or(now + kSecretOverlap), now + kSecretOverlap);
  }
  secrets.insert(secrets.begin(),
                 {Base64UrlEncode(Seal(KeyOf(context), bytes, "webhook:" + webhook.id)), now, {}});
  if (secrets.size() > kMaxSecrets) secrets.resize(kMaxSecrets);
  return kSecretPrefix + Base64Encode(bytes);
}

Status Store(store::Tx& tx, const Context& context, const domain::Actor& actor, Webhook& webhook) {
  TRY_ASSIGN(const Document stored,
             WriteDocument(tx, context, actor,
                           {kKind, webhook.id, WebhookBody(webhook), webhook.version}));
  webhook.version = stored.version;
  webhook.changed_at = stored.at;
  return Ok();
}

}  // namespace

Result<WebhookWithSecret> CreateWebhook(const Context& context, const domain::Actor& actor,
                                        const WebhookEdit& edit) {
  TRY(Require(actor, kPermission));
  Webhook wanted;
  WebhookEdit complete = edit;
  if (!complete.url) complete.url = "";  // refused as an address, with the field's name
  TRY(Apply(complete, wanted));
  WebhookWithSecret out;
  TRY(RunAndReload(context, [&](store::Tx& tx) -> Status {
    size_t count = 0;
    TRY(tx.db().Each(q::documents_of_kind, {kKind}, [&](const store::Row& row) -> Status {
      TRY_ASSIGN(const auto other,
                 ParseWebhook({row.Str(0), row.Int(1), row.Str(2), row.At(3), row.Str(4)}));
      count += other.has_value();
      return Ok();
    }));
    if (count >= kMaxWebhooks) return Conflict("at most 20 webhooks", "webhooks_full");
    out.webhook = wanted;
    out.webhook.id = "wh-" + HexEncode(context.random->Bytes(8));
    out.secret = AddSecret(context, tx.now(), out.webhook);
    return Store(tx, context, actor, out.webhook);
  }));
  return out;
}

Result<Webhook> UpdateWebhook(const Context& context, const domain::Actor& actor,
                              const std::string& id, const WebhookEdit& edit,
                              int64_t expected_version) {
  TRY(Require(actor, kPermission));
  Webhook out;
  TRY(RunAndReload(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(out, ReadLatest(tx.db(), id));
    if (out.version != expected_version) return StaleEtag();
    TRY(Apply(edit, out));
    return Store(tx, context, actor, out);
  }));
  return out;
}

Result<WebhookWithSecret> RotateWebhookSecret(const Context& context, const domain::Actor& actor,
                                              const std::string& id) {
  TRY(Require(actor, kPermission));
  WebhookWithSecret out;
  TRY(RunAndReload(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(out.webhook, ReadLatest(tx.db(), id));
    out.secret = AddSecret(context, tx.now(), out.webhook);
    return Store(tx, context, actor, out.webhook);
  }));
  return out;
}

Status DeleteWebhook(const Context& context, const domain::Actor& actor, const std::string& id) {
  TRY(Require(actor, kPermission));
  return RunAndReload(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const Webhook webhook, ReadLatest(tx.db(), id));
    TRY(WriteDocument(tx, context, actor, {kKind, id, R"({"deleted":true})", webhook.version}));
    TRY(tx.Exec(q::webhook_drop, {id + ":%", "the webhook was deleted"}));
    return Ok();
  });
}

Status QueueTestEvent(const Context& context, const domain::Actor& actor, const std::string& id) {
  TRY(Require(actor, kPermission));
  return RunCommand(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const Webhook webhook, ReadLatest(tx.db(), id));
    if (!webhook.active) return Conflict("the webhook is switched off", "webhook_inactive");
    return QueueEvent(context, tx, webhook, kTestEvent, 0, "{}");
  });
}

Result<std::vector<Delivery>> WebhookDeliveries(const Context& context, const domain::Actor& actor,
                                                const std::string& id) {
  TRY(Require(actor, kPermission));
  std::vector<Delivery> out;
  TRY(context.db->Read([&](store::Session& session) -> Status {
    TRY(ReadLatest(session, id));
    return session.Each(q::webhook_deliveries, {id + ":%", kDeliveries},
                        [&](const store::Row& row) -> Status {
                          Delivery d;
                          d.id = row.Int(0);
                          d.created_at = row.At(1);
                          d.event = row.Str(2).substr(id.size() + 1);
                          d.state = row.Str(3);
                          d.attempts = row.Int(4);
                          d.next_at = row.OptAt(5);
                          d.sent_at = row.OptAt(6);
                          d.last_error = row.Str(7);
                          d.ticket_no = row.OptStr(8).value_or("");
                          out.push_back(std::move(d));
                          return Ok();
                        });
  }));
  return out;
}

Status StopWebhook(const Context& context, const std::string& id) {
  return RunAndReload(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(Webhook webhook, ReadLatest(tx.db(), id));
    if (!webhook.active) return Ok();
    webhook.active = false;
    webhook.stopped = "gone";
    return Store(tx, context, domain::Actor::System(), webhook);
  });
}

Result<std::vector<std::string>> WebhookHeaders(const Context& context, const Webhook& webhook,
                                                int64_t delivery_id, std::string_view body) {
  const Instant now = context.Now();
  const std::string id = "msg_" + std::to_string(delivery_id);
  const std::string at = std::to_string(now.us / 1'000'000);
  std::string signatures;
  for (const WebhookSecret& secret : webhook.secrets) {
    if (secret.expires_at && *secret.expires_at <= now) continue;
    TRY_ASSIGN(const std::string sealed, Base64UrlDecode(secret.sealed));
    TRY_ASSIGN(const std::string key, Open(KeyOf(context), sealed, "webhook:" + webhook.id));
    if (!signatures.empty()) signatures += ' ';
    signatures += "v1," + Base64Encode(HmacSha256(key, id + "." + at + "." + std::string(body)));
  }
  return std::vector<std::string>{"Content-Type: application/json", "webhook-id: " + id,
                                  "webhook-timestamp: " + at, "webhook-signature: " + signatures};
}

}  // namespace huiyin::app
