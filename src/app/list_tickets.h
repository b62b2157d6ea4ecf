// Lists of tickets: filters, views, sorting, keyset cursors, search. Reads only; what the actor may
// not see is not there.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/context.h"
#include "domain/permissions.h"
#include "store/session.h"

namespace huiyin::app {

inline constexpr int kMaxListLimit = 200;
inline constexpr size_t kMaxQueryCodePoints = 100;

struct TicketFilter {
  std::vector<std::string> state, sub_state, priority, category, complaint_kind, channel, sentiment;
  std::vector<int64_t> department;
  std::vector<int64_t> ids;  // only these; empty: no condition
  std::string owner;         // "", "me", "none" or an id
  std::string view;  // "", "all", "mine", "department", "unassigned", "due_soon", "breached", …
  std::string tag;
  std::string q;
  std::optional<Instant> received_from, received_to;
  std::string sort;  // empty: the view's own order (ListTickets)
  int limit = 50;
  std::string cursor;
};

struct TicketRow {
  int64_t id = 0;
  std::string ticket_no, channel, category, sentiment, priority, state, title, customer_masked,
      lang;
  std::optional<std::string> complaint_kind, sub_state, product, next_due_clock;
  int emotion_intensity = 0;
  bool sensitive = false, breached = false;
  bool unread = false;  // by whom the list is for (ticket_reads.h)
  std::optional<int64_t> department_id, owner_id, rating;
  Instant received_at, updated_at;
  std::optional<Instant> next_due_at;
  std::vector<std::string> topics, tags;
  int cycle = 1;
  int64_t version = 1;
};

struct TicketPage {
  std::vector<TicketRow> items;
  std::string next_cursor;  // empty: the end
};

// kInvalidArgument with the field when a value of the filter is unknown or out of range.
Status CheckTicketFilter(const TicketFilter& filter);

// kInvalidArgument with the field: unknown value, bad cursor, limit out of range.
Result<TicketPage> ListTickets(const Context& context, store::Session& session,
                               const domain::Actor& actor, const TicketFilter& filter);

// Those among these tickets that the actor may read, by id; as many as are asked for.
Result<std::unordered_map<int64_t, TicketRow>> ReadableTickets(const Context& context,
                                                               store::Session& session,
                                                               const domain::Actor& actor,
                                                               const std::vector<int64_t>& ids);

struct ViewCount {
  std::string view;
  int64_t count = 0;
};
// Counts stop at 1,000 ("999+" in the desk).
Result<std::vector<ViewCount>> CountViews(const Context& context, store::Session& session,
                                          const domain::Actor& actor);

}  // namespace huiyin::app
