// What the routes of incidents take and answer (app/incidents.h). Include in .cc files only.
#pragma once

#include "api/dto.h"

namespace huiyin::api::dto {

struct IncidentRow {
  TicketRow ticket;  // the parent
  int64_t children = 0, open = 0, breached = 0;
  std::optional<Instant> oldest_due;
};
BOOST_DESCRIBE_STRUCT(IncidentRow, (), (ticket, children, open, breached, oldest_due))

struct Incidents {
  std::vector<IncidentRow> items;
};
BOOST_DESCRIBE_STRUCT(Incidents, (), (items))

struct Incident {
  TicketRow ticket;                 // the parent
  std::vector<TicketRow> children;  // oldest first
  int64_t hidden = 0;               // children the reader may not see
};
BOOST_DESCRIBE_STRUCT(Incident, (), (ticket, children, hidden))

struct IncidentIn {
  std::optional<std::string> parent, title, text;
  std::vector<std::string> ticket_nos;
};
BOOST_DESCRIBE_STRUCT(IncidentIn, (), (parent, title, text, ticket_nos))

struct TicketNos {
  std::vector<std::string> ticket_nos;
};
BOOST_DESCRIBE_STRUCT(TicketNos, (), (ticket_nos))

// What a template bulk_* says beside number, contact and next update.
struct NoticeValues {
  std::optional<std::string> scope, start_time, impact, workaround;
};
BOOST_DESCRIBE_STRUCT(NoticeValues, (), (scope, start_time, impact, workaround))

struct IncidentUpdateIn {
  std::optional<std::string> text;  // or a template and its values
  std::optional<std::string> kind;  // progress, workaround, reply
  std::optional<Instant> next_at;
  std::optional<std::string> template_id;
  std::optional<NoticeValues> values;
};
BOOST_DESCRIBE_STRUCT(IncidentUpdateIn, (), (text, kind, next_at, template_id, values))

struct IncidentResolveIn {
  std::optional<std::string> solution;  // or a template and its values
  std::string summary;
  std::optional<std::vector<std::string>> steps;
  std::optional<std::string> template_id;
  std::optional<NoticeValues> values;
};
BOOST_DESCRIBE_STRUCT(IncidentResolveIn, (), (solution, summary, steps, template_id, values))

struct IncidentOutcome {
  std::string ticket_no;
  std::string result;  // done, already, refused
  std::optional<std::string> code, detail;
  std::vector<Missing> missing;
};
BOOST_DESCRIBE_STRUCT(IncidentOutcome, (), (ticket_no, result, code, detail, missing))

// A text as customers of a language read it; `lang` and `subject` are empty where one text goes to
// all.
struct NoticeText {
  std::string lang, subject, text;
};
BOOST_DESCRIBE_STRUCT(NoticeText, (), (lang, subject, text))

struct IncidentReport {
  bool trial = false;
  std::optional<std::string> update_id;
  std::vector<NoticeText> texts;
  int64_t done = 0, already = 0, refused = 0, hidden = 0;
  std::vector<IncidentOutcome> items;  // children, the parent last
};
BOOST_DESCRIBE_STRUCT(IncidentReport, (),
                      (trial, update_id, texts, done, already, refused, hidden, items))

struct BulkNoticeIn {
  std::string incident_no, kind;    // progress, workaround, reply, resolve
  std::optional<std::string> text;  // the update or the solution; or a template and its values
  std::optional<std::string> template_id;
  std::optional<NoticeValues> values;
  std::optional<std::string> summary;             // resolve
  std::optional<std::vector<std::string>> steps;  // resolve
  std::optional<Instant> next_at;                 // progress, workaround
};
BOOST_DESCRIBE_STRUCT(BulkNoticeIn, (),
                      (incident_no, kind, text, template_id, values, summary, steps, next_at))

struct BulkNotice {
  int64_t id = 0;
  std::string update_id, incident_no, state, kind, author;
  Instant created_at;
  std::vector<NoticeText> texts;
  std::optional<std::string> template_id, summary;
  std::vector<std::string> steps;
  std::optional<Instant> next_at;
  // Of all; tickets the reader may not read are counted here and shown nowhere.
  int64_t audience = 0, reached = 0, done = 0, already = 0, refused = 0;
  int64_t hidden = 0;                   // children the author could not see: not told
  std::vector<std::string> ticket_nos;  // of the audience
  std::optional<std::string> decided_by, comment;
  std::optional<Instant> decided_at;
  std::vector<IncidentOutcome> items;  // so far, the parent last
  bool may_decide = false, may_withdraw = false;
};
BOOST_DESCRIBE_STRUCT(BulkNotice, (),
                      (id, update_id, incident_no, state, kind, author, created_at, texts,
                       template_id, summary, steps, next_at, audience, reached, done, already,
                       refused, hidden, ticket_nos, decided_by, comment, decided_at, items,
                       may_decide, may_withdraw))

struct BulkNotices {
  std::vector<BulkNotice> items;  // the newest first
};
BOOST_DESCRIBE_STRUCT(BulkNotices, (), (items))

struct BulkDecisionIn {
  std::optional<std::string> comment;
};
BOOST_DESCRIBE_STRUCT(BulkDecisionIn, (), (comment))

}  // namespace huiyin::api::dto
