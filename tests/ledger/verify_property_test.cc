// Whatever single byte of a stored log changes, the verifier sees it and names the right place.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "ledger/sample_log.h"

namespace huiyin::ledger {
namespace {

// A change of one byte somewhere in the stored rows; the place for the test's message.
std::string ChangeOneByte(SampleLog& log, uint64_t& event) {
  const auto mask = static_cast<uint8_t>(*rc::gen::inRange(1, 256));
  const auto flip_text = [&](std::string& text) {
    text[*rc::gen::inRange<size_t>(0, text.size())] ^= static_cast<char>(mask);
  };
  const auto flip_number = [&](auto& number) {
    auto* bytes = reinterpret_cast<uint8_t*>(&number);
    bytes[*rc::gen::inRange<size_t>(0, sizeof number)] ^= mask;
  };
  event = *rc::gen::inRange<uint64_t>(0, log.rows.size());
  auto& row = log.rows[event];
  TreeHead& head = log.heads[*rc::gen::inRange<size_t>(0, log.heads.size())];
  Tile& tile = log.tiles[*rc::gen::inRange<size_t>(0, log.tiles.size())];
  switch (*rc::gen::inRange(0, 16)) {
    case 0:
      flip_number(row.event.seq);
      return "event.seq";
    case 1:
      flip_number(row.event.at.us);
      return "event.at";
    case 2:
      flip_text(row.event.ticket_no);
      return "event.ticket_no";
    case 3:
      flip_number(row.event.ticket_id);
      return "event.ticket_id";
    case 4:
      flip_text(row.event.actor);
      return "event.actor";
    case 5:
      flip_text(row.event.kind);
      return "event.kind";
    case 6:
      flip_text(row.event.payload);
      return "event.payload";
    case 7:
      row.leaf_hash[*rc::gen::inRange<size_t>(0, 32)] ^= mask;
      return "leaf_hash";
    case 8:
      flip_number(head.tree_size);
      return "head.tree_size";
    case 9:
      flip_number(head.at.us);
      return "head.at";
    case 10:
      head.root[*rc::gen::inRange<size_t>(0, 32)] ^= mask;
      return "head.root";
    case 11:
      flip_text(head.log_id);
      return "head.log_id";
    case 12:
      head.signature[*rc::gen::inRange<size_t>(0, 64)] ^= mask;
      return "head.signature";
    case 13:
      flip_number(tile.level);
      return "tile.level";
    case 14:
      flip_number(tile.index);
      return "tile.index";
    default:
      tile.hash[*rc::gen::inRange<size_t>(0, 32)] ^= mask;
      return "tile.hash";
  }
}

TEST(LogVerifier, AnySingleChangedByte_IsDetected) {
  const SampleLog honest = MakeLog({1, 254, 2, 300, 40});
  EXPECT_TRUE(rc::check([&] {
    SampleLog log = honest;
    uint64_t event = 0;
    const std::string place = ChangeOneByte(log, event);
    const Report report = VerifyLog(log);
    RC_LOG() << place << " at event " << event;
    RC_ASSERT(!report.ok);
    RC_ASSERT(report.first_bad().has_value());
    if (place.starts_with("event.") && place != "event.seq") {
      RC_ASSERT(report.first_bad() == event);
    }
  }));
}

// The same, but whoever changed an event also recomputed its hash and every tile: only the signed
// heads are left, and the range named must hold the event.
TEST(LogVerifier, AnyChangedEventWithRecomputedHashes_IsInsideTheNamedRange) {
  const SampleLog honest = MakeLog({1, 254, 2, 300, 40});
  EXPECT_TRUE(rc::check([&] {
    SampleLog log = honest;
    const auto event = *rc::gen::inRange<uint64_t>(0, log.rows.size());
    log.rows[event].event.payload += ' ';
    log.RehashLeaf(event);
    if (*rc::gen::inRange(0, 2) == 1) log.RebuildTiles();
    const Report report = VerifyLog(log);
    RC_ASSERT(!report.ok);
    RC_ASSERT(report.findings.front().kind == FindingKind::kAltered);
    RC_ASSERT(report.findings.front().first_seq <= event);
    RC_ASSERT(report.findings.front().last_seq >= event);
  }));
}

}  // namespace
}  // namespace huiyin::ledger
