#include "app/authenticate_policy.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "app/json_read.h"
#include "base/crypto.h"
#include "base/utf8.h"

namespace huiyin::app {
namespace {

struct SettingRange {
  std::string_view key;
  int64_t least, most;
};
// The least values keep an administrator from locking everybody out or switching the rule off.
constexpr std::array<SettingRange, 7> kRanges = {{{"session_idle_hours", 1, 72},
                                                  {"session_absolute_hours", 1, 720},
                                                  {"password_min_length", 10, 128},
                                                  {"lockout_after", 3, 20},
                                                  {"address_lockout_after", 5, 1000},
                                                  {"lockout_first_s", 5, 3600},
                                                  {"lockout_most_s", 30, 86400}}};

// The commonest of ten characters and more in published lists of leaked passwords, and the Chinese
// ones among them; shorter ones are refused by their length.
constexpr std::string_view kCommon[] = {
    "1234567890",    "0123456789",    "0987654321",    "9876543210",    "12345678910",
    "123456789a",    "a123456789",    "a1234567890",   "123456789q",    "1234567890a",
    "123123123123",  "1231231231",    "1122334455",    "1212121212",    "1029384756",
    "147258369a",    "1472583690",    "0147258369",    "741852963a",    "789456123a",
    "987654321a",    "5201314520",    "5201314521",    "1314520520",    "woaini1314",
    "woaini5201314", "woaini520",     "woaini123456",  "iloveyou123",   "iloveyou1234",
    "iloveyou1314",  "aini1314520",   "asdfghjkl1",    "asdfghjkl123",  "asdfghjkl;",
    "qwertyuiop",    "qwertyuiop1",   "qwertyuiop123", "qwerty123456",  "qwerty12345",
    "qwerty1234",    "1qaz2wsx3edc",  "1qazxsw23edc",  "qazwsxedc123",  "qazwsxedcrfv",
    "1q2w3e4r5t",    "1q2w3e4r5t6y",  "q1w2e3r4t5",    "zxcvbnm123",    "zxcvbnm1234",
    "zxcvbnm,./",    "password123",   "password1234",  "password12345", "password12",
    "passw0rd123",   "p@ssw0rd123",   "p@ssword123",   "password01",    "password2024",
    "password2025",  "password2026",  "welcome123",    "welcome1234",   "welcome2024",
    "welcome2025",   "administrator", "admin12345",    "admin123456",   "admin1234567",
    "admin888888",   "admin@1234",    "admin@12345",   "admin@123456",  "admin@123",
    "root123456",    "test123456",    "test1234567",   "abc1234567",    "abc123456789",
    "abcd123456",    "abcd1234567",   "abcd12345678",  "abcdefghij",    "abcdefghijk",
    "abcdef123456",  "aa12345678",    "aa123456789",   "aa123456aa",    "qq123456789",
    "qq1234567890",  "wang123456",    "zhang123456",   "li123456789",   "changeme123",
    "letmein1234",   "football123",   "baseball123",   "princess123",   "sunshine123",
    "superman123",   "trustno1234",   "monkey12345",   "dragon12345",   "huiyin1234",
    "huiyin123456",  "kefu123456",    "kefu1234567",   "secret12345",   "computer123",
};

bool IsOneCharacterRepeated(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [&](char c) { return c == text.front(); });
}

bool IsCommon(std::string_view folded) {
  return IsOneCharacterRepeated(folded) ||
         std::find(std::begin(kCommon), std::end(kCommon), folded) != std::end(kCommon);
}

}  // namespace

std::string FoldLogin(std::string_view login) {
  std::string out(login);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

SecurityPolicy SecurityPolicyOf(const Config& config) {
  SecurityPolicy policy;
  const auto found = config.settings.find("security");
  if (found == config.settings.end()) return policy;
  const auto body = ParseObject(found->second.body);
  if (!body.ok()) return policy;
  policy.session_idle = Duration::Hours(IntOf(*body, "session_idle_hours", 12));
  policy.session_absolute = Duration::Hours(IntOf(*body, "session_absolute_hours", 168));
  policy.password_min_length = IntOf(*body, "password_min_length", policy.password_min_length);
  policy.lockout_after = IntOf(*body, "lockout_after", policy.lockout_after);
  policy.address_lockout_after =
      IntOf(*body, "address_lockout_after", policy.address_lockout_after);
  policy.lockout_first = Duration::Seconds(IntOf(*body, "lockout_first_s", 30));
  policy.lockout_most = Duration::Seconds(IntOf(*body, "lockout_most_s", 900));
  return policy;
}

Status CheckSecuritySetting(std::string_view body) {
  TRY_ASSIGN(const auto object, ParseObject(body));
  for (const auto& [key, value] : object) {
    const std::string name(key);
    const auto range = std::find_if(kRanges.begin(), kRanges.end(),
                                    [&](const SettingRange& r) { return r.key == name; });
    if (range == kRanges.end()) {
      return InvalidField(name, "unknown_field", "not a member of this setting");
    }
    if (!value.is_int64() || value.get_int64() < range->least || value.get_int64() > range->most) {
      return InvalidField(name, "out_of_range",
                          "a whole number from " + std::to_string(range->least) + " to " +
                              std::to_string(range->most));
    }
  }
  return Ok();
}

Status CheckPassword(const SecurityPolicy& policy, std::string_view login,
                     std::string_view password, std::string_view field) {
  const std::string path(field);
  if (!IsValidUtf8(password)) return InvalidField(path, "invalid_utf8", "not valid UTF-8");
  if (password.size() > kMaxPasswordBytes) {
    return InvalidField(path, "too_long", "at most 1024 bytes");
  }
  const auto length = static_cast<int64_t>(CodePointCount(password));
  if (length < policy.password_min_length) {
    return InvalidField(path, "too_short",
                        "at least " + std::to_string(policy.password_min_length) + " characters");
  }
  const std::string folded = FoldLogin(password);
  if (folded == FoldLogin(login)) {
    return InvalidField(path, "is_login", "not the user's own name");
  }
  if (IsCommon(folded)) {
    return InvalidField(path, "too_common", "this is one of the first passwords anybody tries");
  }
  return Ok();
}

Duration LockoutOf(const SecurityPolicy& policy, int64_t failures, int64_t after) {
  if (failures < after) return {};
  Duration wait = policy.lockout_first;
  for (int64_t n = after; n < failures && wait < policy.lockout_most; ++n) wait = wait * 2;
  return std::min(wait, policy.lockout_most);
}

}  // namespace huiyin::app
