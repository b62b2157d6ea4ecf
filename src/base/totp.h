// Time-based one-time passwords (RFC 6238 over RFC 4226) and recovery codes. Pure functions; time
// is an argument; secrets are raw bytes (20 for SHA-1) that the caller stores sealed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/random.h"
#include "base/result.h"
#include "base/time.h"

namespace huiyin {

enum class TotpHash { kSha1, kSha256, kSha512 };

struct TotpParams {
  int digits = 6;  // 6..8
  int step_s = 30;
  TotpHash hash = TotpHash::kSha1;  // what authenticator apps understand
  int window_steps = 1;             // accepted before and after the current step
};

std::string NewTotpSecret(Random& random);  // 20 bytes
int64_t TotpStep(Instant at, const TotpParams& params = {});
std::string TotpCode(std::string_view secret, int64_t step, const TotpParams& params = {});

// The step whose code it is; the caller stores it as `last_used_step` in the same transaction, so
// that a code works once. Spaces inside the code are ignored. kUnauthenticated with type
// "totp_wrong" or "totp_replayed" (right code of a step not after the last used one).
Result<int64_t> TotpVerify(std::string_view secret, std::string_view code, Instant now,
                           std::optional<int64_t> last_used_step, const TotpParams& params = {});

// "otpauth://totp/Issuer:account?secret=…&issuer=…&algorithm=SHA1&digits=6&period=30".
std::string OtpauthUri(std::string_view issuer, std::string_view account, std::string_view secret,
                       const TotpParams& params = {});
std::string Base32Encode(std::string_view bytes);  // RFC 4648, no padding
// Letters of either case; spaces, dashes and trailing '=' ignored. kInvalidArgument.
Result<std::string> Base32Decode(std::string_view text);

// Ten codes of 80 random bits, "abcd-efgh-jkmn-pqrs", shown once; the hashes are stored and each is
// deleted when used. 80 bits need no slow hash.
struct RecoveryCode {
  std::string code;
  Hash32 hash;
};
inline constexpr int kRecoveryCodes = 10;
std::vector<RecoveryCode> MakeRecoveryCodes(Random& random);
// Case, spaces and dashes do not matter.
Hash32 RecoveryCodeHash(std::string_view typed);

}  // namespace huiyin
