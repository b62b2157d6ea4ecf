#include "app/bulk_notice_row.h"

#include <algorithm>

#include "app/json_read.h"
#include "base/json_text.h"
#include "store/session.h"

namespace huiyin::app {

namespace {

Error Unreadable() { return Error(ErrorCode::kCorruption, "a notice to many cannot be read"); }

// A refusal as it is kept: the guards that failed are its fields.
Result<std::vector<IncidentOutcome>> ReadReport(std::string_view text) {
  TRY_ASSIGN(const auto value, ParseJson(text));
  if (!value.is_array()) return Unreadable();
  std::vector<IncidentOutcome> out;
  for (const auto& item : value.get_array()) {
    if (!item.is_object()) return Unreadable();
    const auto& object = item.get_object();
    IncidentOutcome outcome;
    outcome.ticket_no = TextOf(object, "ticket_no");
    outcome.already = BoolOf(object, "already").value_or(false);
    if (const std::string code = TextOf(object, "code"); !code.empty()) {
      outcome.refused = Conflict(TextOf(object, "detail"), code);
      if (const auto* fields = object.if_contains("fields"); fields && fields->is_array()) {
        for (const auto& field : fields->get_array()) {
          if (!field.is_object()) return Unreadable();
          outcome.refused->fields.push_back(
              {"", TextOf(field.get_object(), "problem"), TextOf(field.get_object(), "detail")});
        }
      }
    }
    out.push_back(std::move(outcome));
  }
  return out;
}

}  // namespace

std::string BulkNoticeSeal(int64_t id) { return "bulk_notice:" + std::to_string(id); }

Result<BulkNotice> ReadBulkNoticeRow(const Context& context, const store::Row& row) {
  BulkNotice out;
  out.id = row.Int(0);
  out.incident_id = row.Int(1);
  out.incident_no = row.Str(2);
  out.author_id = row.Int(3);
  const auto state = ParseBulkState(row.Text(4));
  if (!state) return Unreadable();
  out.state = *state;
  TRY_ASSIGN(const std::string message,
             context.keys->Open(std::string(row.BlobBytes(5)), BulkNoticeSeal(out.id)));
  TRY_ASSIGN(out.message, ParseMessage(message));
  out.ticket_nos = StringList(row.Text(6));
  out.hidden = row.Int(7);
  TRY_ASSIGN(out.report, ReadReport(row.Text(8)));
  out.audience = static_cast<int64_t>(out.ticket_nos.size());
  out.reached = std::min(static_cast<int64_t>(out.report.size()), out.audience);
  for (const IncidentOutcome& outcome : out.report) {
    ++(outcome.refused ? out.refused : outcome.already ? out.already : out.done);
  }
  out.created_at = row.At(9);
  out.decided_by = row.OptInt(10).value_or(0);
  out.decided_at = row.OptAt(11);
  out.comment = row.Str(12);
  return out;
}

std::string ReportText(const std::vector<IncidentOutcome>& report) {
  JsonText json;
  json.Open('[');
  for (const IncidentOutcome& outcome : report) {
    json.Open('{').Key("ticket_no").Str(outcome.ticket_no);
    if (outcome.already) json.Key("already").Bool(true);
    if (outcome.refused) {
      const Error& why = *outcome.refused;
      json.Key("code").Str(why.type.empty() ? ErrorCodeName(why.code) : std::string_view(why.type));
      json.Key("detail").Str(why.message).Key("fields").Open('[');
      for (const FieldError& field : why.fields) {
        json.Open('{').Key("problem").Str(field.problem).Key("detail").Str(field.detail).Close('}');
      }
      json.Close(']');
    }
    json.Close('}');
  }
  return json.Close(']').Take();
}

}  // namespace huiyin::app
