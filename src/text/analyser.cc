// The analyser of the core product: normal form, personal data, and rules over lexicons. Each
// lexicon entry is a phrase with a weight for a class; the words that fired are the evidence.
#include <algorithm>
#include <filesystem>

#include "text/analysis.h"
#include "text/char_table.h"
#include "text/lexicon.h"
#include "text/normal.h"
#include "text/pii.h"

namespace huiyin::text {

struct Analyser::Parts {
  const CharTable* table = nullptr;
  Lexicon lexicon;
  PiiConfig pii;
  std::string version = "rules-1";
};

namespace {

using lexicon::Class;

struct Marks {
  std::array<float, lexicon::kClasses> weight{};
  float operator[](Class c) const { return weight[static_cast<size_t>(c)]; }
  bool Has(Class c) const { return (*this)[c] > 0; }
};

bool AnyOf(const Marks& m, std::initializer_list<Class> classes) {
  return std::any_of(classes.begin(), classes.end(), [&](Class c) { return m.Has(c); });
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

void SetSensitive(const Marks& m, Analysis& out) {
  constexpr std::pair<Class, SensitiveClass> kClasses[] = {
      {Class::kFraud, SensitiveClass::kFraud},
      {Class::kLawsuit, SensitiveClass::kLawsuit},
      {Class::kRegulator, SensitiveClass::kRegulator},
      {Class::kMedia, SensitiveClass::kMedia},
      {Class::kCollective, SensitiveClass::kCollective},
      {Class::kSafety, SensitiveClass::kSafety},
      {Class::kPrivacy, SensitiveClass::kPrivacy},
      {Class::kSelfHarm, SensitiveClass::kSelfHarm},
      {Class::kViolence, SensitiveClass::kViolence},
      {Class::kDiscrimination, SensitiveClass::kDiscrimination}};
  for (const auto& [from, to] : kClasses) {
    if (m[from] >= 1) out.sensitive_bits |= static_cast<uint16_t>(1u << static_cast<int>(to));
  }
  out.sensitive = out.sensitive_bits != 0;
}

void SetEmotion(const Marks& m, Analysis& out) {
  const auto set = [&](Emotion emotion) {
    out.emotion_bits =
        static_cast<uint8_t>((out.emotion_bits & ~1u) | 1u << static_cast<int>(emotion));
    out.emotion = emotion;
  };
  if (m.Has(Class::kThanks)) set(Emotion::kGrateful);
  if (m.Has(Class::kPositive) && out.sentiment == Sentiment::kPositive) set(Emotion::kSatisfied);
  if (m.Has(Class::kAnxious)) set(Emotion::kAnxious);
  if (m.Has(Class::kDisappointed)) set(Emotion::kDisappointed);
  if (m.Has(Class::kAngry)) set(Emotion::kAngry);
  const float heat = m[Class::kAngry] + m[Class::kAnxious] * 0.5f + m[Class::kDisappointed] * 0.5f +
                     (out.sentiment == Sentiment::kNegative ? 0.6f : 0);
  out.emotion_intensity = heat >= 3 ? 3 : heat >= 1.5f ? 2 : heat >= 0.5f ? 1 : 0;
  out.upgrade_trigger = m.Has(Class::kUpgrade);
}

// The decision order of domain.md §1.5.
void SetPriority(const Marks& m, Analysis& out) {
  if (out.sensitive) {
    out.priority = Priority::kHigh;
    out.priority_rule = PriorityRule::kSensitive;
  } else if (AnyOf(m, {Class::kMoneyGone, Class::kDataLoss, Class::kManyUsers})) {
    out.priority = Priority::kHigh;
    out.priority_rule = PriorityRule::kSevereHarm;
  } else if (m.Has(Class::kUnusable) &&
             (out.category == Category::kMalfunction || out.category == Category::kComplaint)) {
    out.priority = Priority::kHigh;
    out.priority_rule = PriorityRule::kCoreUnusable;
  } else if (out.category == Category::kComplaint || out.category == Category::kMalfunction ||
             m.Has(Class::kDataSubject)) {
    out.priority = Priority::kMid;
    out.priority_rule = PriorityRule::kOrdinary;
  }
}

// Rules are sure of what many words say and unsure of what one says.
float Confidence(float weight) { return std::min(0.95f, 0.5f + 0.15f * weight); }

Verdict VerdictOf(Class c) {
  if (c >= Class::kFraud) return Verdict::kSensitive;
  if (c >= Class::kMoneyGone && c <= Class::kUnusable) return Verdict::kPriority;
  if (c >= Class::kProduct && c <= Class::kLogistics) return Verdict::kComplaintKind;
  return c == Class::kNegative || c == Class::kPositive ? Verdict::kSentiment : Verdict::kCategory;
}

Analysis Judge(const Analyser::Parts& parts, std::string_view utf8, AnalyseOptions::Detail detail) {
  thread_local NormalText text;
  thread_local std::vector<lexicon::Hit> hits;
  Normalise(*parts.table, utf8, text);
  Analysis out;
  out.lang = LanguageOf(text);
  out.script = ScriptOf(text);
  FindPersonalData(text, parts.pii, out.pii);
  out.masked = MaskSpans(text, out.pii, MaskStyle::kDefault);
  parts.lexicon.Find(text, hits);
  Marks marks;
  for (const auto& hit : hits) marks.weight[static_cast<size_t>(hit.entry->cls)] += hit.weight;
  SetSensitive(marks, out);
  out.sentiment = SentimentOf(marks);
  if (out.sensitive && out.sentiment != Sentiment::kNegative) out.sentiment = Sentiment::kNegative;
  out.category = CategoryOf(marks, out.sentiment, out.sensitive);
  if (out.category == Category::kComplaint) {
    out.complaint_kind = KindOf(marks);
    if (out.sentiment != Sentiment::kNegative) out.sentiment = Sentiment::kNegative;
  }
  SetEmotion(marks, out);
  SetPriority(marks, out);
  float total = 0;
  for (const auto& hit : hits) total += hit.weight;
  out.category_confidence = out.sentiment_confidence = Confidence(total);
  out.sensitive_confidence = out.sensitive ? 0.9f : 0.7f;
  out.scores.sentiment[static_cast<size_t>(out.sentiment)] = out.sentiment_confidence;
  out.scores.category[static_cast<size_t>(out.category)] = out.category_confidence;
  out.version = parts.version;
  if (detail == AnalyseOptions::Detail::kFull) {
    out.strict_masked = MaskSpans(text, out.pii, MaskStyle::kStrict);
    for (const auto& hit : hits) {
      const Range range = text.OriginOfCompact(hit.start, hit.end);
      out.evidence.push_back({VerdictOf(hit.entry->cls), Evidence::Source::kLexicon, range.start,
                              range.end, hit.weight, lexicon::Name(hit.entry->cls)});
    }
    std::stable_sort(out.evidence.begin(), out.evidence.end(),
                     [](const Evidence& a, const Evidence& b) { return a.weight > b.weight; });
  }
  return out;
}

}  // namespace

Analyser::Analyser(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Analyser::~Analyser() = default;

Result<std::shared_ptr<const Analyser>> Analyser::Load(const AnalyserConfig& config) {
  auto parts = std::make_unique<Parts>();
  TRY_ASSIGN(parts->table, CharTable::Get());
  parts->lexicon = Lexicon(*parts->table);
  parts->pii.current_year = config.current_year;
  return std::shared_ptr<const Analyser>(new Analyser(std::move(parts)));
}

Analysis Analyser::Analyse(std::string_view utf8, const AnalyseOptions& options) const {
  return Judge(*parts_, utf8, options.detail);
}

Analysis Analyser::AnalyseIntake(std::string_view utf8) const {
  return Judge(*parts_, utf8, AnalyseOptions::Detail::kIntake);
}

std::vector<PiiSpan> Analyser::FindPii(std::string_view utf8) const {
  NormalText text;
  Normalise(*parts_->table, utf8, text);
  std::vector<PiiSpan> out;
  FindPersonalData(text, parts_->pii, out);
  return out;
}

std::string Analyser::Mask(std::string_view utf8, MaskStyle style) const {
  NormalText text;
  Normalise(*parts_->table, utf8, text);
  std::vector<PiiSpan> spans;
  FindPersonalData(text, parts_->pii, spans);
  return MaskSpans(text, spans, style);
}

const std::string& Analyser::version() const { return parts_->version; }

std::string FindModelsDir(const std::string& executable_dir) {
  for (const char* relative : {"/models", "/../models", "/../share/huiyin/models"}) {
    const std::string dir = executable_dir + relative;
    std::error_code error;
    if (std::filesystem::is_directory(dir, error)) return dir;
  }
  return "";
}

}  // namespace huiyin::text
