#include "jobs/webhooks.h"

#include <chrono>
#include <optional>
#include <vector>

#include "app/config.h"
#include "app/webhooks.h"
#include "base/log.h"
#include "jobs/outbox.h"
#include "store/queries.h"

namespace huiyin::jobs {

namespace q = store::q;

namespace {

constexpr int64_t kAtOnce = 20;

std::optional<app::Webhook> Find(const app::Context& context, const std::string& id) {
  const auto config = context.config->Get();
  const auto found = config->webhooks.find(id);
  if (found == config->webhooks.end() || !found->second.active) return std::nullopt;
  return found->second;
}

Result<std::vector<OutboxRow>> Due(const app::Context& context, const std::string& id) {
  std::vector<OutboxRow> rows;
  TRY(context.db->Read([&](store::Session& session) -> Status {
    return session.Each(
        q::webhook_due, {context.Now(), id + ":%", kAtOnce}, [&](const store::Row& row) -> Status {
          rows.push_back({row.Int(0), 0, row.Int(3), std::string(row.BlobBytes(2))});
          return Ok();
        });
  }));
  return rows;
}

enum class Fate { kSent, kRefused, kUnreached, kGone };
struct Tried {
  Fate fate;
  Status status;
};

Tried Deliver(const app::Context& context, const OutgoingPolicy& policy,
              const app::Webhook& webhook, const OutboxRow& row) {
  const auto body = context.keys->Open(row.payload, "outbox:" + std::to_string(row.id));
  if (!body.ok()) return {Fate::kRefused, body.error()};
  const auto headers = app::WebhookHeaders(context, webhook, row.id, *body);
  if (!headers.ok()) return {Fate::kRefused, headers.error()};
  const auto status = PostOutgoing(policy, {webhook.url, *headers, *body});
  if (!status.ok()) return {Fate::kUnreached, status.error()};
  if (*status >= 200 && *status < 300) return {Fate::kSent, Ok()};
  const Error answered =
      Unavailable("the receiver answered " + std::to_string(*status), "webhook_refused");
  return {*status == 410 ? Fate::kGone : Fate::kRefused, answered};
}

}  // namespace

void WebhookSender::Step() {
  for (auto it = running_.begin(); it != running_.end();) {
    const bool done = it->second.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    it = done ? running_.erase(it) : std::next(it);
  }
  const auto config = context_.config->Get();
  for (const auto& [id, webhook] : config->webhooks) {
    if (stopping_ || !webhook.active || running_.contains(id)) continue;
    const auto due = Due(context_, id);
    if (!due.ok()) log::Warn("job webhooks: " + due.error().ToString());
    if (!due.ok() || due->empty()) continue;
    running_.emplace(id, std::async(std::launch::async, [this, key = id] { SendTo(key); }));
  }
}

void WebhookSender::Wait() {
  for (auto& [id, task] : running_) task.wait();
  running_.clear();
}

void WebhookSender::Stop() {
  stopping_ = true;
  Wait();
}

void WebhookSender::SendTo(const std::string& id) {
  for (bool more = true; more && !stopping_;) {
    more = false;
    const Status sent = SendBatch(id, &more);
    if (!sent.ok()) log::Warn("job webhooks: " + id + ": " + sent.error().ToString());
  }
}

Status WebhookSender::SendBatch(const std::string& id, bool* more) {
  TRY_ASSIGN(const auto rows, Due(context_, id));
  for (const OutboxRow& row : rows) {
    // Read for each delivery: somebody may have switched it off or changed its secret.
    const auto webhook = Find(context_, id);
    if (!webhook || stopping_) return Ok();
    TRY_ASSIGN(const bool leased, LeaseRow(context_, row.id));
    if (!leased) continue;
    const Tried tried = Deliver(context_, policy_, *webhook, row);
    TRY(FinishRow(context_, row, tried.status,
                  tried.fate == Fate::kGone ? Failure::kFinal : Failure::kAgain));
    if (tried.fate == Fate::kGone) return app::StopWebhook(context_, id);
    // Nobody answers there: the others wait a second, not fifteen each.
    if (tried.fate == Fate::kUnreached) return Ok();
  }
  *more = static_cast<int64_t>(rows.size()) == kAtOnce;
  return Ok();
}

}  // namespace huiyin::jobs
