#include "text/features.h"

#include <algorithm>

#include "text/rules.h"
#include "text/words.h"

namespace huiyin::text {
namespace {

constexpr uint64_t kGolden = 0x9E3779B97F4A7C15;
constexpr int kUnitN = 4;  // n-grams of Chinese characters
constexpr int kWordN = 2;  // n-grams that hold a Latin word
constexpr int kLetterMin = 2, kLetterMax = 5;
constexpr size_t kMaxWord = 24;  // letters of one word that are looked at

uint64_t Step(uint64_t h, uint64_t unit) {
  h = (h ^ unit) * kGolden;
  return h ^ (h >> 29);
}

// A Chinese character, a punctuation mark, or one whole Latin word or number.
struct Unit {
  uint64_t hash;
  uint32_t start, end;
  bool word;
};

uint64_t CharHash(char32_t c) { return (static_cast<uint64_t>(c) + 1) * 0xD6E8FEB86659FD93; }

bool IsWordChar(uint8_t char_class) {
  return char_class == CharEntry::kLatin || char_class == CharEntry::kDigit;
}

void Units(const NormalText& text, std::vector<Unit>& out) {
  out.clear();
  const size_t n = text.compact.size();
  for (uint32_t i = 0; i < n;) {
    if (text.compact_class[i] == CharEntry::kSpace) {
      ++i;
      continue;
    }
    uint32_t end = i + 1;
    uint64_t hash = CharHash(text.compact[i]);
    const bool word = IsWordChar(text.compact_class[i]);
    if (word) {
      for (; end < n && IsWordChar(text.compact_class[end]); ++end) {
        hash = Step(hash, CharHash(text.compact[end]));
      }
    }
    out.push_back({hash, i, end, word});
    i = end;
  }
}

void AddLetters(const NormalText& text, const Unit& unit, FeatureSet& out) {
  const size_t length = std::min<size_t>(unit.end - unit.start, kMaxWord);
  if (length < 2) return;
  const auto letter = [&](size_t i) {  // 0 and length+1 are the borders of the word
    return i == 0 ? U'<' : i == length + 1 ? U'>' : text.compact[unit.start + i - 1];
  };
  for (size_t i = 0; i < length + 2; ++i) {
    uint64_t h = 0x5851F42D4C957F2D;
    for (size_t n = 1; n <= kLetterMax && i + n <= length + 2; ++n) {
      h = Step(h, CharHash(letter(i + n - 1)));
      if (n < kLetterMin) continue;
      const auto start = static_cast<uint32_t>(unit.start + (i == 0 ? 0 : i - 1));
      const auto end = static_cast<uint32_t>(std::min<size_t>(unit.start + i + n - 1, unit.end));
      out.Add(h, start, end);
    }
  }
}

}  // namespace

void FeatureSet::Clear(size_t expected, Spans spans) {
  ids_.clear();
  spans_.clear();
  keep_spans_ = spans == Spans::kKeep;
  size_t slots = 256;
  while (slots < expected * 2) slots *= 2;
  table_.assign(slots, 0);
  mask_ = slots - 1;
}

void FeatureSet::Grow() {
  table_.assign(table_.size() * 2, 0);
  mask_ = table_.size() - 1;
  for (const uint64_t id : ids_) {
    uint64_t i = id & mask_;
    while (table_[i] != 0) i = (i + 1) & mask_;
    table_[i] = id;
  }
}

void FeatureSet::Add(uint64_t id, uint32_t start, uint32_t end) {
  if (id == 0) id = 1;
  uint64_t i = id & mask_;
  while (table_[i] != 0) {
    if (table_[i] == id) return;
    i = (i + 1) & mask_;
  }
  table_[i] = id;
  ids_.push_back(id);
  if (keep_spans_) spans_.push_back({start, end});
  if (ids_.size() * 2 > table_.size()) Grow();
}

bool FeatureSet::Contains(uint64_t id) const {
  uint64_t i = id & mask_;
  while (table_[i] != 0) {
    if (table_[i] == id) return true;
    i = (i + 1) & mask_;
  }
  return false;
}

void AddNgrams(const NormalText& text, FeatureSet& out) {
  thread_local std::vector<Unit> units;
  Units(text, units);
  if (units.empty()) return;
  // How a text begins and ends ("请问…", "…吗？") is worth n-grams of its own.
  units.insert(units.begin(), {CharHash(2), units.front().start, units.front().start, false});
  units.push_back({CharHash(3), units.back().end, units.back().end, false});
  for (size_t i = 0; i < units.size(); ++i) {
    uint64_t h = kGolden;
    bool has_word = false;
    for (size_t n = 1; n <= kUnitN && i + n <= units.size(); ++n) {
      const Unit& last = units[i + n - 1];
      has_word |= last.word;
      if (has_word && n > (i == 0 ? kWordN + 1 : kWordN)) break;
      h = Step(h, last.hash);
      out.Add(h, units[i].start, last.end);
    }
    if (units[i].word) AddLetters(text, units[i], out);
  }
}

void AddWords(const NormalText& text, FeatureSet& out) {
  constexpr size_t kMaxCut = 4'000;  // characters; a dictionary is slower than n-grams
  constexpr size_t kReach = 3;       // words
  thread_local std::vector<Range> words;
  CutWords(std::u32string_view(text.compact).substr(0, kMaxCut), words);
  for (const Range word : words) {
    if (word.end < word.start + 2 || text.compact_class[word.start] != CharEntry::kHan) continue;
    uint64_t h = 0x2545F4914F6CDD1D;
    for (uint32_t i = word.start; i < word.end; ++i) h = Step(h, CharHash(text.compact[i]));
    out.Add(h, word.start, word.end);
  }
  thread_local std::vector<Unit> units;
  Units(text, units);
  for (size_t i = 0; i < units.size(); ++i) {
    if (!units[i].word) continue;
    for (size_t j = i + 2; j <= i + kReach && j < units.size(); ++j) {
      if (!units[j].word) continue;
      out.Add(Step(Step(0x9FB21C651E98DF25, units[i].hash), units[j].hash), units[i].start,
              units[j].end);
    }
  }
}

uint64_t MarkId(lexicon::Class value) {
  return Step(0xA0761D6478BD642F, CharHash(static_cast<char32_t>(value)));
}

void AddMarks(const std::vector<lexicon::Hit>& hits, FeatureSet& out) {
  if (hits.empty()) return;
  // A reviewed phrase says more than one n-gram among hundreds: it counts several times.
  for (const auto& hit : hits) {
    const uint64_t id = MarkId(hit.entry->cls);
    for (uint64_t copy = 0; copy < 3; ++copy) out.Add(Step(id, copy), hit.start, hit.end);
  }
  const Marks marks = MarksOf(hits);
  const Sentiment sentiment = SentimentOf(marks);
  const Category category = CategoryOf(marks, sentiment, AnySensitive(marks));
  const ComplaintKind kind = KindOf(marks);
  for (uint64_t copy = 0; copy < 4; ++copy) {
    const auto rule = [copy](uint64_t field, auto verdict) {
      return Step(Step(0x8EBC6AF09C88C6E3 + copy, field), static_cast<uint64_t>(verdict));
    };
    out.Add(rule(1, category), 0, 0);
    out.Add(rule(2, kind), 0, 0);
    if (copy < 2) out.Add(rule(3, sentiment), 0, 0);
  }
}

namespace {

uint64_t Tagged(uint64_t tag, uint64_t id) { return Step(Step(0xE7037ED1A0B428DB, tag), id); }

// Steps reached by a share: 0.37 of 20 gives 7 features.
void AddLevels(FeatureSet& out, uint64_t tag, double share, int levels) {
  const int reached = static_cast<int>(share * levels + 1e-9);
  for (int k = 1; k <= reached && k <= levels; ++k) {
    out.Add(Tagged(tag, static_cast<uint64_t>(k)), 0, 0);
  }
}

struct Side {
  std::vector<Unit> units;
  FeatureSet grams[3];  // 1-, 2- and 3-grams
};

void FillSide(const NormalText& text, Side& side) {
  Units(text, side.units);
  for (auto& g : side.grams) g.Clear(side.units.size(), FeatureSet::Spans::kDrop);
  for (size_t i = 0; i < side.units.size(); ++i) {
    uint64_t h = kGolden;
    for (size_t n = 0; n < 3 && i + n < side.units.size(); ++n) {
      h = Step(h, side.units[i + n].hash);
      side.grams[n].Add(h, 0, 0);
    }
  }
}

size_t Common(const FeatureSet& a, const FeatureSet& b) {
  return static_cast<size_t>(
      std::count_if(a.ids().begin(), a.ids().end(), [&](uint64_t id) { return b.Contains(id); }));
}

// Longest common subsequence of at most 64 units each.
size_t Subsequence(const std::vector<Unit>& a, const std::vector<Unit>& b) {
  const size_t m = std::min<size_t>(b.size(), 64);
  std::vector<uint16_t> row(m + 1, 0);
  for (size_t i = 0; i < std::min<size_t>(a.size(), 64); ++i) {
    uint16_t diagonal = 0;
    for (size_t j = 1; j <= m; ++j) {
      const uint16_t above = row[j];
      row[j] = a[i].hash == b[j - 1].hash ? static_cast<uint16_t>(diagonal + 1)
                                          : std::max(row[j], row[j - 1]);
      diagonal = above;
    }
  }
  return row[m];
}

void AddLikeness(const Side& a, const Side& b, FeatureSet& out) {
  double overlap[3];
  for (int n = 0; n < 3; ++n) {
    const double common = static_cast<double>(Common(a.grams[n], b.grams[n]));
    const double na = static_cast<double>(std::max<size_t>(a.grams[n].size(), 1));
    const double nb = static_cast<double>(std::max<size_t>(b.grams[n].size(), 1));
    overlap[n] = common / (na + nb - common);
    const uint64_t tag = 100 + 10 * static_cast<uint64_t>(n);
    AddLevels(out, tag, overlap[n], 20);
    AddLevels(out, tag + 1, common / std::min(na, nb), 12);
    AddLevels(out, tag + 2, common / std::max(na, nb), 12);
    AddLevels(out, tag + 3, std::min(na, nb) / std::max(na, nb), 8);
  }
  const double la = static_cast<double>(std::max<size_t>(std::min<size_t>(a.units.size(), 64), 1));
  const double lb = static_cast<double>(std::max<size_t>(std::min<size_t>(b.units.size(), 64), 1));
  AddLevels(out, 140, 2.0 * static_cast<double>(Subsequence(a.units, b.units)) / (la + lb), 20);
  // Likeness and length together: short questions need less.
  const auto cell =
      static_cast<uint64_t>(overlap[0] * 8) * 16 + static_cast<uint64_t>(std::min(la, lb) / 4);
  out.Add(Tagged(141, cell), 0, 0);
  out.Add(Tagged(142, static_cast<uint64_t>(overlap[1] * 8) * 16 +
                          static_cast<uint64_t>(overlap[0] * 8)),
          0, 0);
}

void AddDirected(const Side& a, const Side& b, FeatureSet& out) {
  for (int n = 0; n < 3; ++n) {
    for (const uint64_t id : a.grams[n].ids()) out.Add(Tagged(1, id), 0, 0);
    for (const uint64_t id : b.grams[n].ids()) {
      out.Add(Tagged(2, id), 0, 0);
      if (a.grams[n].Contains(id)) out.Add(Tagged(3, id), 0, 0);
    }
  }
  AddLevels(out, 150, std::min(1.0, static_cast<double>(b.units.size()) / 40), 20);
  AddLevels(out, 151, std::min(1.0, static_cast<double>(a.units.size()) / 40), 20);
  // Which word of the reply comes with which of the question (bounded: the first 40 pairs each).
  const auto& qa = a.grams[1].ids();
  const auto& rb = b.grams[1].ids();
  for (size_t i = 0; i < std::min<size_t>(qa.size(), 40); ++i) {
    for (size_t j = 0; j < std::min<size_t>(rb.size(), 40); ++j) {
      out.Add(Tagged(Tagged(4, qa[i]), rb[j]), 0, 0);
    }
  }
}

void AddSymmetric(const Side& a, const Side& b, FeatureSet& out) {
  std::vector<uint64_t> only[2][2];  // [side][n]
  const Side* sides[2] = {&a, &b};
  for (int n = 0; n < 3; ++n) {
    for (int s = 0; s < 2; ++s) {
      for (const uint64_t id : sides[s]->grams[n].ids()) {
        if (sides[1 - s]->grams[n].Contains(id)) {
          out.Add(Tagged(3, id), 0, 0);
        } else {
          out.Add(Tagged(5, id), 0, 0);
          if (n < 2) only[s][n].push_back(id);
        }
      }
    }
  }
  // What stands in one place of one question and another place of the other: 开通 against 关闭.
  for (int n = 0; n < 2; ++n) {
    for (size_t i = 0; i < std::min<size_t>(only[0][n].size(), 24); ++i) {
      for (size_t j = 0; j < std::min<size_t>(only[1][n].size(), 24); ++j) {
        const uint64_t x = std::min(only[0][n][i], only[1][n][j]);
        const uint64_t y = std::max(only[0][n][i], only[1][n][j]);
        out.Add(Tagged(Tagged(6, x), y), 0, 0);
      }
    }
  }
}

}  // namespace

void AddPairFeatures(const NormalText& a, const NormalText& b, PairKind kind, FeatureSet& out) {
  thread_local Side sa, sb;
  FillSide(a, sa);
  FillSide(b, sb);
  AddLikeness(sa, sb, out);
  if (kind == PairKind::kDirected) {
    AddDirected(sa, sb, out);
  } else {
    AddSymmetric(sa, sb, out);
  }
}

}  // namespace huiyin::text
