// The bodies and answers of the API as described structs (docs/api.md). Include in .cc files only.
#pragma once

#include <boost/describe.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/codec.h"

namespace huiyin::api::dto {

struct Contact {
  std::optional<std::string> name, mobile, email;
};
BOOST_DESCRIBE_STRUCT(Contact, (), (name, mobile, email))

struct Pow {
  std::string challenge, nonce;
};
BOOST_DESCRIBE_STRUCT(Pow, (), (challenge, nonce))

// What the widget on somebody's site knows.
struct WidgetIn {
  std::optional<std::string> page, version, user_id, signature;
};
BOOST_DESCRIBE_STRUCT(WidgetIn, (), (page, version, user_id, signature))

struct FeedbackIn {
  std::string channel, text;
  std::optional<std::string> category, complaint_kind, priority, product, order_no, form, website;
  std::optional<Contact> contact;
  std::optional<Instant> received_at;
  std::optional<RawJson> custom;
  std::optional<Pow> pow;
  std::optional<WidgetIn> widget;
  std::optional<int64_t> department_id, owner_id;
  std::optional<bool> to_human;  // chat and bot: the customer waits for a person
};
BOOST_DESCRIBE_STRUCT(FeedbackIn, (),
                      (channel, text, category, complaint_kind, priority, product, order_no, form,
                       website, contact, received_at, custom, pow, widget, department_id, owner_id,
                       to_human))

struct FeedbackOut {
  std::string ticket_no, tracking_url, tracking_secret, contact_code, receipt;
  bool duplicate = false;
  std::optional<Instant> promised_at;
};
BOOST_DESCRIBE_STRUCT(FeedbackOut, (),
                      (ticket_no, tracking_url, tracking_secret, contact_code, receipt, duplicate,
                       promised_at))

struct SessionIn {
  std::string user, password;
  std::optional<std::string> totp;
};
BOOST_DESCRIBE_STRUCT(SessionIn, (), (user, password, totp))

struct Me {
  int64_t id = 0;
  std::string user, display_name, locale;
  std::optional<int64_t> department_id;
  std::string department;
  std::vector<std::string> roles, permissions;
  std::string csrf_token, limit;
  bool two_factor = false, two_factor_required = false;
};
BOOST_DESCRIBE_STRUCT(Me, (),
                      (id, user, display_name, locale, department_id, department, roles,
                       permissions, csrf_token, limit, two_factor, two_factor_required))

struct PasswordIn {
  std::string old_password, new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordIn, (), (old_password, new_password))

struct CodeIn {
  std::string code;
};
BOOST_DESCRIBE_STRUCT(CodeIn, (), (code))

struct PasswordOnly {
  std::string password;
};
BOOST_DESCRIBE_STRUCT(PasswordOnly, (), (password))

struct TotpOut {
  std::string secret, uri;
};
BOOST_DESCRIBE_STRUCT(TotpOut, (), (secret, uri))

struct RecoveryOut {
  std::vector<std::string> recovery_codes;
};
BOOST_DESCRIBE_STRUCT(RecoveryOut, (), (recovery_codes))

struct Presence {
  bool online = false;
};
BOOST_DESCRIBE_STRUCT(Presence, (), (online))

struct ChallengeOut {
  std::string challenge;
  int difficulty = 0;
  std::string algorithm;
  Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(ChallengeOut, (), (challenge, difficulty, algorithm, expires_at))

struct FormOption {
  std::string value;
  std::map<std::string, std::string> label;
};
BOOST_DESCRIBE_STRUCT(FormOption, (), (value, label))

struct FormField {
  std::string name, kind;
  std::map<std::string, std::string> label, help;
  bool required = false;
  std::vector<FormOption> options;
  std::optional<double> min, max;
};
BOOST_DESCRIBE_STRUCT(FormField, (), (name, kind, label, help, required, options, min, max))

struct PublicForm {
  std::string form;
  std::map<std::string, std::string> title, intro;
  std::vector<std::string> categories;
  std::vector<FormField> fields;
  std::vector<std::string> products;
  std::string contact;
};
BOOST_DESCRIBE_STRUCT(PublicForm, (), (form, title, intro, categories, fields, products, contact))

struct TrackIn {
  std::string ticket_no, contact_code;
};
BOOST_DESCRIBE_STRUCT(TrackIn, (), (ticket_no, contact_code))

struct TrackSecret {
  std::string tracking_secret;
};
BOOST_DESCRIBE_STRUCT(TrackSecret, (), (tracking_secret))

struct TextIn {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(TextIn, (), (text))

struct OptionalTextIn {
  std::optional<std::string> text;
};
BOOST_DESCRIBE_STRUCT(OptionalTextIn, (), (text))

struct ReasonIn {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReasonIn, (), (reason))

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

struct RateIn {
  int rating = 0;
  std::optional<std::string> comment;
};
BOOST_DESCRIBE_STRUCT(RateIn, (), (rating, comment))

struct TrackStep {
  std::string id;
  std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(TrackStep, (), (id, at))

struct TrackMessage {
  std::string id, from;
  Instant at;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(TrackMessage, (), (id, from, at, text))

struct TrackSolution {
  std::string summary;
  std::vector<std::string> steps;
  std::optional<Instant> expected_at;
};
BOOST_DESCRIBE_STRUCT(TrackSolution, (), (summary, steps, expected_at))

struct Attachment {
  int64_t id = 0;
  std::string name, content_type;
  int64_t size_bytes = 0;
  Instant created_at;
  std::string from, visibility;  // customer, staff; customer, internal
};
BOOST_DESCRIBE_STRUCT(Attachment, (),
                      (id, name, content_type, size_bytes, created_at, from, visibility))

struct Track {
  std::string ticket_no, state;
  int step = 0;
  std::vector<TrackStep> steps;
  Instant received_at;
  std::string handled_by;
  std::optional<Instant> next_promised_at;
  bool can_confirm = false, can_reopen = false, can_rate = false;
  bool can_ask_person = false, waits_for_person = false;  // conversations: chat, bot
  std::optional<int64_t> rating;
  std::vector<TrackMessage> messages;
  std::optional<TrackSolution> solution;
  std::vector<Attachment> attachments;
};
BOOST_DESCRIBE_STRUCT(Track, (),
                      (ticket_no, state, step, steps, received_at, handled_by, next_promised_at,
                       can_confirm, can_reopen, can_rate, can_ask_person, waits_for_person, rating,
                       messages, solution, attachments))

struct ReceiptOut {
  std::string receipt;
};
BOOST_DESCRIBE_STRUCT(ReceiptOut, (), (receipt))

struct NextDue {
  std::string clock;
  Instant due_at;
  std::string state;
};
BOOST_DESCRIBE_STRUCT(NextDue, (), (clock, due_at, state))

struct TicketRow {
  int64_t id = 0;
  std::string ticket_no, state;
  std::optional<std::string> sub_state;
  std::string priority, category;
  std::optional<std::string> complaint_kind;
  std::string channel, sentiment;
  int emotion_intensity = 0;
  bool sensitive = false;
  std::string title;
  std::vector<std::string> topics;
  std::optional<std::string> product;
  std::optional<int64_t> department_id;
  std::string department;
  std::optional<int64_t> owner_id;
  std::string owner, customer_masked;
  Instant received_at, updated_at;
  std::optional<NextDue> next_due;
  bool breached = false, unread = false;
  std::vector<std::string> tags;
  int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(TicketRow, (),
                      (id, ticket_no, state, sub_state, priority, category, complaint_kind, channel,
                       sentiment, emotion_intensity, sensitive, title, topics, product,
                       department_id, department, owner_id, owner, customer_masked, received_at,
                       updated_at, next_due, breached, unread, tags, version))

struct TicketPage {
  std::vector<TicketRow> items;
  std::optional<std::string> next_cursor;
};
BOOST_DESCRIBE_STRUCT(TicketPage, (), (items, next_cursor))

struct SimilarTicket {
  TicketRow ticket;
  double likeness = 0;  // 0..1
  bool near_duplicate = false;
};
BOOST_DESCRIBE_STRUCT(SimilarTicket, (), (ticket, likeness, near_duplicate))

struct SimilarTickets {
  std::vector<SimilarTicket> items;
};
BOOST_DESCRIBE_STRUCT(SimilarTickets, (), (items))

struct FieldQuality {
  std::string field;
  int64_t seen = 0, wrong = 0;
  double rate = 0, low = 0, high = 0;
};
BOOST_DESCRIBE_STRUCT(FieldQuality, (), (field, seen, wrong, rate, low, high))

struct VersionQuality {
  std::string version;
  Instant first_at, last_at;
  int64_t tickets = 0, seen = 0;
  std::vector<FieldQuality> fields;
};
BOOST_DESCRIBE_STRUCT(VersionQuality, (), (version, first_at, last_at, tickets, seen, fields))

struct Confusion {
  std::string was, now;
  int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(Confusion, (), (was, now, count))

struct Misjudged {
  TicketRow ticket;
  std::string field, was, now;
};
BOOST_DESCRIBE_STRUCT(Misjudged, (), (ticket, field, was, now))

struct VerdictQuality {
  std::vector<VersionQuality> versions;
  std::vector<Confusion> category;
  std::vector<Misjudged> examples;
};
BOOST_DESCRIBE_STRUCT(VerdictQuality, (), (versions, category, examples))

struct IncidentCandidate {
  int64_t count = 0;
  std::vector<TicketRow> tickets;  // oldest first
};
BOOST_DESCRIBE_STRUCT(IncidentCandidate, (), (count, tickets))

struct IncidentCandidates {
  std::vector<IncidentCandidate> items;
};
BOOST_DESCRIBE_STRUCT(IncidentCandidates, (), (items))

struct ExplainedStep {
  Instant at;
  std::string zh, en;
};
BOOST_DESCRIBE_STRUCT(ExplainedStep, (), (at, zh, en))

struct Clock {
  std::string clock;
  int cycle = 1;
  std::string state;
  Instant started_at, due_at;
  std::optional<Instant> target_due_at, stopped_at;
  bool statutory = false, calendar_incomplete = false;
  std::vector<ExplainedStep> explained;
};
BOOST_DESCRIBE_STRUCT(Clock, (),
                      (clock, cycle, state, started_at, due_at, target_due_at, stopped_at,
                       statutory, calendar_incomplete, explained))

struct EvidenceSpan {
  std::string field;
  int64_t start = 0, end = 0;
  double weight = 0;
};
BOOST_DESCRIBE_STRUCT(EvidenceSpan, (), (field, start, end, weight))

struct Understanding {
  double confidence = 0;
  std::vector<EvidenceSpan> evidence;
  std::string rule, version;
  std::vector<std::string> emotions, sensitive_classes;
  std::string root_cause;
};
BOOST_DESCRIBE_STRUCT(Understanding, (),
                      (confidence, evidence, rule, version, emotions, sensitive_classes,
                       root_cause))

struct ApprovalStep {
  std::string role, decided_by, decision;
  std::optional<Instant> at;
  std::string comment;
};
BOOST_DESCRIBE_STRUCT(ApprovalStep, (), (role, decided_by, decision, at, comment))

struct Approval {
  std::string state;
  std::vector<ApprovalStep> steps;
};
BOOST_DESCRIBE_STRUCT(Approval, (), (state, steps))

struct Handling {
  std::string restated, reproduced, impact_scope;
  int64_t affected_users = 0;
  std::optional<Instant> analysis_done_at;
  std::string plan;
  std::vector<std::string> plan_steps;
  std::string compensation_kind;
  int64_t compensation_minor = 0;
  std::string evaluation;
  Approval approval;
  std::string solution_summary;
  std::optional<Instant> solution_told_at;
  int cycle = 1;
};
BOOST_DESCRIBE_STRUCT(Handling, (),
                      (restated, reproduced, impact_scope, affected_users, analysis_done_at, plan,
                       plan_steps, compensation_kind, compensation_minor, evaluation, approval,
                       solution_summary, solution_told_at, cycle))

struct Customer {
  int64_t id = 0;
  std::string name_masked, mobile_masked, email_masked, tier;
  int64_t tickets = 0;
  bool erased = false;
};
BOOST_DESCRIBE_STRUCT(Customer, (),
                      (id, name_masked, mobile_masked, email_masked, tier, tickets, erased))

struct Link {
  std::string kind, ticket_no;
  std::optional<std::string> title, state;  // absent: the reader may not see that ticket
};
BOOST_DESCRIBE_STRUCT(Link, (), (kind, ticket_no, title, state))

struct Task {
  int64_t id = 0;
  std::string title;
  std::optional<int64_t> department_id, owner_id;
  std::string department, owner;
  std::optional<Instant> due_at, done_at;
  Instant created_at;
  std::string result;
};
BOOST_DESCRIBE_STRUCT(Task, (),
                      (id, title, department_id, owner_id, department, owner, due_at, done_at,
                       created_at, result))

struct Named {
  int64_t id = 0;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Named, (), (id, name))

struct Missing {
  std::string guard, zh, en;
};
BOOST_DESCRIBE_STRUCT(Missing, (), (guard, zh, en))

struct Allowed {
  std::string transition;
  bool allowed = false;
  std::string reason;
  std::vector<Missing> missing;
};
BOOST_DESCRIBE_STRUCT(Allowed, (), (transition, allowed, reason, missing))

struct RoutingStep {
  std::string rule;
  int64_t version = 0;
  std::vector<std::string> did;
};
BOOST_DESCRIBE_STRUCT(RoutingStep, (), (rule, version, did))

struct Ticket : TicketRow {
  std::string content, lang, order_no;
  std::optional<std::string> close_reason;
  std::string first_owner;
  RawJson custom;
  Understanding analysis;
  Handling handling;
  std::vector<Clock> clocks;
  std::optional<Customer> customer;
  std::vector<Link> links;
  std::vector<Task> tasks;
  std::vector<Named> watchers;
  std::vector<Allowed> allowed;
  std::vector<RoutingStep> routing;
  std::vector<Attachment> attachments;
  std::optional<int64_t> rating;
  std::string rating_comment, etag;
};
BOOST_DESCRIBE_STRUCT(Ticket, (TicketRow),
                      (content, lang, order_no, close_reason, first_owner, custom, analysis,
                       handling, clocks, customer, links, tasks, watchers, allowed, routing,
                       attachments, rating, rating_comment, etag))

struct TimelineActor {
  std::string kind;
  int64_t id = 0;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(TimelineActor, (), (kind, id, name))

struct TimelineItem {
  std::string id;
  int64_t seq = 0;
  Instant at;
  std::string kind, visibility;
  TimelineActor actor;
  std::string event, text;
  RawJson changes;
};
BOOST_DESCRIBE_STRUCT(TimelineItem, (),
                      (id, seq, at, kind, visibility, actor, event, text, changes))

struct Timeline {
  std::vector<TimelineItem> items;
};
BOOST_DESCRIBE_STRUCT(Timeline, (), (items))

struct Event {
  int64_t seq = 0;
  Instant at;
  std::string actor, kind;
  RawJson payload;
  std::string leaf_hash;
};
BOOST_DESCRIBE_STRUCT(Event, (), (seq, at, actor, kind, payload, leaf_hash))

struct Events {
  std::vector<Event> items;
};
BOOST_DESCRIBE_STRUCT(Events, (), (items))

// Every field any transition reads; which one reads what is in docs/api.md.
struct TransitionIn {
  std::optional<std::string> text, summary, reason, comment, restated, reproduced, impact_scope,
      root_cause, plan, compensation_kind, evaluation, priority, category, complaint_kind,
      sentiment, kind, ticket_no, into, field, title, result, of;
  std::optional<std::vector<std::string>> steps;
  std::optional<std::vector<int64_t>> mentions, message_ids;
  std::optional<int64_t> owner_id, department_id, affected_users, compensation_minor, task_id;
  std::optional<bool> sensitive, product_change, automatic;
  std::optional<Instant> next_at, expected_at, due_at;
};
BOOST_DESCRIBE_STRUCT(TransitionIn, (),
                      (text, summary, reason, comment, restated, reproduced, impact_scope,
                       root_cause, plan, compensation_kind, evaluation, priority, category,
                       complaint_kind, sentiment, kind, ticket_no, into, field, title, result, of,
                       steps, mentions, message_ids, owner_id, department_id, affected_users,
                       compensation_minor, task_id, sensitive, product_change, automatic, next_at,
                       expected_at, due_at))

struct MacroStepOut {
  std::string action, text, to;
  bool allowed = false;
  std::optional<std::string> code, detail;
  std::vector<std::string> missing;
};
BOOST_DESCRIBE_STRUCT(MacroStepOut, (), (action, text, to, allowed, code, detail, missing))

struct MacroTrial {
  std::string title;
  bool allowed = false;
  std::vector<MacroStepOut> steps;
};
BOOST_DESCRIBE_STRUCT(MacroTrial, (), (title, allowed, steps))

struct EditIn {
  std::optional<std::string> title, product, order_no;
  std::optional<std::vector<std::string>> tags, topics;
  std::optional<RawJson> custom;
};
BOOST_DESCRIBE_STRUCT(EditIn, (), (title, product, order_no, tags, topics, custom))

struct Revealed {
  std::string value;
  Instant until;
};
BOOST_DESCRIBE_STRUCT(Revealed, (), (value, until))

struct BulkIn {
  std::vector<std::string> ticket_nos;
  std::string transition;
  std::optional<TransitionIn> body;
};
BOOST_DESCRIBE_STRUCT(BulkIn, (), (ticket_nos, transition, body))

struct Refused {
  std::string ticket_no, detail;
};
BOOST_DESCRIBE_STRUCT(Refused, (), (ticket_no, detail))

struct BulkOut {
  std::vector<std::string> done;
  std::vector<Refused> refused;
};
BOOST_DESCRIBE_STRUCT(BulkOut, (), (done, refused))

}  // namespace huiyin::api::dto
