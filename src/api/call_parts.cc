#include "api/call_parts.h"

#include <charconv>

namespace huiyin::api {
namespace {

constexpr size_t kMaxIdempotencyKey = 200;

}  // namespace

Result<int64_t> IdOf(const Call& call, const Error& otherwise) {
  const std::string_view text = call.request.Param("id");
  int64_t id = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), id);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return otherwise;
  return id;
}

Result<std::string> IdempotencyKeyOf(const Call& call) {
  const std::string_view key = call.request.Get("Idempotency-Key");
  if (key.size() > kMaxIdempotencyKey) {
    return InvalidArgument("the Idempotency-Key is longer than 200 bytes", "invalid_field");
  }
  return std::string(key);
}

}  // namespace huiyin::api
