// The analyser of the core product: normal form, personal data, and rules over lexicons. Each
// lexicon entry is a phrase with a weight for a class; the words that fired are the evidence.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>

#include "base/bytes.h"
#include "text/analysis.h"
#include "text/char_table.h"
#include "text/key_phrases.h"
#include "text/lexicon.h"
#include "text/normal.h"
#include "text/pii.h"
#include "text/rules.h"
#include "text/taxonomy.h"
#include "text/verdict_models.h"

namespace huiyin::text {

struct Analyser::Parts {
  const CharTable* table = nullptr;
  Lexicon lexicon;
  PiiConfig pii;
  VerdictModels models;
  Taxonomy taxonomy, products;
  std::string version = "rules-1";
};

namespace {

using lexicon::Class;

bool AnyOf(const Marks& m, std::initializer_list<Class> classes) {
  return std::any_of(classes.begin(), classes.end(), [&](Class c) { return m.Has(c); });
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

// Something went wrong for the author: a question or an idea is never urgent by its words alone.
bool Suffers(const Analysis& a) {
  return a.category == Category::kMalfunction || a.category == Category::kComplaint;
}

// Missing what cannot wait costs more than looking at something that could.
constexpr float kSevere = 0.15f;

// The decision order of domain.md §1.5.
void SetPriority(const Marks& m, Analysis& out) {
  if (out.sensitive) {
    out.priority = Priority::kHigh;
    out.priority_rule = PriorityRule::kSensitive;
  } else if (AnyOf(m, {Class::kMoneyGone, Class::kDataLoss, Class::kManyUsers})) {
    out.priority = Priority::kHigh;
    out.priority_rule = PriorityRule::kSevereHarm;
  } else if (out.scores.severe > kSevere && Suffers(out)) {
    out.priority = Priority::kHigh;
    out.priority_rule = PriorityRule::kSevereHarm;
  } else if (m.Has(Class::kUnusable) && Suffers(out)) {
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

// Which sentiments a category can go with (domain.md §9): blame is negative, a question is neutral.
bool Fits(Category category, Sentiment sentiment) {
  switch (category) {
    case Category::kComplaint:
      return sentiment == Sentiment::kNegative;
    case Category::kMalfunction:
      return sentiment != Sentiment::kPositive;
    case Category::kInquiry:
      return sentiment == Sentiment::kNeutral;
    default:
      return sentiment != Sentiment::kNegative;
  }
}

// Chosen on the held-out fifth of our sample and the bank and airline development rows.
constexpr float kMisfit = 0.2f;

// The pair of category and sentiment that is likeliest together.
void DecideByModels(Analysis& out) {
  float best = -1;
  for (int c = 0; c < kCategories; ++c) {
    for (int s = 0; s < kSentiments; ++s) {
      const auto category = static_cast<Category>(c);
      const auto sentiment = static_cast<Sentiment>(s);
      const float joint = out.scores.category[c] * out.scores.sentiment[s] *
                          (Fits(category, sentiment) ? 1 : kMisfit);
      if (joint <= best) continue;
      best = joint;
      out.category = category;
      out.sentiment = sentiment;
    }
  }
  // Whoever loses money, data or his day's work over a fault says so with displeasure (§9).
  if (out.category == Category::kMalfunction && out.scores.severe > kSevere) {
    out.sentiment = Sentiment::kNegative;
  }
  out.category_confidence = out.scores.category[static_cast<size_t>(out.category)];
  out.sentiment_confidence = out.scores.sentiment[static_cast<size_t>(out.sentiment)];
  if (out.category == Category::kComplaint) {
    const auto& kinds = out.scores.complaint_kind;
    const auto top = std::max_element(kinds.begin(), kinds.end());
    out.complaint_kind = static_cast<ComplaintKind>(top - kinds.begin());
    out.complaint_kind_confidence = *top;
  }
}

// From which share on a text is sensitive although no word list knows why.
constexpr float kUnlisted = 0.35f;
// Below which share a calm text with a listed word is not sensitive.
constexpr float kCleared = 0.1f;

// A trigger word in a neutral question is not sensitive; what no word list knows the model may.
void SetSensitiveByModels(const Marks& m, Analysis& out) {
  const auto& shares = out.scores.sensitive_class;
  float total = 0;
  for (const float share : shares) total += share;
  SetSensitive(m, out);
  const bool calm = out.category == Category::kInquiry || out.category == Category::kSuggestion ||
                    out.sentiment == Sentiment::kPositive;
  if (out.sensitive && calm && total < kCleared) {
    out.sensitive_bits = 0;
    out.sensitive = false;
  }
  if (!out.sensitive && total > kUnlisted && !calm) {
    const auto top = std::max_element(shares.begin(), shares.end()) - shares.begin();
    out.sensitive_bits = static_cast<uint16_t>(1u << top);
    out.sensitive = true;
  }
  out.sensitive_confidence = out.sensitive ? std::max(total, 0.6f) : 1 - total;
}

void DecideByRules(const Marks& marks, float total_weight, Analysis& out) {
  SetSensitive(marks, out);
  out.sentiment = SentimentOf(marks);
  if (out.sensitive && out.sentiment != Sentiment::kNegative) out.sentiment = Sentiment::kNegative;
  out.category = CategoryOf(marks, out.sentiment, out.sensitive);
  if (out.category == Category::kComplaint) {
    out.complaint_kind = KindOf(marks);
    out.sentiment = Sentiment::kNegative;
  }
  out.category_confidence = out.sentiment_confidence = Confidence(total_weight);
  out.sensitive_confidence = out.sensitive ? 0.9f : 0.7f;
  out.scores.sentiment[static_cast<size_t>(out.sentiment)] = out.sentiment_confidence;
  out.scores.category[static_cast<size_t>(out.category)] = out.category_confidence;
}

constexpr size_t kKeyPhrases = 6;

// What only a reader asks for, not the hot path.
void AddSubject(const Analyser::Parts& parts, const NormalText& text, Analysis& out) {
  std::vector<TopicMatch> products;
  parts.products.Match(text, "", products);
  for (const TopicMatch& product : products) out.products.push_back(product.id);
  std::vector<Range> hidden;
  for (const PiiSpan& span : out.pii) hidden.push_back({span.start, span.end});
  for (KeyPhrase& phrase : KeyPhrasesOf(text, hidden, kKeyPhrases)) {
    out.key_phrases.push_back(std::move(phrase.text));
  }
  SetRootCause(parts.taxonomy, out);
}

Analysis Judge(const Analyser::Parts& parts, std::string_view utf8, const AnalyseOptions& options) {
  const AnalyseOptions::Detail detail = options.detail;
  thread_local NormalText text;
  thread_local std::vector<lexicon::Hit> hits;
  Normalise(*parts.table, utf8, text);
  Analysis out;
  out.lang = LanguageOf(text);
  out.script = ScriptOf(text);
  FindPersonalData(text, parts.pii, out.pii);
  out.masked = MaskSpans(text, out.pii, MaskStyle::kDefault);
  parts.lexicon.Find(text, hits);
  const Marks marks = MarksOf(hits);
  thread_local FeatureSet features;
  if (parts.models.present()) {
    const bool full = detail == AnalyseOptions::Detail::kFull;
    features.Clear(text.compact.size() * 6 + 64,
                   full ? FeatureSet::Spans::kKeep : FeatureSet::Spans::kDrop);
    AddNgrams(text, features);
    AddMarks(hits, features);
    thread_local VerdictPlaces places;
    FillScores(parts.models, features, places, out);
    DecideByModels(out);
    SetSensitiveByModels(marks, out);
    if (full) AddModelEvidence(parts.models, features, places, text, 12, out);
  } else {
    float total = 0;
    for (const auto& hit : hits) total += hit.weight;
    DecideByRules(marks, total, out);
  }
  SetEmotion(marks, out);
  SetPriority(marks, out);
  parts.taxonomy.Match(text, options.industry, out.topics);
  out.version = parts.version;
  if (detail == AnalyseOptions::Detail::kFull) {
    AddSubject(parts, text, out);
    out.strict_masked = MaskSpans(text, out.pii, MaskStyle::kStrict);
    for (const auto& hit : hits) {
      const Range range = text.OriginOfCompact(hit.start, hit.end);
      out.evidence.push_back({VerdictOf(hit.entry->cls), Evidence::Source::kLexicon, range.start,
                              range.end, hit.weight, lexicon::Name(hit.entry->cls)});
    }
    std::stable_sort(out.evidence.begin(), out.evidence.end(),
                     [](const Evidence& a, const Evidence& b) {
                       return std::fabs(a.weight) > std::fabs(b.weight);
                     });
  }
  return out;
}

// A file that is not there is empty: a folder of models alone is enough.
Result<std::string> ReadIfThere(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::string();
  std::ifstream file(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), {});
  if (file.bad() || !file.is_open()) return NotFound("cannot read " + path);
  return bytes;
}

}  // namespace

Analyser::Analyser(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Analyser::~Analyser() = default;

Result<std::shared_ptr<const Analyser>> Analyser::Load(const AnalyserConfig& config) {
  std::error_code none;
  if (!config.models_dir.empty() && !std::filesystem::is_directory(config.models_dir, none)) {
    return NotFound("no directory of models at " + config.models_dir);
  }
  // Checking the model files and folding the words take about as long: side by side.
  auto models = std::async(std::launch::async, [&config] {
    return LoadVerdictModels(config.models_dir, config.variant);
  });
  auto parts = std::make_unique<Parts>();
  TRY_ASSIGN(parts->table, CharTable::Get());
  parts->lexicon = Lexicon(*parts->table);
  parts->pii.current_year = config.current_year;
  if (!config.models_dir.empty()) {
    const std::string topics = config.models_dir + "/taxonomy/topics.tsv";
    TRY_ASSIGN(const std::string shipped, ReadIfThere(topics));
    TRY(parts->taxonomy.Add(*parts->table, shipped, topics));
  }
  TRY(parts->taxonomy.Add(*parts->table, config.extra_topics, "own topics"));
  TRY(parts->products.Add(*parts->table, config.products, "products"));
  TRY_ASSIGN(parts->models, models.get());
  if (parts->models.present()) parts->version += "+" + parts->models.version;
  if (!config.extra_topics.empty() || !config.products.empty()) {
    const Hash32 own = Sha256({config.extra_topics, std::string_view("\0", 1), config.products});
    const auto* bytes = reinterpret_cast<const char*>(own.data());
    parts->version += "+own." + HexEncode(std::string_view(bytes, 4));
  }
  return std::shared_ptr<const Analyser>(new Analyser(std::move(parts)));
}

Analysis Analyser::Analyse(std::string_view utf8, const AnalyseOptions& options) const {
  return Judge(*parts_, utf8, options);
}

Analysis Analyser::AnalyseIntake(std::string_view utf8) const {
  AnalyseOptions options;
  options.detail = AnalyseOptions::Detail::kIntake;
  return Judge(*parts_, utf8, options);
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
const Taxonomy& Analyser::taxonomy() const { return parts_->taxonomy; }

std::string FindModelsDir(const std::string& executable_dir) {
  if (const char* given = std::getenv("HUIYIN_MODELS"); given != nullptr && *given != '\0') {
    return given;
  }
  for (const char* relative : {"/models", "/../models", "/../share/huiyin/models"}) {
    const std::string dir = executable_dir + relative;
    std::error_code error;
    if (std::filesystem::is_directory(dir, error)) return dir;
  }
  return "";
}

}  // namespace huiyin::text
