// The second factor: setting up an authenticator app (RFC 6238), recovery codes, and taking it away
// again. Secrets are stored sealed under "users.totp:ID", recovery codes as hashes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/authenticate.h"
#include "app/sessions.h"

namespace huiyin::app {

struct TotpSetup {
  std::string secret;  // base32, to type
  std::string uri;     // "otpauth://totp/…", to show as a QR code
};
// Begins anew when one was begun. kFailedPrecondition "two_factor_enabled": take the old one away
// first (which asks the password).
Result<TotpSetup> BeginTotp(const Context& context, const SignedIn& session);

struct TotpConfirmed {
  std::vector<std::string> recovery_codes;  // shown once
  NewSession session;                       // all other sessions have ended
};
// kFailedPrecondition "two_factor_not_begun"; kInvalidArgument "invalid_field" on "code".
Result<TotpConfirmed> ConfirmTotp(const Context& context, const SignedIn& session,
                                  std::string_view code);

// The person's own; asks the password again. All other sessions end. Where a role requires a second
// factor the session may afterwards only set one up. kFailedPrecondition "two_factor_off".
Result<NewSession> DisableTotp(Authenticator& authenticator, const SignedIn& session,
                               std::string_view password);

// Somebody lost the device and the codes: needs user.manage, ends the person's sessions.
// kFailedPrecondition "two_factor_off".
Status ResetTwoFactor(const Context& context, const domain::Actor& actor, int64_t user_id);

}  // namespace huiyin::app
