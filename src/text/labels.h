// The words of understanding: every verdict as a small enum with the identifier of domain.md as its
// Name(). Parse…() gives nullopt for a word that is not an identifier. Pure values, no state.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace huiyin::text {

enum class Category : uint8_t { kSuggestion, kComplaint, kMalfunction, kInquiry, kOther };
inline constexpr int kCategories = 5;

enum class ComplaintKind : uint8_t { kProduct, kService, kPrice, kLogistics };
inline constexpr int kComplaintKinds = 4;

enum class Sentiment : uint8_t { kPositive, kNeutral, kNegative };
inline constexpr int kSentiments = 3;

// Several may hold at once; an Analysis keeps them as bits (see Has).
enum class Emotion : uint8_t {
  kCalm,
  kSatisfied,
  kGrateful,
  kDisappointed,
  kAnxious,
  kAngry,
  kAgitated,
  kSarcastic
};
inline constexpr int kEmotions = 8;

enum class Priority : uint8_t { kHigh, kMid, kLow };

// The step of the decision order (domain.md §1.5) that decided the priority.
enum class PriorityRule : uint8_t {
  kSensitive,     // 1: sensitive content
  kSevereHarm,    // 2: injury, leak, data loss, money gone, outage, many users
  kCoreUnusable,  // 3: core function unusable now, or harm within a day
  kOrdinary,      // 4: other complaint, malfunction or data-subject request
  kNoUrgency      // 5: everything else
};

enum class SensitiveClass : uint8_t {
  kFraud,
  kLawsuit,
  kRegulator,
  kMedia,
  kCollective,
  kSafety,
  kPrivacy,
  kSelfHarm,
  kViolence,
  kDiscrimination
};
inline constexpr int kSensitiveClasses = 10;

enum class PiiKind : uint8_t {
  kMobile,
  kLandline,
  kResidentId,
  kBankCard,
  kUscc,
  kLicencePlate,
  kEmail,
  kAddress,
  kPersonName,
  kPassport,
  kImAccount
};
inline constexpr int kPiiKinds = 11;

enum class RootCause : uint8_t {
  kNone,
  kQualityDefect,
  kCommunicationGap,
  kPriceValueGap,
  kStaffConduct,
  kTechnologyLag,
  kExternalEvent,
  kExpectationGap,
  kManagementGap
};

enum class Script : uint8_t { kNone, kHans, kHant, kLatin, kOther };

// What a piece of evidence speaks for.
enum class Verdict : uint8_t {
  kCategory,
  kComplaintKind,
  kSentiment,
  kEmotion,
  kPriority,
  kSensitive
};

std::string_view Name(Category value);
std::string_view Name(ComplaintKind value);
std::string_view Name(Sentiment value);
std::string_view Name(Emotion value);
std::string_view Name(Priority value);
std::string_view Name(PriorityRule value);
std::string_view Name(SensitiveClass value);
std::string_view Name(PiiKind value);
std::string_view Name(RootCause value);  // "" for kNone
std::string_view Name(Script value);
std::string_view Name(Verdict value);

std::optional<Category> ParseCategory(std::string_view name);
std::optional<ComplaintKind> ParseComplaintKind(std::string_view name);
std::optional<Sentiment> ParseSentiment(std::string_view name);
std::optional<Emotion> ParseEmotion(std::string_view name);
std::optional<Priority> ParsePriority(std::string_view name);
std::optional<SensitiveClass> ParseSensitiveClass(std::string_view name);
std::optional<PiiKind> ParsePiiKind(std::string_view name);

}  // namespace huiyin::text
