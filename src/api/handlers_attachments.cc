// Files of a ticket: taken when their content is of a kind on the list, answered so that no browser
// runs or shows them in Huiyin's name.
#include "api/call_parts.h"
#include "api/codec.h"
#include "api/handlers.h"
#include "api/ticket_dto.h"
#include "app/attachments.h"
#include "channels/attachment_type.h"
#include "http/multipart.h"

namespace huiyin::api {
namespace {

Status Limit(Call& call) {
  return call.shared.rates->Take("file", call.request.peer_address, call.context().Now());
}

Result<int64_t> TicketOf(Call& call) {
  TRY(Limit(call));
  return app::TicketOfTrackingSecret(*call.context().instance_key, call.request.Param("secret"));
}

// `bytes` of the answer points into the request's body.
Result<app::NewAttachment> FileOf(const http::Request& request) {
  http::MultipartLimits limits;
  limits.max_parts = 2;
  limits.max_file_bytes = app::kMaxAttachmentBytes;
  TRY_ASSIGN(const auto parts,
             http::ParseMultipart(request.Get("Content-Type"), request.body, limits));
  app::NewAttachment out;
  const http::Part* file = nullptr;
  for (const http::Part& part : parts) {
    if (part.name == "file" && part.is_file && file == nullptr) {
      file = &part;
    } else if (part.name == "visibility" && !part.is_file && part.data == "customer") {
      out.visibility = app::Visibility::kCustomer;
    } else if (part.name != "visibility" || part.is_file || part.data != "internal") {
      return InvalidField(part.name, "unknown_value", "one file; visibility customer or internal");
    }
  }
  if (file == nullptr) {
    return InvalidArgument("the part \"file\" is missing, or has no file name", "bad_multipart");
  }
  out.name = channels::SafeFileName(file->file_name);
  const auto type = channels::CheckAttachment(out.name, file->data);
  if (!type.ok()) {
    const std::string& code = type.error().type;
    if (code == "empty_file" || code == "type_not_allowed" || code == "extension_mismatch" ||
        code == "dangerous_content") {
      return type.error();
    }
    // What a reader of archives or encodings says of a file that is damaged.
    return InvalidArgument("the file cannot be read: " + type.error().message, "type_not_allowed");
  }
  out.content_type = std::string(channels::MediaType(*type));
  out.bytes = file->data;
  return out;
}

Result<int64_t> IdOf(Call& call) {
  return api::IdOf(call, NotFound("there is no such file", "attachment_not_found"));
}

// RFC 6266: an ASCII name for old clients, the true one in UTF-8 for the others.
std::string Disposition(std::string_view name) {
  std::string plain, full;
  for (const char c : name) {
    const bool safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '-' || c == '_';
    plain += safe ? c : '_';
    if (safe) {
      full += c;
    } else {
      full += '%';
      static constexpr char kHex[] = "0123456789ABCDEF";
      full += kHex[static_cast<uint8_t>(c) >> 4];
      full += kHex[static_cast<uint8_t>(c) & 15];
    }
  }
  return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + full;
}

http::Response AnswerFile(app::AttachmentFile file) {
  auto response = http::Response::Bytes(200, file.about.content_type, std::move(file.bytes));
  response.Set("Content-Disposition", Disposition(file.about.name));
  response.Set("X-Content-Type-Options", "nosniff");
  response.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
  response.Set("Cross-Origin-Resource-Policy", "same-origin");
  response.Set("X-Frame-Options", "DENY");
  response.Set("Cache-Control", "private, no-store");
  response.compression = http::Compression::kNever;
  return response;
}

}  // namespace

Result<http::Response> PostAttachment(Call& call) {
  TRY_ASSIGN(const auto file, FileOf(call.request));
  TRY_ASSIGN(const auto added,
             app::AttachAsStaff(call.context(), call.actor, call.Param("ticket_no"), file));
  return http::Response::Json(201, Encode(AttachmentDto(added)));
}

Result<http::Response> GetAttachment(Call& call) {
  TRY_ASSIGN(const auto ticket,
             call.context().db->Get<app::TicketView>([&](store::Session& session) {
               return app::ReadTicket(call.context(), session, call.actor, call.Param("ticket_no"));
             }));
  TRY_ASSIGN(const int64_t id, IdOf(call));
  TRY_ASSIGN(auto file, app::ReadAttachment(call.context(), ticket, id));
  return AnswerFile(std::move(file));
}

Result<http::Response> PostTrackAttachment(Call& call) {
  TRY_ASSIGN(const int64_t ticket, TicketOf(call));
  TRY_ASSIGN(const auto file, FileOf(call.request));
  TRY_ASSIGN(const auto added, app::AttachAsCustomer(call.context(), ticket, file));
  return http::Response::Json(201, Encode(AttachmentDto(added)));
}

Result<http::Response> GetTrackAttachment(Call& call) {
  TRY_ASSIGN(const int64_t ticket_id, TicketOf(call));
  TRY_ASSIGN(const auto ticket,
             call.context().db->Get<app::TicketView>([&](store::Session& session) {
               return app::ReadTicketOfCustomer(call.context(), session, ticket_id);
             }));
  TRY_ASSIGN(const int64_t id, IdOf(call));
  TRY_ASSIGN(auto file, app::ReadAttachment(call.context(), ticket, id));
  return AnswerFile(std::move(file));
}

}  // namespace huiyin::api
