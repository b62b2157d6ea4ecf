#include "app/context.h"

#include <charconv>
#include <cstdio>
#include <cstring>

namespace huiyin::app {
namespace {
constexpr int64_t kDayUs = 86'400'000'000;
constexpr size_t kTagBytes = 16;

std::string IdBytes(int64_t id) {
  std::string bytes(8, '\0');
  for (int i = 0; i < 8; ++i) bytes[static_cast<size_t>(i)] = static_cast<char>(id >> (56 - 8 * i));
  return bytes;
}

Hash32 Tag(const SecretKey& key, std::string_view purpose, int64_t id) {
  return Blake2b(std::string(purpose) + IdBytes(id), key.bytes());
}
}  // namespace

std::string TicketNo(int64_t id, Instant received_at) {
  const Date date = CivilFromDays(received_at.us / kDayUs);
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "T%02d%02d%02d-%06lld", date.year % 100, date.month,
                date.day, static_cast<long long>(id));
  return buffer;
}

Result<int64_t> TicketIdOf(std::string_view ticket_no) {
  const auto none = [&] {
    return NotFound("there is no ticket \"" + std::string(ticket_no.substr(0, 40)) + "\"",
                    "ticket_not_found");
  };
  if (ticket_no.size() < 14 || ticket_no.size() > 27 || ticket_no[0] != 'T' ||
      ticket_no[7] != '-') {
    return none();
  }
  int64_t id = 0;
  const char* end = ticket_no.data() + ticket_no.size();
  const auto parsed = std::from_chars(ticket_no.data() + 8, end, id);
  if (parsed.ec != std::errc() || parsed.ptr != end || id <= 0) return none();
  return id;
}

std::string TrackingSecret(const SecretKey& instance_key, int64_t ticket_id) {
  const Hash32 tag = Tag(instance_key, "track", ticket_id);
  return Base64UrlEncode(IdBytes(ticket_id) + std::string(View(tag).substr(0, kTagBytes)));
}

Result<int64_t> TicketOfTrackingSecret(const SecretKey& instance_key, std::string_view secret) {
  const auto none = [] {
    return NotFound("this link is not valid; open the one you were sent, or look the number up",
                    "tracking_not_found");
  };
  if (secret.size() > 64) return none();
  const auto bytes = Base64UrlDecode(secret);
  if (!bytes.ok() || bytes->size() != 8 + kTagBytes) return none();
  int64_t id = 0;
  for (int i = 0; i < 8; ++i)
    id = (id << 8) | static_cast<uint8_t>((*bytes)[static_cast<size_t>(i)]);
  const Hash32 tag = Tag(instance_key, "track", id);
  if (!SecretEquals(View(tag).substr(0, kTagBytes), std::string_view(*bytes).substr(8))) {
    return none();
  }
  return id;
}

std::string ContactCode(const SecretKey& instance_key, int64_t ticket_id) {
  const Hash32 tag = Tag(instance_key, "code", ticket_id);
  uint64_t value = 0;
  std::memcpy(&value, tag.data(), 8);
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "%08llu",
                static_cast<unsigned long long>(value % 100'000'000));
  return buffer;
}

}  // namespace huiyin::app
