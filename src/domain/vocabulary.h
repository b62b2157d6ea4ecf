// The shared vocabulary (domain.md §1): every enumeration with its identifier (the only form used
// in code, API, database and log) and its Chinese and English label. ParseX gives nothing for a
// word that is not an identifier.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace huiyin::domain {

// 渠道 §1.1
enum class Channel : uint8_t {
  kWebForm,
  kInApp,
  kEmail,
  kPhone,
  kChat,
  kBot,
  kSocialPublic,
  kSocialDm,
  kSms,
  kInbox,
  kOfflineBox,
  kStoreQr,
  kFileImport,
  kApi,
  kCallback,
  kSurvey,
  kTrial,
  kMysteryShopper,
  kInterview,
  kThirdParty,
  kRegulator,
};
std::string_view Name(Channel value);
std::string_view ZhName(Channel value);
std::string_view EnName(Channel value);
std::optional<Channel> ParseChannel(std::string_view id);
std::span<const Channel> AllChannels();

// §1.2
enum class Category : uint8_t {
  kSuggestion,
  kComplaint,
  kMalfunction,
  kInquiry,
  kOther,
};
std::string_view Name(Category value);
std::string_view ZhName(Category value);
std::string_view EnName(Category value);
std::optional<Category> ParseCategory(std::string_view id);
std::span<const Category> AllCategories();

// §1.2
enum class ComplaintKind : uint8_t {
  kProduct,
  kService,
  kPrice,
  kLogistics,
};
std::string_view Name(ComplaintKind value);
std::string_view ZhName(ComplaintKind value);
std::string_view EnName(ComplaintKind value);
std::optional<ComplaintKind> ParseComplaintKind(std::string_view id);
std::span<const ComplaintKind> AllComplaintKinds();

// §1.3
enum class State : uint8_t {
  kPending,
  kInProgress,
  kToBeTested,
  kResolved,
  kClosed,
};
std::string_view Name(State value);
std::string_view ZhName(State value);
std::string_view EnName(State value);
std::optional<State> ParseState(std::string_view id);
std::span<const State> AllStates();

// §1.3, of in_progress
enum class SubState : uint8_t {
  kAnalysing,
  kPlanning,
  kWaitingApproval,
  kExecuting,
  kWaitingCustomer,
  kWaitingThirdParty,
};
std::string_view Name(SubState value);
std::string_view ZhName(SubState value);
std::string_view EnName(SubState value);
std::optional<SubState> ParseSubState(std::string_view id);
std::span<const SubState> AllSubStates();

// §1.3
enum class CloseReason : uint8_t {
  kConfirmed,
  kAutoNoReply,
  kDuplicate,
  kSpam,
  kWithdrawn,
  kNotAccepted,
  kTransferredOut,
};
std::string_view Name(CloseReason value);
std::string_view ZhName(CloseReason value);
std::string_view EnName(CloseReason value);
std::optional<CloseReason> ParseCloseReason(std::string_view id);
std::span<const CloseReason> AllCloseReasons();

// §1.4
enum class Stage : uint8_t {
  kIntake,
  kClassification,
  kAnalysis,
  kSolutionPlan,
  kSolutionEvaluation,
  kApproval,
  kExecution,
  kTesting,
  kFeedback,
  kMonitoring,
};
std::string_view Name(Stage value);
std::string_view ZhName(Stage value);
std::string_view EnName(Stage value);
std::optional<Stage> ParseStage(std::string_view id);
std::span<const Stage> AllStages();

// §1.5; ordered
enum class Priority : uint8_t {
  kLow,
  kMid,
  kHigh,
};
std::string_view Name(Priority value);
std::string_view ZhName(Priority value);
std::string_view EnName(Priority value);
std::optional<Priority> ParsePriority(std::string_view id);
std::span<const Priority> AllPriorities();

// §1.6
enum class Sentiment : uint8_t {
  kPositive,
  kNeutral,
  kNegative,
};
std::string_view Name(Sentiment value);
std::string_view ZhName(Sentiment value);
std::string_view EnName(Sentiment value);
std::optional<Sentiment> ParseSentiment(std::string_view id);
std::span<const Sentiment> AllSentiments();

// §1.6
enum class Emotion : uint8_t {
  kCalm,
  kSatisfied,
  kGrateful,
  kDisappointed,
  kAnxious,
  kAngry,
  kAgitated,
  kSarcastic,
};
std::string_view Name(Emotion value);
std::string_view ZhName(Emotion value);
std::string_view EnName(Emotion value);
std::optional<Emotion> ParseEmotion(std::string_view id);
std::span<const Emotion> AllEmotions();

// §1.7
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
  kDiscrimination,
};
std::string_view Name(SensitiveClass value);
std::string_view ZhName(SensitiveClass value);
std::string_view EnName(SensitiveClass value);
std::optional<SensitiveClass> ParseSensitiveClass(std::string_view id);
std::span<const SensitiveClass> AllSensitiveClasses();

// §1.8
enum class RootCause : uint8_t {
  kQualityDefect,
  kCommunicationGap,
  kPriceValueGap,
  kStaffConduct,
  kTechnologyLag,
  kExternalEvent,
  kExpectationGap,
  kManagementGap,
};
std::string_view Name(RootCause value);
std::string_view ZhName(RootCause value);
std::string_view EnName(RootCause value);
std::optional<RootCause> ParseRootCause(std::string_view id);
std::span<const RootCause> AllRootCauses();

// The sub-causes of a root cause (domain.md §1.8), by identifier.
std::span<const std::string_view> SubCauses(RootCause cause);

}  // namespace huiyin::domain
