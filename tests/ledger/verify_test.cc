#include "ledger/verify.h"

#include <gtest/gtest.h>

#include "ledger/sample_log.h"

namespace huiyin::ledger {
namespace {

const std::vector<uint64_t> kBatches = {1, 10, 300, 0, 7, 500, 182};  // 1,000 events

struct Expected {
  FindingKind kind;
  uint64_t first, last;
};

void ExpectFirst(const Report& report, const Expected& expected) {
  ASSERT_FALSE(report.ok);
  ASSERT_FALSE(report.findings.empty());
  const Finding& finding = report.findings.front();
  EXPECT_EQ(FindingKindName(finding.kind), FindingKindName(expected.kind)) << finding.message_en;
  EXPECT_EQ(finding.first_seq, expected.first) << finding.message_en;
  EXPECT_EQ(finding.last_seq, expected.last) << finding.message_en;
  EXPECT_EQ(report.first_bad(), expected.first);
  EXPECT_FALSE(finding.message_zh.empty());
  EXPECT_FALSE(finding.message_en.empty());
}

TEST(LogVerifier, UntouchedLog_IsOk) {
  const SampleLog log = MakeLog(kBatches);
  const Report report = VerifyLog(log, log.heads);
  EXPECT_TRUE(report.ok) << report.findings.front().message_en;
  EXPECT_EQ(report.events, 1'000u);
  EXPECT_EQ(report.heads, 7u);
  EXPECT_EQ(report.tiles, 3u);
  EXPECT_EQ(report.external_heads, 7u);
  EXPECT_EQ(report.root, log.heads.back().root);
  EXPECT_FALSE(report.first_bad().has_value());
}

TEST(LogVerifier, EmptyLog_IsOk) {
  EXPECT_TRUE(VerifyLog(SampleLog{}).ok);
  EXPECT_TRUE(VerifyLog(MakeLog({0})).ok);
}

TEST(LogVerifier, FedPageByPage_SaysTheSame) {
  const SampleLog log = MakeLog(kBatches);
  VerifyOptions options;
  options.trusted_keys = {TestKey().public_key()};
  LogVerifier verifier(options);
  size_t head = 0, tile = 0;
  for (uint64_t page = 0; page < 1'000; page += 100) {
    for (; head < log.heads.size() && log.heads[head].tree_size <= page + 100; ++head) {
      verifier.AddHead(log.heads[head]);
    }
    for (; tile < log.tiles.size() &&
           (log.tiles[tile].index + 1) << log.tiles[tile].level <= page + 100;
         ++tile) {
      verifier.AddTile(log.tiles[tile]);
    }
    for (uint64_t i = page; i < page + 100; ++i) {
      verifier.AddEvent(log.rows[i].event, View(log.rows[i].leaf_hash));
    }
  }
  const Report report = verifier.Finish();
  EXPECT_TRUE(report.ok) << report.findings.front().message_en;
}

TEST(LogVerifier, AlteredContents_NamesTheEvent) {
  SampleLog log = MakeLog(kBatches);
  log.rows[400].event.payload[5] ^= 1;
  ExpectFirst(VerifyLog(log), {FindingKind::kAltered, 400, 400});
  log.rows[123].event.at.us += 1;
  const Report report = VerifyLog(log);
  ExpectFirst(report, {FindingKind::kAltered, 123, 123});
  EXPECT_EQ(report.finding_count, 2u);  // the stored hashes still lead to the signed roots
}

TEST(LogVerifier, AlteredHashColumn_NamesTheEventOnly) {
  SampleLog log = MakeLog(kBatches);
  log.rows[400].leaf_hash[0] ^= 1;
  log.rows[700].leaf_hash[0] ^= 1;
  const Report report = VerifyLog(log);
  ExpectFirst(report, {FindingKind::kAltered, 400, 400});
  EXPECT_EQ(report.finding_count, 2u);
}

TEST(LogVerifier, HashColumnOfWrongLength_NamesTheEvent) {
  const SampleLog log = MakeLog({3});
  VerifyOptions options;
  options.trusted_keys = {TestKey().public_key()};
  LogVerifier verifier(options);
  verifier.AddHead(log.heads[0]);
  verifier.AddEvent(log.rows[0].event, View(log.rows[0].leaf_hash));
  verifier.AddEvent(log.rows[1].event, "short");
  verifier.AddEvent(log.rows[2].event, View(log.rows[2].leaf_hash));
  const Report report = verifier.Finish();
  ExpectFirst(report, {FindingKind::kAltered, 1, 1});
  EXPECT_EQ(report.finding_count, 1u);
}

TEST(LogVerifier, AlteredTogetherWithItsHash_IsFoundInTheNarrowestRange) {
  SampleLog log = MakeLog(kBatches);
  log.rows[400].event.payload[5] ^= 1;
  log.RehashLeaf(400);
  // Heads at 318 and 818; the tile over 256..511 is wrong: both together leave 318..511.
  ExpectFirst(VerifyLog(log), {FindingKind::kAltered, 318, 511});
  log.RebuildTiles();
  ExpectFirst(VerifyLog(log), {FindingKind::kAltered, 318, 817});
  // A head exported at 400 narrows it from the right, one at 401 … from the left.
  const SampleLog honest = MakeLog(kBatches);
  CompactRange range;
  std::vector<TreeHead> external;
  for (uint64_t i = 0; i < 401; ++i) {
    if (i == 390) external.push_back(SignHead(TestKey(), "log-1", i, range.Root(), Instant{1}));
    range.Append(honest.rows[i].leaf_hash);
  }
  external.push_back(SignHead(TestKey(), "log-1", 401, range.Root(), Instant{1}));
  ExpectFirst(VerifyLog(log, external), {FindingKind::kAltered, 390, 400});
}

TEST(LogVerifier, AlteredInABatchOfOne_IsNamedExactly) {
  SampleLog log = MakeLog({5, 1, 5});
  log.rows[5].event.actor = "user:9";
  log.RehashLeaf(5);
  ExpectFirst(VerifyLog(log), {FindingKind::kAltered, 5, 5});
}

TEST(LogVerifier, DeletedEvents_AreNamed) {
  SampleLog log = MakeLog(kBatches);
  log.rows.erase(log.rows.begin() + 500, log.rows.begin() + 503);
  ExpectFirst(VerifyLog(log), {FindingKind::kDeleted, 500, 502});
  log = MakeLog(kBatches);
  log.rows.erase(log.rows.begin());
  ExpectFirst(VerifyLog(log), {FindingKind::kDeleted, 0, 0});
}

TEST(LogVerifier, DeletedAndRenumbered_IsFoundInItsRange) {
  SampleLog log = MakeLog(kBatches);
  log.rows.erase(log.rows.begin() + 500);
  log.Renumber();
  log.RebuildTiles();
  const Report report = VerifyLog(log);
  ExpectFirst(report, {FindingKind::kAltered, 318, 817});
  EXPECT_EQ(report.findings.back().kind, FindingKind::kCut);  // and one event less at the end
}

TEST(LogVerifier, InsertedEvents_AreNamed) {
  SampleLog log = MakeLog(kBatches);
  log.rows.insert(log.rows.begin() + 500, log.rows[499]);
  ExpectFirst(VerifyLog(log), {FindingKind::kInserted, 499, 499});
  log = MakeLog(kBatches);
  log.rows.push_back({SampleEvent(1'000), LeafHash(SampleEvent(1'000))});
  ExpectFirst(VerifyLog(log), {FindingKind::kInserted, 1'000, 1'000});
  VerifyOptions options;
  options.tail = TailRule::kMayBeUnsealed;
  EXPECT_TRUE(VerifyLog(log, {}, options).ok);
}

TEST(LogVerifier, InsertedAndRenumbered_IsFoundInItsRange) {
  SampleLog log = MakeLog(kBatches);
  log.rows.insert(log.rows.begin() + 900, log.rows[3]);
  log.Renumber();
  log.RebuildTiles();
  ExpectFirst(VerifyLog(log), {FindingKind::kAltered, 818, 999});
}

TEST(LogVerifier, CutTail_IsCaughtByOwnHeadsOrExportedOnes) {
  const SampleLog honest = MakeLog(kBatches);
  SampleLog log = honest;
  log.rows.resize(900);
  ExpectFirst(VerifyLog(log), {FindingKind::kCut, 900, 999});
  log.rows.resize(818);
  log.heads.pop_back();
  log.RebuildTiles();
  EXPECT_TRUE(VerifyLog(log).ok);  // without a head kept outside nobody could know
  ExpectFirst(VerifyLog(log, {honest.heads.back()}), {FindingKind::kCut, 818, 999});
}

TEST(LogVerifier, HistoryRewrittenWithTheStolenKey_ContradictsExportedHeads) {
  const SampleLog honest = MakeLog(kBatches);
  SampleLog log;
  for (const uint64_t count : kBatches) log.AppendBatch(count, TestKey());
  log.rows[500].event.payload = "{}";
  log.RehashLeaf(500);
  log.RebuildTiles();
  log.heads.clear();
  CompactRange range;
  size_t next = 0;
  for (const TreeHead& head : honest.heads) {
    for (; next < head.tree_size; ++next) range.Append(log.rows[next].leaf_hash);
    log.heads.push_back(SignHead(TestKey(), "log-1", range.size(), range.Root(), head.at));
  }
  EXPECT_TRUE(VerifyLog(log).ok);
  ExpectFirst(VerifyLog(log, {honest.heads[2], honest.heads[6]}), {FindingKind::kForked, 311, 999});
  ExpectFirst(VerifyLog(log, {honest.heads[4], honest.heads[5], honest.heads[6]}),
              {FindingKind::kForked, 318, 817});
}

TEST(LogVerifier, InvalidHeads_AreNamed) {
  SampleLog log = MakeLog(kBatches);
  log.heads[5].signature[3] ^= 1;
  ExpectFirst(VerifyLog(log), {FindingKind::kHeadInvalid, 318, 817});
  log = MakeLog(kBatches);
  log.heads.back().at.us += 1;
  const Report report = VerifyLog(log);
  ExpectFirst(report, {FindingKind::kHeadInvalid, 818, 999});
  EXPECT_EQ(report.finding_count, 1u);
  log = MakeLog(kBatches);
  log.heads.push_back(SignHead(TestKey('x'), "log-1", 1'000, log.heads.back().root, Instant{1}));
  EXPECT_EQ(VerifyLog(log).findings.front().kind, FindingKind::kHeadInvalid);
  log = MakeLog(kBatches);
  log.heads.push_back(SignHead(TestKey(), "log-1", 1'000, EmptyRoot(), Instant{1}));
  ExpectFirst(VerifyLog(log), {FindingKind::kHeadInvalid, 999, 999});
  log = MakeLog(kBatches);
  log.heads.push_back(SignHead(TestKey(), "log-2", 1'000, log.heads.back().root, Instant{1}));
  EXPECT_FALSE(VerifyLog(log).ok);
}

TEST(LogVerifier, AllHeadsRemoved_IsFound) {
  SampleLog log = MakeLog(kBatches);
  log.heads.clear();
  ExpectFirst(VerifyLog(log), {FindingKind::kInserted, 0, 999});
}

TEST(LogVerifier, FormerKey_IsStillTrusted) {
  SampleLog log = MakeLog({100}, TestKey('a'));
  log.AppendBatch(100, TestKey('b'));
  VerifyOptions options;
  options.trusted_keys = {TestKey('b').public_key(), TestKey('a').public_key()};
  EXPECT_TRUE(VerifyLog(log, {}, options).ok);
  options.trusted_keys = {TestKey('b').public_key()};
  ExpectFirst(VerifyLog(log, {}, options), {FindingKind::kHeadInvalid, 0, 99});
}

TEST(LogVerifier, AlteredTiles_AreToldFromAlteredEvents) {
  SampleLog log = MakeLog(kBatches);
  log.tiles[1].hash[0] ^= 1;
  ExpectFirst(VerifyLog(log), {FindingKind::kTileInvalid, 256, 511});
  log = MakeLog(kBatches);
  log.tiles.pop_back();
  ExpectFirst(VerifyLog(log), {FindingKind::kTileInvalid, 512, 767});
  log = MakeLog(kBatches);
  log.tiles.push_back({8, 3, {}});
  log.tiles.push_back({9, 0, {}});
  log.tiles.push_back({56, UINT64_MAX, {}});
  log.tiles.push_back({-8, 0, {}});
  EXPECT_EQ(VerifyLog(log).finding_count, 4u);
  log = MakeLog(kBatches);
  log.tiles.clear();
  EXPECT_FALSE(VerifyLog(log).ok);
  VerifyOptions options;
  options.tiles = TileRule::kNotStored;
  EXPECT_TRUE(VerifyLog(log, {}, options).ok);
}

TEST(LogVerifier, ExportedHeadsFile_IsReadStrictly) {
  const SampleLog log = MakeLog(kBatches);
  std::string text = "# heads of the shop\n\n";
  for (const TreeHead& head : log.heads) text += FormatHead(head) + "\r\n";
  VerifyOptions options;
  options.trusted_keys = {TestKey().public_key()};
  options.tail = TailRule::kMayBeUnsealed;
  options.tiles = TileRule::kNotStored;
  LogVerifier verifier(options);
  ASSERT_TRUE(verifier.AddExternalHeads(text).ok());
  const auto refused = verifier.AddExternalHeads(text + "junk");
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("line 10"), std::string::npos) << refused.error().message;
  EXPECT_TRUE(verifier.AddExternalHeads("").ok());
  for (const auto& row : log.rows) verifier.AddEvent(row.event, row.leaf_hash);
  const Report report = verifier.Finish();
  EXPECT_TRUE(report.ok);
  EXPECT_EQ(report.external_heads, 7u);

  const Report forged = VerifyLog(log, {SignHead(TestKey('x'), "log-1", 5, {}, Instant{1})});
  EXPECT_EQ(forged.findings.front().kind, FindingKind::kExternalHeadInvalid);
  EXPECT_FALSE(forged.first_bad().has_value());
}

TEST(LogVerifier, ManyFindings_KeepTheFirstOnes) {
  SampleLog log = MakeLog({1'000});
  for (auto& row : log.rows) row.event.actor = "nobody";
  const Report report = VerifyLog(log);
  EXPECT_EQ(report.finding_count, 1'000u);
  EXPECT_EQ(report.findings.size(), kMaxFindings);
  EXPECT_EQ(report.first_bad(), 0u);
}

}  // namespace
}  // namespace huiyin::ledger
