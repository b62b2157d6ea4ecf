#include "ledger/verify.h"

#include <algorithm>

namespace huiyin::ledger {
namespace {

std::string Text(uint64_t number) { return std::to_string(number); }

std::string RangeZh(uint64_t first, uint64_t last) {
  return first == last ? "第 " + Text(first) + " 号事件"
                       : "第 " + Text(first) + " 至 " + Text(last) + " 号事件";
}

std::string RangeEn(uint64_t first, uint64_t last) {
  return first == last ? "event " + Text(first) : "events " + Text(first) + " to " + Text(last);
}

}  // namespace

std::string_view FindingKindName(FindingKind kind) {
  switch (kind) {
    case FindingKind::kAltered:
      return "altered";
    case FindingKind::kInserted:
      return "inserted";
    case FindingKind::kDeleted:
      return "deleted";
    case FindingKind::kCut:
      return "cut";
    case FindingKind::kHeadInvalid:
      return "head_invalid";
    case FindingKind::kTileInvalid:
      return "tile_invalid";
    case FindingKind::kForked:
      return "forked";
    case FindingKind::kExternalHeadInvalid:
      return "external_head_invalid";
  }
  return "altered";
}

LogVerifier::LogVerifier(VerifyOptions options) : options_(std::move(options)) {}

void LogVerifier::Found(FindingKind kind, uint64_t first_seq, uint64_t last_seq, std::string zh,
                        std::string en) {
  report_.ok = false;
  ++report_.finding_count;
  auto& kept = report_.findings;
  const auto later = std::upper_bound(
      kept.begin(), kept.end(), first_seq,
      [](uint64_t seq, const Finding& finding) { return seq < finding.first_seq; });
  kept.insert(later, Finding{kind, first_seq, last_seq, std::move(zh), std::move(en)});
  if (kept.size() > kMaxFindings) kept.pop_back();
}

bool LogVerifier::SignedByTrusted(const TreeHead& head) const {
  if (!options_.log_id.empty() && head.log_id != options_.log_id) return false;
  return std::any_of(options_.trusted_keys.begin(), options_.trusted_keys.end(),
                     [&](const PublicKey& key) { return VerifyHead(head, key).ok(); });
}

void LogVerifier::AddExternalHead(const TreeHead& head) {
  ++report_.external_heads;
  if (!SignedByTrusted(head)) {
    Found(FindingKind::kExternalHeadInvalid, 0, 0,
          "导出的树头（" + Text(head.tree_size) + " 条事件）不是由本日志的密钥签署",
          "the exported head of " + Text(head.tree_size) +
              " events is not signed by a key of this log");
    return;
  }
  pending_heads_.emplace(head.tree_size, PendingHead{head, Source::kExternal});
}

Status LogVerifier::AddExternalHeads(std::string_view text) {
  std::vector<TreeHead> heads;
  for (size_t number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line[0] == '#') continue;
    auto head = ParseHead(line);
    if (!head.ok()) {
      return std::move(std::move(head).error()).Prefixed("line " + Text(number) + ": ");
    }
    heads.push_back(std::move(head).value());
  }
  for (const TreeHead& head : heads) AddExternalHead(head);
  return Ok();
}

void LogVerifier::AddHead(const TreeHead& head) {
  ++report_.heads;
  const bool late = head.tree_size < next_seq_;
  if (late || !SignedByTrusted(head)) {
    const uint64_t first = late ? head.tree_size : sealed_size_;
    Found(FindingKind::kHeadInvalid, first, std::max(first + 1, head.tree_size) - 1,
          "已存树头（" + Text(head.tree_size) + " 条事件）" + (late ? "次序不对" : "签名无效"),
          "the stored head of " + Text(head.tree_size) + " events " +
              (late ? "is out of order" : "has no valid signature of this log"));
    invalid_head_at_end_ = true;
    return;
  }
  sealed_size_ = std::max(sealed_size_, head.tree_size);
  invalid_head_at_end_ = false;
  pending_heads_.emplace(head.tree_size, PendingHead{head, Source::kStored});
}

