// What a password must be, and how long a session lives and a failed sign-in locks: the setting
// "security" of the instance. Length and a list of the commonest instead of character classes
// (NIST SP 800-63B §5.1.1.2). Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "app/config.h"
#include "base/result.h"
#include "base/time.h"

namespace huiyin::app {

struct SecurityPolicy {
  Duration session_idle = Duration::Hours(12);
  Duration session_absolute = Duration::Days(7);
  int64_t password_min_length = 10;  // characters
  int64_t lockout_after = 5;         // failures of one account in a row
  int64_t address_lockout_after = 20;
  Duration lockout_first = Duration::Seconds(30);
  Duration lockout_most = Duration::Minutes(15);
};

// The setting "security" {"session_idle_hours","session_absolute_hours","password_min_length",
// "lockout_after","address_lockout_after","lockout_first_s","lockout_most_s"}; absent members keep
// the values above.
SecurityPolicy SecurityPolicyOf(const Config& config);
// kInvalidArgument "invalid_field" naming the member: unknown, no integer, out of its range.
Status CheckSecuritySetting(std::string_view body);

// kInvalidArgument "invalid_field" on `field` with problem "too_short", "too_long", "is_login" or
// "too_common".
Status CheckPassword(const SecurityPolicy& policy, std::string_view login,
                     std::string_view password, std::string_view field);

// How long after the `failures`-th failure in a row: nothing below `after`, then `first`, doubling
// up to `most`.
Duration LockoutOf(const SecurityPolicy& policy, int64_t failures, int64_t after);

// Logins are compared in this form: ASCII letters in lower case.
std::string FoldLogin(std::string_view login);

}  // namespace huiyin::app
