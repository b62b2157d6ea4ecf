// Every verb on one ticket: check the right, load, check the guard, record facts, save. One entry,
// one table of verbs.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "app/template_render.h"
#include "app/ticket_unit.h"
#include "domain/lifecycle.h"
#include "domain/permissions.h"

namespace huiyin::app {

inline constexpr size_t kMaxMessageCodePoints = 20'000;
inline constexpr size_t kMaxReasonCodePoints = 2'000;

// An e-mail of its own in place of the stage's: once an occasion and customer.
struct OwnNotice {
  std::string template_id;
  TemplateValues values;
  std::string occasion;
};

// What a verb may be told; each verb says in docs/api.md which fields it reads. Names as there.
struct Action {
  domain::Transition verb = domain::Transition::kNote;
  std::optional<std::string> if_match;  // ETag the caller has read; kEdit demands it
  std::string text, summary, reason, comment, restated, reproduced, impact_scope, root_cause, plan,
      compensation_kind, evaluation, priority, category, complaint_kind, sentiment, kind, ticket_no,
      field, title, result, product, order_no, custom, of, decision;
  std::vector<std::string> steps, tags, topics;
  std::vector<int64_t> mentions, message_ids;
  std::optional<int64_t> owner_id, department_id, affected_users, compensation_minor, task_id;
  std::optional<bool> sensitive, product_change;
  bool automatic = false;  // kReply: a machine speaks; stops no clock
  std::optional<Instant> next_at, expected_at, due_at;
  int rating = 0;
  OwnNotice notice;  // telling verbs; never from outside
  // Which optional texts were given at all (kEdit, kCorrect): names as in the API.
  std::vector<std::string> given;
  bool Given(std::string_view name) const;
};

struct Acted {
  std::string ticket_no;
  std::string etag;
  std::string value;                  // kReveal: the unmasked value
  Instant until;                      // kReveal: when the page hides it again
  std::string created_no;             // kSplit: the new ticket
  std::vector<std::string> warnings;  // e.g. priority_raised_late
};

// The permission a verb needs; customers' own verbs (confirm, reopen, rate, reply) are checked by
// customer_actions.h.
std::string_view PermissionOf(domain::Transition verb);

// How long its texts and lists may be: kInvalidArgument with the field.
Status CheckLimits(const Action& action);

// kNotFound when the actor may not even see the ticket; kPermissionDenied "permission_denied" with
// the permission that is missing; kConflict "transition_refused" / "stale_etag"; kInvalidArgument.
Result<Acted> ActOnTicket(const Context& context, const domain::Actor& actor,
                          const std::string& ticket_no, const Action& action);

// The ticket inside a command, if the actor may see it and it is as the caller read it: kNotFound
// "ticket_not_found", kConflict "stale_etag".
Result<TicketUnit> LoadForActor(const Context& context, const Config& config, store::Tx& tx,
                                int64_t id, const std::string& ticket_no,
                                const domain::Actor& actor,
                                const std::optional<std::string>& if_match);

// The same inside a command of somebody else (bulk, jobs, customer). Rights are not checked.
Status Perform(TicketUnit& unit, const domain::Actor& actor, const Action& action, Acted& out);

}  // namespace huiyin::app