void LogVerifier::AddTile(const Tile& tile) {
  ++report_.tiles;
  const bool possible = tile.level >= kTileLevels && tile.level % kTileLevels == 0 &&
                        tile.level < 62 && tile.index < kMaxTreeSize >> tile.level;
  const uint64_t first = possible ? tile.index << tile.level : next_seq_;
  const uint64_t end = possible ? (tile.index + 1) << tile.level : next_seq_;
  if (!possible || end <= next_seq_ ||
      !pending_tiles_.emplace(std::pair(tile.level, tile.index), tile.hash).second) {
    Found(FindingKind::kTileInvalid, first, std::max(first + 1, end) - 1,
          "散列块（" + Text(static_cast<uint64_t>(tile.level)) + " 层 " + Text(tile.index) +
              " 号）多余或位置不对",
          "tile " + Text(tile.index) + " of level " + std::to_string(tile.level) +
              " is superfluous or out of place");
  }
}

void LogVerifier::AddEvent(const EventView& event, std::string_view stored_leaf_hash) {
  if (stored_leaf_hash.size() == 32) {
    Hash32 stored;
    std::copy(stored_leaf_hash.begin(), stored_leaf_hash.end(), stored.begin());
    return AddEvent(event, stored);
  }
  Found(FindingKind::kAltered, event.seq, event.seq,
        RangeZh(event.seq, event.seq) + "所存的散列长度不对",
        "the stored hash of event " + Text(event.seq) + " has the wrong length");
  const Hash32 by_contents = LeafHash(event);
  ++report_.events;
  if (CheckSequence(event.seq)) Append(by_contents, by_contents);
}

void LogVerifier::AddEvent(const EventView& event, const Hash32& stored_leaf_hash) {
  ++report_.events;
  const Hash32 by_contents = LeafHash(event);
  if (by_contents != stored_leaf_hash) {
    Found(FindingKind::kAltered, event.seq, event.seq,
          RangeZh(event.seq, event.seq) + "的内容与所存散列不符：被改动",
          "event " + Text(event.seq) + " was altered: contents and stored hash differ");
  }
  if (CheckSequence(event.seq)) Append(by_contents, stored_leaf_hash);
}

// Whether the event comes next in the log, or at least after a gap, and is to be appended.
bool LogVerifier::CheckSequence(uint64_t seq) {
  CheckHeadsHere();
  if (seq < next_seq_) {
    Found(FindingKind::kInserted, seq, seq, RangeZh(seq, seq) + "出现两次：有事件被插入",
          "event " + Text(seq) + " occurs twice: one was inserted");
    return false;
  }
  if (seq > next_seq_) {
    Found(FindingKind::kDeleted, next_seq_, seq - 1, RangeZh(next_seq_, seq - 1) + "被删除",
          RangeEn(next_seq_, seq - 1) + " deleted");
    tree_known_ = false;
    next_seq_ = seq;
  }
  return true;
}

void LogVerifier::Append(const Hash32& by_contents, const Hash32& stored) {
  if (!by_contents_ && by_contents != stored) by_contents_ = tree_;
  completed_.clear();
  tree_.Append(stored, &completed_);
  if (by_contents_) {
    completed_by_contents_.clear();
    by_contents_->Append(by_contents, &completed_by_contents_);
  }
  ++next_seq_;
  if (!completed_.empty()) CheckCompletedTiles();
}

void LogVerifier::CheckCompletedTiles() {
  for (size_t i = 0; i < completed_.size(); ++i) {
    const Tile& tile = completed_[i];
    const auto stored = pending_tiles_.find({tile.level, tile.index});
    const bool missing = stored == pending_tiles_.end();
    const bool right = missing
                           ? options_.tiles == TileRule::kNotStored
                           : stored->second == tile.hash ||
                                 (by_contents_ && stored->second == completed_by_contents_[i].hash);
    if (!missing) pending_tiles_.erase(stored);
    if (!right && tree_known_) {
      bad_tiles_.push_back({tile, tile.index << tile.level, ((tile.index + 1) << tile.level) - 1,
                            missing ? BadTile::Fault::kMissing : BadTile::Fault::kWrong});
    }
  }
}

