// The canonical bytes of one event: what the log hashes and a receipt carries. Version 1; the exact
// layout is docs/formats/event-log.md. Pure functions. Two different events never have the same
// bytes, and DecodeLeaf accepts nothing that EncodeLeaf would not write.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace huiyin::ledger {

inline constexpr uint8_t kLeafVersion = 1;
inline constexpr size_t kMaxTicketNoBytes = 64;
inline constexpr size_t kMaxActorBytes = 128;
inline constexpr size_t kMaxKindBytes = 64;
inline constexpr size_t kMaxPayloadBytes = 1 << 20;
inline constexpr size_t kLeafFixedBytes = 1 + 8 + 8 + 8 + 4 * 4;
inline constexpr size_t kMaxLeafBytes =
    kLeafFixedBytes + kMaxTicketNoBytes + kMaxActorBytes + kMaxKindBytes + kMaxPayloadBytes;

// Refers to memory of the caller.
struct EventView {
  uint64_t seq = 0;  // position in the log, from 0, no gaps
  Instant at;
  std::string_view ticket_no;  // empty: not about a ticket
  int64_t ticket_id = 0;       // 0: not about a ticket
  std::string_view actor;
  std::string_view kind;
  std::string_view payload;  // canonical JSON text, no personal data in the clear
};

struct Event {
  uint64_t seq = 0;
  Instant at;
  std::string ticket_no;
  int64_t ticket_id = 0;
  std::string actor;
  std::string kind;
  std::string payload;
  operator EventView() const {  // NOLINT: a view is what every function here takes
    return {seq, at, ticket_no, ticket_id, actor, kind, payload};
  }
  bool operator==(const Event&) const = default;
};

// Whether the event may be written: lengths within the limits above (kTooLarge), kind not empty,
// texts valid UTF-8 (kInvalidArgument with the field). Ask before giving it a seq.
Status CheckEvent(const EventView& event);

// Total: encodes whatever it is given, also what CheckEvent refuses.
std::string EncodeLeaf(const EventView& event);
// The same into a buffer that is reused; `out` is replaced.
void EncodeLeafInto(const EventView& event, std::string& out);

// Strict: version, lengths, CheckEvent, nothing after the end. kInvalidArgument with type
// "leaf_version", "leaf_truncated", "leaf_field_too_long", "leaf_field", "leaf_trailing_bytes".
Result<Event> DecodeLeaf(std::string_view bytes);

// HashLeaf(EncodeLeaf(event)).
Hash32 LeafHash(const EventView& event);

}  // namespace huiyin::ledger
