// Passwords inside settings: sealed before they are stored, never given out again, kept when a
// setting is saved without them. Sealed with a key derived from the instance's own, which outlives
// rotations of the master key. Known: `password` of the setting `smtp`.
#pragma once

#include <string>
#include <string_view>

#include "app/context.h"

namespace huiyin::app {

// The body as it is stored: "password" becomes "password_sealed"; "" removes it; absent keeps that
// of `before` (a stored body or ""). Other documents come back as they are.
Result<std::string> SealSecrets(const Context& context, std::string_view kind, std::string_view id,
                                const std::string& body, const std::string& before);
// The body as anybody may read it: "password_set" true or false instead.
Result<std::string> HideSecrets(std::string_view kind, std::string_view id,
                                const std::string& body);
// kCorruption when it was sealed by another instance. "" when there is none.
Result<std::string> SmtpPassword(const Context& context, const std::string& body);

}  // namespace huiyin::app