void LogVerifier::CheckHeadsHere() {
  while (!pending_heads_.empty() && pending_heads_.begin()->first <= next_seq_) {
    const auto [begin, end] = pending_heads_.equal_range(pending_heads_.begin()->first);
    // Own heads first: they decide what a difference to an exported head means.
    for (const Source source : {Source::kStored, Source::kExternal}) {
      for (auto it = begin; it != end; ++it) {
        if (it->second.source == source && tree_known_) CheckRoot(it->second);
      }
    }
    pending_heads_.erase(begin, end);
  }
}

void LogVerifier::CheckRoot(const PendingHead& pending) {
  const TreeHead& head = pending.head;
  const bool stored_agrees = tree_.Root() == head.root;
  if (stored_agrees || (by_contents_ && by_contents_->Root() == head.root)) {
    if (!stored_agrees) tree_ = *by_contents_;  // only the hash column was altered
    by_contents_.reset();
    RootAgrees(pending);
  } else if (pending.source == Source::kStored) {
    StoredRootDiffers(head);
  } else if (good_size_ == head.tree_size && !forked_) {
    forked_ = true;
    const uint64_t last = std::max(good_external_ + 1, head.tree_size) - 1;
    Found(FindingKind::kForked, good_external_, last,
          RangeZh(good_external_, last) + "与先前导出的树头不符：历史被重写并重新签名",
          RangeEn(good_external_, last) +
              ": the history was rewritten and signed again, an exported head differs");
  } else if (!external_differs_) {
    external_differs_ = head.tree_size;
  }
}

void LogVerifier::RootAgrees(const PendingHead& pending) {
  good_size_ = pending.head.tree_size;
  for (const BadTile& bad : bad_tiles_) {
    const bool missing = bad.fault == BadTile::Fault::kMissing;
    Found(FindingKind::kTileInvalid, bad.first_seq, bad.last_seq,
          RangeZh(bad.first_seq, bad.last_seq) + "的散列块" + (missing ? "缺失" : "被改动") +
              "，事件本身无误",
          "the tile over " + RangeEn(bad.first_seq, bad.last_seq) + " is " +
              (missing ? "missing" : "altered") + "; the events themselves are right");
  }
  bad_tiles_.clear();
  if (pending.source == Source::kExternal) {
    good_external_ = pending.head.tree_size;
    return;
  }
  if (external_differs_ && !forked_) {
    forked_ = true;
    Found(FindingKind::kForked, good_external_, *external_differs_ - 1,
          RangeZh(good_external_, *external_differs_ - 1) +
              "与先前导出的树头不符：历史被重写并重新签名",
          RangeEn(good_external_, *external_differs_ - 1) +
              ": the history was rewritten and signed again, an exported head differs");
  }
  external_differs_.reset();
}

void LogVerifier::StoredRootDiffers(const TreeHead& head) {
  if (head.tree_size == good_size_) {
    const uint64_t at = head.tree_size == 0 ? 0 : head.tree_size - 1;
    Found(FindingKind::kHeadInvalid, at, at,
          "同一长度（" + Text(head.tree_size) + " 条事件）有两个不同的树头",
          "two different heads for the same " + Text(head.tree_size) + " events");
    return;
  }
  uint64_t first = good_size_;
  uint64_t last = head.tree_size - 1;
  // An exported head that differed earlier, and the smallest wrong tile, narrow the range.
  if (external_differs_ && *external_differs_ > first) last = *external_differs_ - 1;
  external_differs_.reset();
  const BadTile* narrowest = nullptr;
  for (const BadTile& bad : bad_tiles_) {
    const bool inside = bad.first_seq <= last && bad.last_seq >= first;
    if (bad.fault == BadTile::Fault::kMissing || !inside) continue;
    if (narrowest == nullptr || bad.tile.level < narrowest->tile.level) narrowest = &bad;
  }
  if (narrowest != nullptr) {
    first = std::max(first, narrowest->first_seq);
    last = std::min(last, narrowest->last_seq);
  }
  bad_tiles_.clear();
  tree_known_ = false;
  Found(
      FindingKind::kAltered, first, last,
      RangeZh(first, last) + (first == last ? "与签名的树头不符：被改动、插入或删除"
                                            : "之中至少一条被改动、插入或删除（内容与散列一并改写，"
                                              "这是可确定的最小范围）"),
      RangeEn(first, last) +
          (first == last ? " differs from the signed head: altered, inserted or deleted"
                         : ": at least one was altered, inserted or deleted together with its "
                           "hash; this is the narrowest range that can be told"));
}

