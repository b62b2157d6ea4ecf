#include "app/ticket_unit.h"

#include "app/config.h"
#include "app/fact_json.h"
#include "app/masking.h"
#include "app/rollup.h"
#include "app/ticket_clocks.h"
#include "app/webhook_events.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

std::optional<std::string> NonEmpty(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

std::optional<int64_t> NonZero(int64_t id) {
  return id == 0 ? std::nullopt : std::optional<int64_t>(id);
}

TicketRecord ReadRow(const store::Row& row) {
  TicketRecord t;
  t.id = row.Int(0);
  t.ticket_no = row.Str(1);
  t.channel = row.Str(2);
  t.sentiment = row.Str(5);
  t.emotion_intensity = static_cast<int>(row.Int(6));
  t.title = row.Str(12);
  t.content_masked = row.Str(13);
  if (!row.IsNull(14)) t.content_enc = std::string(row.BlobBytes(14));
  if (!row.IsNull(15)) t.data_key = std::string(row.BlobBytes(15));
  t.lang = row.Str(16);
  t.product = row.OptStr(17).value_or("");
  t.order_no = row.OptStr(18).value_or("");
  t.customer_id = row.OptInt(22).value_or(0);
  t.parent_id = row.OptInt(23).value_or(0);
  t.received_at = row.At(25);
  t.created_at = row.At(26);
  t.updated_at = row.At(27);
  t.next_due_at = row.OptAt(28);
  t.next_due_clock = row.OptStr(29).value_or("");
  t.next_timer_at = row.OptAt(30);
  t.breached = row.Bool(31);
  t.topics = row.Str(34);
  t.tags = row.Str(35);
  t.custom = row.Str(36);
  t.version = row.Int(37);
  t.fingerprint = row.Int(38);
  return t;
}

}  // namespace

Result<std::vector<domain::Fact>> LoadFacts(store::Session& session, int64_t id) {
  std::vector<domain::Fact> facts;
  TRY(session.Each(q::ticket_events, {id}, [&](const store::Row& row) -> Status {
    TRY_ASSIGN(auto fact, FactFromPayload(row.Str(3), row.At(1), row.Str(2), row.Text(4)));
    facts.push_back(std::move(fact));
    return Ok();
  }));
  return facts;
}

Result<TicketRecord> LoadTicket(store::Session& session, int64_t id) {
  TRY_ASSIGN(auto found, session.One(q::ticket_by_id, {id}, ReadRow));
  if (!found) return NotFound("there is no such ticket", "ticket_not_found");
  TicketRecord record = std::move(*found);
  TRY(session.Each(q::ticket_events, {id}, [&](const store::Row& row) -> Status {
    TRY_ASSIGN(auto fact, FactFromPayload(row.Str(3), row.At(1), row.Str(2), row.Text(4)));
    record.fact_seqs.push_back(static_cast<uint64_t>(row.Int(0)));
    domain::Apply(record.life, fact);
    record.facts.push_back(std::move(fact));
    return Ok();
  }));
  return record;
}

std::string ETagOf(const TicketRecord& ticket) {
  return "\"" + std::to_string(ticket.version) + "\"";
}

TicketUnit::TicketUnit(const Context& context, const Config& config, store::Tx& tx,
                       TicketRecord record)
    : context_(context), config_(config), tx_(tx), record_(std::move(record)) {}

Result<TicketUnit> TicketUnit::Load(const Context& context, const Config& config, store::Tx& tx,
                                    int64_t id) {
  TRY_ASSIGN(auto record, LoadTicket(tx.db(), id));
  for (const store::PendingEvent& pending : tx.Pending(id)) {
    TRY_ASSIGN(auto fact, FactFromPayload(pending.event->kind, pending.at, pending.event->actor,
                                          pending.event->payload));
    domain::Apply(record.life, fact);
    record.facts.push_back(std::move(fact));
  }
  return TicketUnit(context, config, tx, std::move(record));
}

const domain::LifecyclePolicy& TicketUnit::policy() const { return config_.lifecycle; }

size_t TicketUnit::Record(domain::Fact fact) {
  for (const auto& [key, value] : stamps_) fact.Set(key, value);
  store::NewEvent event;
  event.ticket_no = record_.ticket_no;
  event.ticket_id = record_.id;
  event.actor = fact.actor;
  event.kind = fact.kind;
  event.payload = FactPayload(fact);
  const domain::Lifecycle before = record_.life;
  domain::Apply(record_.life, fact);
  for (auto& delta : TransitionRollups(before, record_.life, tx_.now(), record_.channel)) {
    tx_.Add(std::move(delta));
  }
  recorded_.push_back(fact.kind);
  record_.facts.push_back(std::move(fact));
  return tx_.Append(std::move(event));
}

