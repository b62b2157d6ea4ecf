#include "api/problems.h"

#include <algorithm>

namespace huiyin::api {
namespace {

constexpr std::string_view kTicket =
    "/api/v1/tickets /api/v1/track /api/v1/incidents /api/v1/bulk-notices";

constexpr ProblemCode kCodes[] = {
    {"invalid_json", 400, "the body is no JSON, or deeper than 32", "body"},
    {"invalid_utf8", 400, "the body is not UTF-8", "body"},
    {"invalid_argument", 400, "the input is wrong", "*"},
    {"invalid_field", 400, "a field or parameter; `errors` names each one",
     "body signed_in /api/v1/track /api/v1/feedback /api/v1/public"},
    {"pow_required", 400, "the proof of work is missing", "/api/v1/feedback"},
    {"pow_invalid", 400, "the proof of work does not solve its challenge", "/api/v1/feedback"},
    {"pow_expired", 400, "the challenge is too old; ask for another", "/api/v1/feedback"},
    {"pow_used", 400, "the challenge was already used", "/api/v1/feedback"},
    {"template_lint", 400, "the template lacks what a reply must have",
     "/api/v1/templates /api/v1/documents"},
    {"template_syntax", 400, "a placeholder is not closed",
     "/api/v1/templates /api/v1/documents /api/v1/tickets"},
    {"template_variable", 400, "a placeholder nobody fills",
     "/api/v1/templates /api/v1/documents /api/v1/tickets"},
    {"password_empty", 400, "a password is empty", "/api/v1/session /api/v1/users"},
    {"bad_text", 400, "a text the database cannot keep (NUL)", "*"},
    {"bad_multipart", 400, "the body is no multipart/form-data with one part `file`", "file"},
    {"empty_file", 400, "the file is empty", "file"},
    {"type_not_allowed", 400, "files of this kind are not kept; `detail` names those that are",
     "file"},
    {"extension_mismatch", 400, "the name's ending contradicts the content", "file"},
    {"dangerous_content", 400, "the file is two things at once, or holds macros or script", "file"},
    {"signed_out", 401, "nobody is signed in", "*"},
    {"session_expired", 401, "the session ended; sign in again", "*"},
    {"invalid_token", 401, "the bearer token is unknown or revoked", "*"},
    {"token_expired", 401, "the bearer token is too old", "*"},
    {"invalid_credentials", 401, "user, password or code are wrong", "/api/v1/session"},
    {"totp_required", 401, "the second factor is missing", "/api/v1/session"},
    {"totp_wrong", 401, "the second factor is wrong", "/api/v1/session"},
    {"totp_replayed", 401, "the second factor was already used", "/api/v1/session"},
    {"csrf_failed", 403, "`X-CSRF-Token` is missing or not this session's", "*"},
    {"permission_denied", 403, "the caller lacks the permission named in `detail`", "*"},
    {"password_change_required", 403, "first change the password", "signed_in"},
    {"two_factor_setup_required", 403, "first set up the second factor", "signed_in"},
    {"approval_role", 403, "this step waits for another role, or it is one's own",
     "/api/v1/tickets /api/v1/bulk-notices"},
    {"not_found", 404, "nothing at this address or under this id", "*"},
    {"form_not_found", 404, "no such form", "/api/v1/public /api/v1/feedback /api/v1/forms"},
    {"tracking_not_found", 404, "link, number or code lead nowhere",
     "/api/v1/track /api/v1/public/track"},
    {"ticket_not_found", 404, "no such ticket, or none the caller may see", kTicket},
    {"customer_not_found", 404, "no such customer", "/api/v1/customers"},
    {"unknown_transition", 404, "there is no such transition", "/api/v1/tickets"},
    {"user_not_found", 404, "no such user", "/api/v1/users /api/v1/tickets /api/v1/tokens"},
    {"department_not_found", 404, "no such department",
     "/api/v1/departments /api/v1/users /api/v1/tickets"},
    {"document_kind_unknown", 404, "no such kind of document", "/api/v1/documents"},
    {"document_not_found", 404, "no such document",
     "/api/v1/documents /api/v1/templates /api/v1/routing-rules /api/v1/tickets"},
    {"template_not_found", 404, "no such template",
     "/api/v1/templates /api/v1/tickets /api/v1/incidents /api/v1/bulk-notices"},
    {"attachment_not_found", 404, "no such file, or none the caller may see",
     "/api/v1/tickets/{ticket_no}/attachments/ /api/v1/track/{secret}/attachments/"},
    {"outbox_not_found", 404, "nothing waits under this id", "/api/v1/outbox"},
    {"token_not_found", 404, "no such token", "/api/v1/tokens"},
    {"webhook_not_found", 404, "no such webhook", "/api/v1/webhooks"},
    {"bulk_notice_not_found", 404, "no such notice, or its incident may not be read",
     "/api/v1/bulk-notices"},
    {"view_not_found", 404, "no such view, or none the caller may see or change",
     "/api/v1/saved-views"},
    {"method_not_allowed", 405, "`Allow` names what this address takes", "*"},
    {"idempotency_conflict", 409, "the same Idempotency-Key came with another body",
     "/api/v1/feedback /api/v1/tickets /api/v1/incidents /api/v1/bulk-notices"},
    {"transition_refused", 409, "the ticket's state does not allow it; `errors` names each guard",
     kTicket},
    {"attachments_full", 409, "the ticket keeps no more files; `detail` says how many", "file"},
    {"failed_precondition", 409, "not possible in this state", "*"},
    {"conflict", 409, "it contradicts what is stored", "*"},
    {"unique_violation", 409, "this name is taken", "*"},
    {"foreign_key_violation", 409, "it names something that does not exist", "*"},
    {"task_done", 409, "the sub-task is already done", "/api/v1/tickets"},
    {"has_parent", 409, "the ticket already has a parent", "/api/v1/tickets"},
    {"parent_circle", 409, "a ticket cannot be its own ancestor", "/api/v1/tickets"},
    {"not_a_chat", 409, "only in a chat can a person be asked for",
     "/api/v1/track/{secret}/person"},
    {"not_a_child", 409, "the ticket has another parent, or none",
     "/api/v1/tickets /api/v1/incidents"},
    {"incident_full", 409, "an incident has no more than 500 children", "/api/v1/incidents"},
    {"incident_empty", 409, "the incident has no children the caller may see",
     "/api/v1/incidents /api/v1/bulk-notices"},
    {"second_person_required", 409,
     "a text to five or more tickets: ask for it with POST /api/v1/bulk-notices",
     "/api/v1/incidents /api/v1/tickets/bulk"},
    {"bulk_too_few", 409, "fewer than five tickets are told without a second person",
     "/api/v1/bulk-notices"},
    {"bulk_decided", 409, "the notice was decided or withdrawn meanwhile", "/api/v1/bulk-notices"},
    {"children_open", 409, "stands in a report: the parent waits for its children",
     "/api/v1/incidents"},
    {"nothing_to_reveal", 409, "the ticket keeps no such data", "/api/v1/tickets"},
    {"erased", 409, "the customer's data was erased",
     "/api/v1/tickets /api/v1/track /api/v1/incidents /api/v1/customers/{id}/export"},
    {"open_tickets", 409, "tickets of the person are not closed; `detail` names them",
     "/api/v1/customers/{id}/erase"},
    {"legal_hold", 409, "tickets of the person are kept as evidence; `detail` names them",
     "/api/v1/customers/{id}/erase"},
    {"department_in_use", 409, "people or tickets still belong to it", "/api/v1/departments"},
    {"last_administrator", 409, "nobody else could administer", "/api/v1/roles /api/v1/users"},
    {"webhook_inactive", 409, "the webhook is switched off", "/api/v1/webhooks"},
    {"webhooks_full", 409, "an instance has no more than 20 webhooks", "/api/v1/webhooks"},
    {"views_full", 409, "a person keeps no more than 50 views", "/api/v1/saved-views"},
    {"separation_of_duties", 409, "these roles or permissions exclude each other",
     "/api/v1/roles /api/v1/users"},
    {"two_factor_enabled", 409, "the second factor is already on", "/api/v1/session/totp"},
    {"two_factor_not_begun", 409, "begin the set-up first", "/api/v1/session/totp"},
    {"two_factor_off", 409, "there is no second factor", "/api/v1/session/totp"},
    {"stale_etag", 412, "somebody else changed it meanwhile; nothing was changed", "signed_in"},
    {"export_too_large", 413, "more rows than an export may have", "/api/v1/tickets/export"},
    {"too_large", 413, "the body is larger than this route takes", "*"},
    {"if_match_required", 428, "send the `etag` you read as `If-Match`", "/api/v1/tickets"},
    {"rate_limited", 429, "too often; `Retry-After` says when", "*"},
    {"locked_out", 429, "too many failed sign-ins; `Retry-After` says when", "/api/v1/session"},
    {"internal", 500, "the server failed; nothing was changed", "*"},
    {"corruption", 500, "stored data fail their check; nothing was changed", "*"},
    {"unknown_key", 500, "sealed with a key that is not in the key ring", "*"},
    {"sealed_altered", 500, "sealed data fail their check", "*"},
    {"write_failed", 503, "the export could not be written on the server",
     "/api/v1/tickets/export"},
    {"busy", 503, "too many requests at once", "*"},
    {"queue_full", 503, "too many changes wait; nothing was changed", "*"},
    {"readers_busy", 503, "too many reads at once", "*"},
    {"log_being_read", 503, "the log is being read; the message says how far",
     "/api/v1/process /api/v1/process/tickets /api/v1/process/findings /api/v1/understanding "
     "/api/v1/tickets/{ticket_no}/similar"},
    {"login_busy", 503, "too many sign-ins at once", "/api/v1/session"},
    {"pow_busy", 503, "too many challenges are open", "/api/v1/public/challenge /api/v1/feedback"},
    {"database_busy", 503, "the database is locked by something else", "*"},
    {"database_gone", 503, "the database does not answer", "*"},
    {"disk_full", 503, "no room left; nothing was changed", "*"},
    {"disk_io", 503, "the disk refuses; nothing was changed", "*"},
    {"out_of_memory", 503, "no memory left; nothing was changed", "*"},
};

bool IsSort(std::string_view word, const Route& route) {
  if (word == "*") return true;
  if (word == "body") return route.request_schema != nullptr && !TakesFile(route);
  if (word == "file") return TakesFile(route);
  if (word == "signed_in") {
    return route.access == Access::kSignedIn || route.access == Access::kPermission;
  }
  return false;
}

}  // namespace

std::span<const ProblemCode> ProblemCodes() { return kCodes; }

bool CanAnswer(const Route& route, const ProblemCode& problem) {
  std::string_view rest = problem.where;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find(' '), rest.size());
    const std::string_view word = rest.substr(0, end);
    if (IsSort(word, route) || route.pattern.starts_with(word)) return true;
    rest = end == rest.size() ? std::string_view() : rest.substr(end + 1);
  }
  return false;
}

}  // namespace huiyin::api
