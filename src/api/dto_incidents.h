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

struct IncidentUpdateIn {
  std::string text;
  std::optional<std::string> kind;  // progress, workaround, reply
  std::optional<Instant> next_at;
};
BOOST_DESCRIBE_STRUCT(IncidentUpdateIn, (), (text, kind, next_at))

struct IncidentResolveIn {
  std::string solution, summary;
  std::optional<std::vector<std::string>> steps;
};
BOOST_DESCRIBE_STRUCT(IncidentResolveIn, (), (solution, summary, steps))

struct IncidentOutcome {
  std::string ticket_no;
  std::string result;  // done, already, refused
  std::optional<std::string> code, detail;
  std::vector<Missing> missing;
};
BOOST_DESCRIBE_STRUCT(IncidentOutcome, (), (ticket_no, result, code, detail, missing))

struct IncidentReport {
  bool trial = false;
  std::optional<std::string> update_id;
  int64_t done = 0, already = 0, refused = 0, hidden = 0;
  std::vector<IncidentOutcome> items;  // children, the parent last
};
BOOST_DESCRIBE_STRUCT(IncidentReport, (), (trial, update_id, done, already, refused, hidden, items))

}  // namespace huiyin::api::dto
