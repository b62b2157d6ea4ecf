#include "base/result.h"

namespace huiyin {

std::string_view ErrorCodeName(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return "invalid_argument";
    case ErrorCode::kNotFound:
      return "not_found";
    case ErrorCode::kConflict:
      return "conflict";
    case ErrorCode::kPermissionDenied:
      return "permission_denied";
    case ErrorCode::kUnauthenticated:
      return "unauthenticated";
    case ErrorCode::kFailedPrecondition:
      return "failed_precondition";
    case ErrorCode::kRateLimited:
      return "rate_limited";
    case ErrorCode::kTooLarge:
      return "too_large";
    case ErrorCode::kUnavailable:
      return "unavailable";
    case ErrorCode::kTimeout:
      return "timeout";
    case ErrorCode::kCorruption:
      return "corruption";
    case ErrorCode::kInternal:
      return "internal";
  }
  return "internal";
}

Error&& Error::Prefixed(std::string_view prefix) && {
  message = std::string(prefix) + ": " + message;
  return std::move(*this);
}

Error&& Error::WithInternal(std::string text) && {
  internal = std::move(text);
  return std::move(*this);
}

std::string Error::ToString() const {
  std::string out(ErrorCodeName(code));
  out += ": " + message;
  for (const FieldError& field : fields) out += "; " + field.path + ": " + field.detail;
  if (!internal.empty()) out += " [" + internal + "]";
  return out;
}

namespace {
Error Make(ErrorCode code, std::string message, std::string type) {
  return Error(code, std::move(message), std::move(type));
}
}  // namespace

Error InvalidArgument(std::string message, std::string type) {
  return Make(ErrorCode::kInvalidArgument, std::move(message), std::move(type));
}
Error InvalidField(std::string path, std::string problem, std::string detail) {
  Error error(ErrorCode::kInvalidArgument, path + ": " + detail, "invalid_field");
  error.fields.push_back({std::move(path), std::move(problem), std::move(detail)});
  return error;
}
Error NotFound(std::string message, std::string type) {
  return Make(ErrorCode::kNotFound, std::move(message), std::move(type));
}
Error Conflict(std::string message, std::string type) {
  return Make(ErrorCode::kConflict, std::move(message), std::move(type));
}
Error FailedPrecondition(std::string message, std::string type) {
  return Make(ErrorCode::kFailedPrecondition, std::move(message), std::move(type));
}
Error PermissionDenied(std::string message, std::string type) {
  return Make(ErrorCode::kPermissionDenied, std::move(message), std::move(type));
}
Error Unauthenticated(std::string message, std::string type) {
  return Make(ErrorCode::kUnauthenticated, std::move(message), std::move(type));
}
Error Unavailable(std::string message, std::string type) {
  return Make(ErrorCode::kUnavailable, std::move(message), std::move(type));
}
Error Corruption(std::string message, std::string type) {
  return Make(ErrorCode::kCorruption, std::move(message), std::move(type));
}
Error Internal(std::string message) { return Make(ErrorCode::kInternal, std::move(message), {}); }

}  // namespace huiyin