Result<int64_t> TicketUnit::AddMessage(const NewMessage& message, domain::Fact* fact) {
  if (record_.data_key.empty()) {
    return FailedPrecondition("this customer's data was erased; nothing can be added", "erased");
  }
  const std::string owner = "ticket:" + std::to_string(record_.id);
  if (!data_key_) {
    TRY_ASSIGN(data_key_, context_.keys->UnwrapKey(record_.data_key, owner));
  }
  TRY_ASSIGN(const int64_t id, tx_.NextId());
  const std::string masked = MaskText(context_, message.text);
  const std::string sealed = Seal(*data_key_, message.text, "message:" + std::to_string(id));
  TRY(tx_.Exec(q::message_insert,
               {id, record_.id, tx_.now(), message.author_kind, NonZero(message.author_id),
                message.visibility == Visibility::kCustomer ? "customer" : "internal", message.kind,
                message.channel, masked, store::Blob{sealed}}));
  if (fact != nullptr) {
    fact->Set("message_id", id);
    fact->Set("commitment", HexEncode(View(Commitment(*data_key_, message.text))));
  }
  return id;
}

Result<std::string> TicketUnit::ReadMessage(int64_t id) {
  TRY_ASSIGN(const auto sealed, tx_.db().One(q::message_by_id, {id}, [](const store::Row& row) {
    return row.IsNull(4) ? std::string() : std::string(row.BlobBytes(4));
  }));
  if (!sealed) return NotFound("there is no such message", "message_not_found");
  if (sealed->empty() || record_.data_key.empty()) return std::string();
  if (!data_key_) {
    TRY_ASSIGN(data_key_,
               context_.keys->UnwrapKey(record_.data_key, "ticket:" + std::to_string(record_.id)));
  }
  return Open(*data_key_, *sealed, "message:" + std::to_string(id));
}

Status TicketUnit::Guard(domain::Transition transition, const domain::Actor& actor) const {
  const auto refusals = domain::Check(record_.life, transition, policy(), tx_.now(), actor.user_id);
  if (refusals.empty()) return Ok();
  return TransitionRefused(transition, refusals);
}

Error TransitionRefused(domain::Transition transition,
                        const std::vector<domain::Refusal>& refusals) {
  Error error = Conflict(std::string(domain::Name(transition)) + ": " + refusals.front().zh +
                             " / " + refusals.front().en,
                         "transition_refused");
  for (const auto& refusal : refusals) {
    error.fields.push_back(
        {std::string(domain::Name(transition)), refusal.guard, refusal.zh + " / " + refusal.en});
  }
  return error;
}

Status TicketUnit::Save() {
  const domain::Lifecycle& life = record_.life;
  const TicketClocks clocks = ComputeClocks(config_, record_.facts, tx_.now());
  record_.next_due_at = clocks.next_due_at;
  record_.next_due_clock = clocks.next_due_clock;
  record_.next_timer_at = clocks.next_timer_at;
  record_.breached = clocks.breached;
  record_.received_at = life.received_at;
  record_.updated_at = tx_.now();
  TRY_ASSIGN(
      const int64_t changed,
      tx_.Exec(
          q::ticket_project,
          {record_.id,
           domain::Name(life.category),
           life.complaint_kind ? store::Param(domain::Name(*life.complaint_kind)) : store::Param(),
           record_.sentiment,
           record_.emotion_intensity,
           life.sensitive,
           domain::Name(life.priority),
           domain::Name(life.state),
           life.sub_state ? store::Param(domain::Name(*life.sub_state)) : store::Param(),
           life.close_reason ? store::Param(domain::Name(*life.close_reason)) : store::Param(),
           NonZero(life.department_id),
           NonZero(life.owner_id),
           NonZero(life.first_owner_id),
           NonZero(life.merged_into),
           NonZero(record_.parent_id),
           record_.received_at,
           record_.updated_at,
           record_.next_due_at,
           NonEmpty(record_.next_due_clock),
           record_.next_timer_at,
           record_.breached,
           life.cycle,
           life.rating == 0 ? store::Param() : store::Param(life.rating),
           record_.title,
           NonEmpty(record_.product),
           NonEmpty(record_.order_no),
           record_.topics,
           record_.tags,
           record_.custom,
           record_.version}));
  if (changed != 1) {
    return Conflict("somebody changed this ticket at the same moment; read it again", "stale_etag");
  }
  ++record_.version;
  return QueueTicketEvents(context_, config_, tx_, record_, std::exchange(recorded_, {}));
}

}  // namespace huiyin::app
