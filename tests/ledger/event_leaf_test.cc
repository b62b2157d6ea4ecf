#include "ledger/event_leaf.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "ledger/merkle.h"
#include "ledger/sample_log.h"

namespace huiyin::ledger {
namespace {

std::string TypeOf(std::string_view bytes) {
  const auto event = DecodeLeaf(bytes);
  return event.ok() ? "ok" : event.error().type;
}

TEST(EventLeaf, Layout_IsTheDocumentedOne) {
  const Event event{5, Instant{1'000'001}, "T1", -2, "a", "k", "{}"};
  EXPECT_EQ(HexEncode(EncodeLeaf(event)),
            "01"
            "0000000000000005"
            "00000000000f4241"
            "fffffffffffffffe"
            "00000002"
            "5431"
            "00000001"
            "61"
            "00000001"
            "6b"
            "00000002"
            "7b7d");
  EXPECT_EQ(LeafHash(event), HashLeaf(EncodeLeaf(event)));
  EXPECT_EQ(LeafHash(event), Sha256({std::string_view("\0", 1), EncodeLeaf(event)}));
}

TEST(EventLeaf, EveryEvent_SurvivesEncodingAndEveryBytePrefixIsRefused) {
  EXPECT_TRUE(rc::check([] {
    const Event event = SampleEvent(*rc::gen::arbitrary<uint64_t>() >> 2);
    const std::string bytes = EncodeLeaf(event);
    RC_ASSERT(*DecodeLeaf(bytes) == event);
    RC_ASSERT(TypeOf(std::string_view(bytes).substr(
                  0, *rc::gen::inRange<size_t>(0, bytes.size()))) == "leaf_truncated");
    RC_ASSERT(TypeOf(bytes + "x") == "leaf_trailing_bytes");
  }));
}

TEST(EventLeaf, AnyChangedByte_IsRefusedOrAnotherEvent) {
  EXPECT_TRUE(rc::check([] {
    const Event event = SampleEvent(*rc::gen::inRange<uint64_t>(0, 1'000'000));
    std::string bytes = EncodeLeaf(event);
    bytes[*rc::gen::inRange<size_t>(0, bytes.size())] ^=
        static_cast<char>(*rc::gen::inRange(1, 256));
    const auto decoded = DecodeLeaf(bytes);
    if (!decoded.ok()) return;
    RC_ASSERT(!(*decoded == event));
    RC_ASSERT(EncodeLeaf(*decoded) == bytes);
  }));
}

TEST(EventLeaf, HostileBytes_AreRefusedByName) {
  EXPECT_EQ(TypeOf(""), "leaf_truncated");
  EXPECT_EQ(TypeOf("\x02"), "leaf_version");
  std::string bytes = EncodeLeaf(SampleEvent(1));
  bytes.replace(25, 4, "\xff\xff\xff\xff");
  EXPECT_EQ(TypeOf(bytes), "leaf_field_too_long");
  Event event = SampleEvent(1);
  event.kind = "";
  EXPECT_EQ(TypeOf(EncodeLeaf(event)), "leaf_field");
  event.kind = "\xff";
  EXPECT_EQ(TypeOf(EncodeLeaf(event)), "leaf_field");
}

TEST(CheckEvent, TooLongFields_AreRefusedAndTheLimitsAccepted) {
  Event event = SampleEvent(1);
  event.payload.assign(kMaxPayloadBytes, ' ');
  event.actor.assign(kMaxActorBytes, 'a');
  EXPECT_TRUE(CheckEvent(event).ok());
  EXPECT_TRUE(DecodeLeaf(EncodeLeaf(event)).ok());
  event.payload += ' ';
  EXPECT_EQ(CheckEvent(event).error().code, ErrorCode::kTooLarge);
  event = SampleEvent(1);
  event.ticket_no.assign(kMaxTicketNoBytes + 1, '1');
  EXPECT_EQ(CheckEvent(event).error().type, "leaf_field_too_long");
}

}  // namespace
}  // namespace huiyin::ledger
