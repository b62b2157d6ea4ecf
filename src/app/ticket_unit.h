// One ticket inside a transaction: loaded from its row and its facts, changed by recording facts,
// saved as a projection. The only way tickets change.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "domain/fact.h"
#include "domain/lifecycle.h"
#include "domain/permissions.h"
#include "store/tx.h"

namespace huiyin::app {

struct Config;

// The columns of tickets that are not computed from facts, and the projection as it was read.
struct TicketRecord {
  int64_t id = 0;
  std::string ticket_no, channel, sentiment, title, content_masked, lang, product, order_no,
      customer_masked, next_due_clock;
  std::string content_enc, data_key;  // empty: erased
  int emotion_intensity = 0;
  int64_t customer_id = 0, parent_id = 0;
  Instant received_at, created_at, updated_at;
  std::optional<Instant> next_due_at, next_timer_at;
  bool breached = false;
  std::string topics, tags, custom;  // JSON texts
  int64_t version = 1;
  int64_t fingerprint = 0;
  domain::Lifecycle life;  // replayed from facts
  std::vector<domain::Fact> facts;
  std::vector<uint64_t> fact_seqs;
};

// kNotFound "ticket_not_found".
Result<TicketRecord> LoadTicket(store::Session& session, int64_t id);
// The facts of one ticket in order.
Result<std::vector<domain::Fact>> LoadFacts(store::Session& session, int64_t id);
std::string ETagOf(const TicketRecord& ticket);

enum class Visibility { kCustomer, kInternal };

struct NewMessage {
  std::string author_kind;  // customer, user, system
  int64_t author_id = 0;
  Visibility visibility = Visibility::kInternal;
  std::string kind;  // message, note, solution, question, progress, workaround, restated, …
  std::string channel;
  std::string text;
};

class TicketUnit {
 public:
  static Result<TicketUnit> Load(const Context& context, const Config& config, store::Tx& tx,
                                 int64_t id);

  const TicketRecord& record() const { return record_; }
  TicketRecord& record() { return record_; }
  const domain::Lifecycle& life() const { return record_.life; }
  const domain::LifecyclePolicy& policy() const;
  store::Tx& tx() const { return tx_; }
  const Config& config() const { return config_; }
  const Context& context() const { return context_; }

  // Applies the fact to the ticket, counts it in the rollups and appends it to the log. Returns its
  // place among the events of this command.
  size_t Record(domain::Fact fact);
  // Every fact recorded from here on carries this field too (what it was done as a part of).
  void Stamp(std::string key, std::string value) { stamps_.insert_or_assign(key, value); }
  // Stores a text masked and sealed, and adds "message_id" and "commitment" to `fact`.
  Result<int64_t> AddMessage(const NewMessage& message, domain::Fact* fact);
  // The text of a message of this ticket as it was written; empty when it was erased. kNotFound.
  Result<std::string> ReadMessage(int64_t id);
  // Writes the projection (state, owner, next due …) and queues what webhooks are told. Call once,
  // last.
  Status Save();
  // 409 transition_refused with every guard that fails.
  Status Guard(domain::Transition transition, const domain::Actor& actor) const;

 private:
  TicketUnit(const Context& context, const Config& config, store::Tx& tx, TicketRecord record);
  const Context& context_;
  const Config& config_;
  store::Tx& tx_;
  TicketRecord record_;
  std::optional<SecretKey> data_key_;
  std::map<std::string, std::string> stamps_;
  std::vector<std::string> recorded_;  // kinds, for webhooks
};

// The problem that a refused transition becomes.
Error TransitionRefused(domain::Transition transition,
                        const std::vector<domain::Refusal>& refusals);

}  // namespace huiyin::app
