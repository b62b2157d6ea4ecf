// The rights of the people the data is about: all of it in one file, and its erasure.
#include "api/call_parts.h"
#include "api/codec.h"
#include "api/dto_subject.h"
#include "api/handlers.h"
#include "app/erase_subject.h"
#include "app/export_subject.h"

namespace huiyin::api {
namespace {

Result<int64_t> CustomerOf(Call& call) {
  return IdOf(call, NotFound("there is no such customer", "customer_not_found"));
}

http::Response Told(const app::ErasureOutlook& o) {
  return http::Response::Json(
      200, Encode(dto::Erasure{o.customer_id, o.tickets, o.messages, o.attachments, o.open, o.held,
                               o.erased_at}));
}

}  // namespace

Result<http::Response> PostSubjectExport(Call& call) {
  TRY_ASSIGN(const int64_t id, CustomerOf(call));
  TRY_ASSIGN(const auto in, Decode<dto::SubjectReason>(call.request.body));
  TRY_ASSIGN(std::string text, app::ExportSubject(call.context(), call.actor, id, in.reason));
  http::Response response = http::Response::Json(200, std::move(text));
  response.Set("Content-Disposition",
               "attachment; filename=\"customer-" + std::to_string(id) + ".json\"");
  response.Set("Cache-Control", "no-store");
  return response;
}

Result<http::Response> GetSubjectErasure(Call& call) {
  TRY_ASSIGN(const int64_t id, CustomerOf(call));
  TRY_ASSIGN(const auto outlook, app::OutlookOfErasure(call.context(), call.actor, id));
  return Told(outlook);
}

Result<http::Response> PostSubjectErase(Call& call) {
  TRY_ASSIGN(const int64_t id, CustomerOf(call));
  TRY_ASSIGN(const auto in, Decode<dto::SubjectReason>(call.request.body));
  TRY_ASSIGN(const auto erased, app::EraseSubject(call.context(), call.actor, id, in.reason));
  return Told(erased);
}

}  // namespace huiyin::api
