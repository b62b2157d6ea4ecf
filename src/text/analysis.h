// Understanding one text: what a customer's words say, how sure we are, and which words decided.
//
// An Analyser is immutable after Load and may be used by any number of threads at once; a new one
// is put in place of the old one through an AnalyserSlot (callers keep the shared_ptr they took).
// No network, no clock, no files after Load. Every call is linear in the length of the text and has
// a defined result for every byte string: invalid UTF-8 counts as U+FFFD, empty text is `other`.
// All offsets are Unicode code points of the original text, `end` exclusive.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/labels.h"

namespace huiyin::text {

class Taxonomy;

struct PiiSpan {
  PiiKind kind = PiiKind::kMobile;
  uint32_t start = 0, end = 0;
  bool operator==(const PiiSpan&) const = default;
};

// One stretch of the text that spoke for or against the verdict. Model evidence is the exact share
// of the linear score (logit units); lexicon and rule evidence carries the weight of its entry.
struct Evidence {
  enum class Source : uint8_t { kModel, kLexicon, kRule };
  Verdict verdict = Verdict::kCategory;
  Source source = Source::kModel;
  uint32_t start = 0, end = 0;
  float weight = 0;  // > 0 speaks for the label that was given
  std::string_view
      why;  // class of the lexicon entry ("evasion"); "" for the model. Static storage.
};

struct TopicMatch {
  std::string id;               // "delivery_delay"
  float score = 0;              // 0..1, grows with the phrases that were found
  uint32_t start = 0, end = 0;  // the first of them
};

// Calibrated shares, each row sums to 1.
struct Scores {
  std::array<float, kCategories> category{};
  std::array<float, kComplaintKinds> complaint_kind{};
  std::array<float, kSentiments> sentiment{};
  std::array<float, kEmotions> emotion{};                  // independent, each 0..1
  std::array<float, kSensitiveClasses> sensitive_class{};  // independent, each 0..1
  float severe = 0;  // money, data, many people or harm soon (domain.md §1.5 rules 2 and 3)
};

struct Analysis {
  std::string_view lang = "und";  // "zh", "en", "und"
  Script script = Script::kNone;
  Category category = Category::kOther;
  std::optional<ComplaintKind> complaint_kind;  // only for complaints
  Sentiment sentiment = Sentiment::kNeutral;
  uint8_t emotion_bits = 1;          // see Has; kCalm when nothing else
  Emotion emotion = Emotion::kCalm;  // the strongest one
  int emotion_intensity = 0;         // 0 none, 1 mild, 2 strong, 3 extreme
  Priority priority = Priority::kLow;
  PriorityRule priority_rule = PriorityRule::kNoUrgency;
  std::string_view priority_reason;  // lexicon class that fired ("data_loss"), may be empty
  bool sensitive = false;
  uint16_t sensitive_bits = 0;   // see Has
  bool upgrade_trigger = false;  // 欺骗, 投诉 …: hand over to a senior agent (§1.6)
  std::vector<PiiSpan> pii;      // by start, never overlapping
  std::string masked, strict_masked;
  std::vector<TopicMatch> topics;        // best first
  std::vector<std::string> products;     // ids of the user's dictionary
  std::vector<std::string> key_phrases;  // best first
  std::string department;                // "dept_tech"; learnt from past routing when there is any
  RootCause root_cause = RootCause::kNone;
  float category_confidence = 0, complaint_kind_confidence = 0, sentiment_confidence = 0,
        emotion_confidence = 0, sensitive_confidence = 0, department_confidence = 0,
        root_cause_confidence = 0;
  Scores scores;
  std::vector<Evidence> evidence;  // strongest first within each verdict
  std::string version;             // rules and models that spoke

  bool Has(Emotion e) const { return (emotion_bits >> static_cast<int>(e) & 1) != 0; }
  bool Has(SensitiveClass c) const { return (sensitive_bits >> static_cast<int>(c) & 1) != 0; }
};

struct AnalyseOptions {
  // kIntake: verdicts, topics, personal data, masked text; what the hot path of accepting feedback
  // needs. kFull: also evidence, products, key phrases, department, root cause, strict mask.
  enum class Detail : uint8_t { kIntake, kFull };
  Detail detail = Detail::kFull;
  std::string_view industry;  // taxonomy to prefer ("telecom"); "" for all
  int max_evidence = 12;      // per verdict
};

enum class MaskStyle : uint8_t { kDefault, kStrict };

struct AnalyserConfig {
  std::string models_dir;  // holds understanding/, taxonomy/
  // kOpen uses only models trained on our own and clearly licensed data.
  enum class Variant : uint8_t { kDefault, kOpen };
  Variant variant = Variant::kDefault;
  int current_year = 2100;  // upper bound of birth years in resident ids
  // The tenant's own: lines "id<TAB>phrase|phrase" (taxonomy.h). Empty: none.
  std::string extra_topics, products;

  bool operator==(const AnalyserConfig&) const = default;
};

class Analyser {
 public:
  // Reads and checks lexicons and models. Fails with kNotFound / kCorruption and says which file.
  static Result<std::shared_ptr<const Analyser>> Load(const AnalyserConfig& config);
  ~Analyser();

  Analysis Analyse(std::string_view utf8, const AnalyseOptions& options = {}) const;
  // The hot path: Detail::kIntake.
  Analysis AnalyseIntake(std::string_view utf8) const;

  // Personal data alone, and the text with it masked (domain.md §7.3).
  std::vector<PiiSpan> FindPii(std::string_view utf8) const;
  std::string Mask(std::string_view utf8, MaskStyle style = MaskStyle::kDefault) const;

  const std::string& version() const;
  const Taxonomy& taxonomy() const;

  struct Parts;
  const Parts& parts() const { return *parts_; }

 private:
  explicit Analyser(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// The Analyser in use; replaced while others read.
class AnalyserSlot {
 public:
  std::shared_ptr<const Analyser> Get() const { return current_.load(); }
  void Set(std::shared_ptr<const Analyser> next) { current_.store(std::move(next)); }

 private:
  std::atomic<std::shared_ptr<const Analyser>> current_;
};

// Where the shipped models are: the environment's HUIYIN_MODELS, else the first of
// <dir>/models, <dir>/../models, <dir>/../share/huiyin/models that exists; "" when none does.
std::string FindModelsDir(const std::string& executable_dir);

// One value masked on its own ("138****8000"), for fields whose kind is known.
std::string MaskValue(PiiKind kind, std::string_view value, MaskStyle style = MaskStyle::kDefault);

}  // namespace huiyin::text
