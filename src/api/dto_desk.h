// What the desk shows beside tickets, as described structs. Include in .cc files only.
#pragma once

#include "api/dto.h"

namespace huiyin::api::dto {

struct ViewCount {
  std::string view;
  int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(ViewCount, (), (view, count))

struct Views {
  std::vector<ViewCount> items;
};
BOOST_DESCRIBE_STRUCT(Views, (), (items))

struct SavedView {
  int64_t id = 0;
  std::string name, query;
  std::string shared;  // nobody, department, everybody
  std::string owner;
  bool mine = false;
  bool removable = false;
};
BOOST_DESCRIBE_STRUCT(SavedView, (), (id, name, query, shared, owner, mine, removable))

struct SavedViews {
  std::vector<SavedView> items;
  bool may_share_with_everybody = false;
};
BOOST_DESCRIBE_STRUCT(SavedViews, (), (items, may_share_with_everybody))

struct SavedViewIn {
  std::string name, query;
  std::optional<std::string> shared;  // nobody when left out
};
BOOST_DESCRIBE_STRUCT(SavedViewIn, (), (name, query, shared))

struct BoardColumn {
  std::string state;
  int64_t count = 0;
  std::optional<Instant> oldest_at;
  std::vector<TicketRow> items;
};
BOOST_DESCRIBE_STRUCT(BoardColumn, (), (state, count, oldest_at, items))

struct Board {
  std::vector<BoardColumn> columns;
};
BOOST_DESCRIBE_STRUCT(Board, (), (columns))

struct AgeBand {
  std::string band;
  int64_t n = 0;
};
BOOST_DESCRIBE_STRUCT(AgeBand, (), (band, n))

struct ChannelCount {
  std::string channel;
  int64_t n = 0;
};
BOOST_DESCRIBE_STRUCT(ChannelCount, (), (channel, n))

struct PersonLoad {
  int64_t user_id = 0;
  std::string name;
  int64_t open = 0, capacity = 0;
  bool online = false;
};
BOOST_DESCRIBE_STRUCT(PersonLoad, (), (user_id, name, open, capacity, online))

struct WallHour {
  Instant hour;
  int64_t received = 0, resolved = 0, usual_low = 0, usual_high = 0;
};
BOOST_DESCRIBE_STRUCT(WallHour, (), (hour, received, resolved, usual_low, usual_high))

struct Escalation {
  Instant at;
  std::string ticket_no, level, clock;
};
BOOST_DESCRIBE_STRUCT(Escalation, (), (at, ticket_no, level, clock))

struct Wall {
  int64_t backlog = 0, due_1h = 0, breached_now = 0;
  std::vector<AgeBand> backlog_by_age;
  std::vector<ChannelCount> by_channel;
  std::vector<PersonLoad> by_person;
  std::vector<WallHour> hours;
  std::vector<Escalation> escalations;
};
BOOST_DESCRIBE_STRUCT(Wall, (),
                      (backlog, due_1h, breached_now, backlog_by_age, by_channel, by_person, hours,
                       escalations))

struct ApprovalItem {
  std::string ticket_no, title, priority, role;
  int64_t step = 0;
  std::string requested_by;
  Instant requested_at;
};
BOOST_DESCRIBE_STRUCT(ApprovalItem, (),
                      (ticket_no, title, priority, role, step, requested_by, requested_at))

struct Approvals {
  std::vector<ApprovalItem> items;
};
BOOST_DESCRIBE_STRUCT(Approvals, (), (items))

struct OutboxItem {
  int64_t id = 0;
  Instant created_at;
  std::string kind, template_id, state;
  int64_t attempts = 0;
  std::optional<Instant> next_at, sent_at;
  std::string last_error, ticket_no;
};
BOOST_DESCRIBE_STRUCT(OutboxItem, (),
                      (id, created_at, kind, template_id, state, attempts, next_at, sent_at,
                       last_error, ticket_no))

struct Outbox {
  std::vector<OutboxItem> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(Outbox, (), (items, next_cursor))

struct QuarantineItem {
  int64_t id = 0;
  Instant at;
  std::string source, reason, state;
  int64_t attempts = 0;
};
BOOST_DESCRIBE_STRUCT(QuarantineItem, (), (id, at, source, reason, state, attempts))

struct Quarantine {
  std::vector<QuarantineItem> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(Quarantine, (), (items, next_cursor))

struct LogEvent {
  int64_t seq = 0;
  Instant at;
  std::string ticket_no, actor, kind;
  RawJson payload;
  std::string leaf_hash;
};
BOOST_DESCRIBE_STRUCT(LogEvent, (), (seq, at, ticket_no, actor, kind, payload, leaf_hash))

struct LogEvents {
  std::vector<LogEvent> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(LogEvents, (), (items, next_cursor))

struct VerifyFinding {
  std::string kind, zh, en;
};
BOOST_DESCRIBE_STRUCT(VerifyFinding, (), (kind, zh, en))

struct Verified {
  bool ok = false;
  int64_t events = 0, heads = 0;
  std::optional<int64_t> first_bad;
  std::vector<VerifyFinding> findings;
};
BOOST_DESCRIBE_STRUCT(Verified, (), (ok, events, heads, first_bad, findings))

struct Head {
  std::string head, public_key;
};
BOOST_DESCRIBE_STRUCT(Head, (), (head, public_key))

}  // namespace huiyin::api::dto