void LogVerifier::FinishCut() {
  if (pending_heads_.empty()) return;
  const auto& [size, pending] = *pending_heads_.rbegin();
  cut_ = true;
  const bool external = pending.source == Source::kExternal;
  Found(FindingKind::kCut, next_seq_, size - 1,
        RangeZh(next_seq_, size - 1) + "从末尾被截去：" + (external ? "导出的" : "已存的") +
            "树头包含 " + Text(size) + " 条",
        RangeEn(next_seq_, size - 1) + " cut from the tail: " +
            (external ? "an exported" : "a stored") + " head covers " + Text(size));
}

void LogVerifier::FinishTail() {
  if (options_.tail == TailRule::kMayBeUnsealed || invalid_head_at_end_) return;
  if (next_seq_ <= sealed_size_) return;
  Found(FindingKind::kInserted, sealed_size_, next_seq_ - 1,
        RangeZh(sealed_size_, next_seq_ - 1) + "不在任何签名树头之内：被插入，或树头被删除",
        RangeEn(sealed_size_, next_seq_ - 1) +
            " under no signed head: inserted, or the head was removed");
}

void LogVerifier::FinishTiles() {
  for (const BadTile& bad : bad_tiles_) {
    const bool missing = bad.fault == BadTile::Fault::kMissing;
    Found(missing ? FindingKind::kTileInvalid : FindingKind::kAltered, bad.first_seq, bad.last_seq,
          RangeZh(bad.first_seq, bad.last_seq) + (missing ? "的散列块缺失" : "与散列块不符"),
          RangeEn(bad.first_seq, bad.last_seq) +
              (missing ? ": the tile is missing" : " differ from their tile"));
  }
  if (!tree_known_ || cut_) return;
  for (const auto& [key, hash] : pending_tiles_) {
    const uint64_t first = key.second << key.first;
    Found(FindingKind::kTileInvalid, first, ((key.second + 1) << key.first) - 1,
          "散列块（" + std::to_string(key.first) + " 层 " + Text(key.second) +
              " 号）覆盖不存在的事件",
          "tile " + Text(key.second) + " of level " + std::to_string(key.first) +
              " covers events that do not exist");
  }
}

// A fault of a head or tile is reported at the last event when it lies beyond the log.
void LogVerifier::FinishFindings() {
  const uint64_t end = next_seq_ == 0 ? 0 : next_seq_ - 1;
  for (Finding& finding : report_.findings) {
    if (finding.kind != FindingKind::kHeadInvalid && finding.kind != FindingKind::kTileInvalid) {
      continue;
    }
    finding.first_seq = std::min(finding.first_seq, end);
    finding.last_seq = std::clamp(finding.last_seq, finding.first_seq, end);
  }
  std::stable_sort(report_.findings.begin(), report_.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.first_seq < b.first_seq; });
}

Report LogVerifier::Finish() {
  CheckHeadsHere();
  if (external_differs_ && tree_known_) {
    const uint64_t last = *external_differs_ - 1;
    Found(
        FindingKind::kAltered, good_size_, last,
        RangeZh(good_size_, last) + "与导出的树头不符：被改动、插入或删除",
        RangeEn(good_size_, last) + " differ from an exported head: altered, inserted or deleted");
  }
  FinishCut();
  FinishTail();
  FinishTiles();
  FinishFindings();
  report_.root = tree_.Root();
  return std::move(report_);
}

}  // namespace huiyin::ledger
