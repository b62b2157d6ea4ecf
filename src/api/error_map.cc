#include "api/error_map.h"

#include "base/json_text.h"
#include "base/log.h"

namespace huiyin::api {

int StatusOf(const Error& error) {
  if (error.type == "stale_etag") return 412;
  if (error.type == "if_match_required") return 428;
  switch (error.code) {
    case ErrorCode::kInvalidArgument:
      return 400;
    case ErrorCode::kNotFound:
      return 404;
    case ErrorCode::kConflict:
      return 409;
    case ErrorCode::kPermissionDenied:
      return 403;
    case ErrorCode::kUnauthenticated:
      return 401;
    case ErrorCode::kFailedPrecondition:
      return 409;
    case ErrorCode::kRateLimited:
      return 429;
    case ErrorCode::kTooLarge:
      return 413;
    case ErrorCode::kUnavailable:
      return 503;
    case ErrorCode::kTimeout:
      return 503;
    case ErrorCode::kCorruption:
      return 500;
    case ErrorCode::kInternal:
      return 500;
  }
  return 500;
}

http::Response ProblemOf(const Error& error, std::string_view request_id) {
  const int status = StatusOf(error);
  if (status >= 500 && status != 503) {
    log::Error("request " + std::string(request_id) + ": " + error.ToString());
  }
  const std::string type = error.type.empty() ? std::string(ErrorCodeName(error.code)) : error.type;
  JsonText json;
  json.Open('{').Key("type").Str(type);
  json.Key("title").Str(http::ReasonPhrase(status)).Key("status").Int(status);
  json.Key("detail").Str(status == 500 ? std::string("something failed here; nothing was changed")
                                       : error.message);
  json.Key("request_id").Str(request_id).Key("errors").Open('[');
  for (const FieldError& field : error.fields) {
    json.Open('{').Key("path").Str(field.path).Key("problem").Str(field.problem);
    json.Key("detail").Str(field.detail).Close('}');
  }
  json.Close(']').Close('}');
  http::Response response = http::Response::Json(status, json.Take());
  response.Set("Content-Type", "application/problem+json");
  if (status == 503 || status == 429) {
    response.Set("Retry-After", std::to_string(error.retry_after_s > 0 ? error.retry_after_s : 1));
  }
  return response;
}

}  // namespace huiyin::api
