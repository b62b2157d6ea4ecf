#include "ledger/event_leaf.h"

#include "base/utf8.h"
#include "ledger/merkle.h"
#include "ledger/wire.h"

namespace huiyin::ledger {
namespace {

struct TextField {
  std::string_view name;
  std::string_view EventView::*view;
  std::string Event::*owned;
  size_t max_bytes;
};

constexpr TextField kTextFields[] = {
    {"ticket_no", &EventView::ticket_no, &Event::ticket_no, kMaxTicketNoBytes},
    {"actor", &EventView::actor, &Event::actor, kMaxActorBytes},
    {"kind", &EventView::kind, &Event::kind, kMaxKindBytes},
    {"payload", &EventView::payload, &Event::payload, kMaxPayloadBytes},
};

void PutText(std::string& out, std::string_view text) {
  // Databases hold at most 2 GB in a value; a longer one would make the encoding ambiguous.
  HY_CHECK(text.size() <= UINT32_MAX);
  PutU32(out, static_cast<uint32_t>(text.size()));
  out += text;
}

}  // namespace

Status CheckEvent(const EventView& event) {
  for (const TextField& field : kTextFields) {
    const std::string_view text = event.*field.view;
    if (text.size() > field.max_bytes) {
      return Error(ErrorCode::kTooLarge,
                   "event " + std::string(field.name) + " has more than " +
                       std::to_string(field.max_bytes) + " bytes",
                   "leaf_field_too_long");
    }
    if (!IsValidUtf8(text)) {
      return InvalidArgument("event " + std::string(field.name) + " is not UTF-8", "leaf_field");
    }
  }
  if (event.kind.empty()) return InvalidArgument("event without a kind", "leaf_field");
  return Ok();
}

void EncodeLeafInto(const EventView& event, std::string& out) {
  out.clear();
  out += static_cast<char>(kLeafVersion);
  PutU64(out, event.seq);
  PutU64(out, static_cast<uint64_t>(event.at.us));
  PutU64(out, static_cast<uint64_t>(event.ticket_id));
  for (const TextField& field : kTextFields) PutText(out, event.*field.view);
}

std::string EncodeLeaf(const EventView& event) {
  std::string out;
  out.reserve(kLeafFixedBytes + event.ticket_no.size() + event.actor.size() + event.kind.size() +
              event.payload.size());
  EncodeLeafInto(event, out);
  return out;
}

Result<Event> DecodeLeaf(std::string_view bytes) {
  const auto truncated = [] {
    return InvalidArgument("the event ends too early", "leaf_truncated");
  };
  WireReader reader(bytes);
  const uint8_t version = reader.U8();
  if (!reader.ok()) return truncated();
  if (version != kLeafVersion) {
    return InvalidArgument("unknown event version " + std::to_string(version), "leaf_version");
  }
  Event event;
  event.seq = reader.U64();
  event.at.us = reader.I64();
  event.ticket_id = reader.I64();
  for (const TextField& field : kTextFields) {
    const uint32_t length = reader.U32();
    if (!reader.ok()) return truncated();
    if (length > field.max_bytes) {
      return InvalidArgument("event " + std::string(field.name) + " is too long",
                             "leaf_field_too_long");
    }
    event.*field.owned = reader.Take(length);
    if (!reader.ok()) return truncated();
  }
  if (!reader.AtEnd()) {
    return InvalidArgument("bytes after the end of the event", "leaf_trailing_bytes");
  }
  TRY(CheckEvent(event));
  return event;
}

Hash32 LeafHash(const EventView& event) {
  thread_local std::string buffer;
  EncodeLeafInto(event, buffer);
  return HashLeaf(buffer);
}

}  // namespace huiyin::ledger
