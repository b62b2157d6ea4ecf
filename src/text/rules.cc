#include "text/rules.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace huiyin::text {

using lexicon::Class;

Marks MarksOf(const std::vector<lexicon::Hit>& hits) {
  Marks marks;
  for (const auto& hit : hits) marks.weight[static_cast<size_t>(hit.entry->cls)] += hit.weight;
  return marks;
}

bool AnySensitive(const Marks& marks) {
  return std::any_of(marks.weight.begin() + static_cast<ptrdiff_t>(Class::kFraud),
                     marks.weight.end(), [](float w) { return w >= 1; });
}

Sentiment SentimentOf(const Marks& m) {
  const float negative = m[Class::kNegative] + m[Class::kBlame] + 0.5f * m[Class::kFault];
  const float positive = m[Class::kPositive];
  if (negative >= 1 && negative >= positive) return Sentiment::kNegative;
  if (positive >= 1 && positive > negative) return Sentiment::kPositive;
  return Sentiment::kNeutral;
}

// domain.md §9, label rules 1-5 in their order.
Category CategoryOf(const Marks& m, Sentiment sentiment, bool sensitive) {
  const bool blames = m.Has(Class::kBlame) || m.Has(Class::kRedress);
  if (m.Has(Class::kSpam)) return Category::kOther;
  if (m.Has(Class::kSuggestion) && !m.Has(Class::kRedress) && m[Class::kBlame] < 2) {
    return Category::kSuggestion;
  }
  if (m.Has(Class::kFault) && m[Class::kFault] >= m[Class::kBlame] && !m.Has(Class::kRedress)) {
    return Category::kMalfunction;
  }
  if (blames || sensitive) return Category::kComplaint;
  if (m.Has(Class::kQuestion) && sentiment != Sentiment::kNegative) return Category::kInquiry;
  if (sentiment == Sentiment::kNegative) return Category::kComplaint;
  if (sentiment == Sentiment::kPositive) return Category::kOther;
  return m.Has(Class::kRequest) ? Category::kInquiry : Category::kOther;
}

ComplaintKind KindOf(const Marks& m) {
  const std::pair<float, ComplaintKind> kinds[] = {
      {m[Class::kLogistics], ComplaintKind::kLogistics},
      {m[Class::kPrice], ComplaintKind::kPrice},
      {m[Class::kProduct], ComplaintKind::kProduct},
      {m[Class::kService] + 0.1f, ComplaintKind::kService}};
  return std::max_element(std::begin(kinds), std::end(kinds),
                          [](const auto& a, const auto& b) { return a.first < b.first; })
      ->second;
}

}  // namespace huiyin::text
