// A text as a set of hashed features: Chinese by character n-grams (1-4), Latin words by word
// n-grams (1-2) and the letter n-grams (2-5) inside them, plus one mark per lexicon class that
// fired. Every feature counts once. A FeatureSet is reused from text to text: no allocation per
// n-gram, linear in the text.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/lexicon.h"
#include "text/normal.h"

namespace huiyin::text {

class FeatureSet {
 public:
  enum class Spans : uint8_t { kDrop, kKeep };
  void Clear(size_t expected, Spans spans);
  // Counts once; the span (compact form) of the first occurrence is kept.
  void Add(uint64_t id, uint32_t start, uint32_t end);

  const std::vector<uint64_t>& ids() const { return ids_; }
  size_t size() const { return ids_.size(); }
  bool has_spans() const { return keep_spans_; }
  Range span(size_t i) const { return spans_[i]; }
  bool Contains(uint64_t id) const;

 private:
  void Grow();
  std::vector<uint64_t> ids_, table_;
  std::vector<Range> spans_;
  uint64_t mask_ = 0;
  bool keep_spans_ = false;
};

// Appends the n-grams of the compact form.
void AddNgrams(const NormalText& text, FeatureSet& out);
// Appends Chinese words of two and more characters, cut by a dictionary (in the first 4,000
// characters), and pairs of Latin words with one or two units between: "not … good".
void AddWords(const NormalText& text, FeatureSet& out);
// Appends the marks of the lexicon classes that fired.
void AddMarks(const std::vector<lexicon::Hit>& hits, FeatureSet& out);
uint64_t MarkId(lexicon::Class value);

// Features of two texts side by side: what they share, what only one has, how alike they are.
// kSymmetric for "is it the same question", kDirected for "does the reply answer".
enum class PairKind : uint8_t { kSymmetric, kDirected };
void AddPairFeatures(const NormalText& a, const NormalText& b, PairKind kind, FeatureSet& out);

}  // namespace huiyin::text
