#include "base/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>

namespace huiyin {
namespace {

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
// No i, l, o, u: hard to misread when copied by hand. 32 signs, 5 bits each.
constexpr std::string_view kCodeSigns = "0123456789abcdefghjkmnpqrstvwxyz";

const EVP_MD* Digest(TotpHash hash) {
  switch (hash) {
    case TotpHash::kSha1:
      return EVP_sha1();
    case TotpHash::kSha256:
      return EVP_sha256();
    case TotpHash::kSha512:
      return EVP_sha512();
  }
  return EVP_sha1();
}

std::string_view DigestName(TotpHash hash) {
  switch (hash) {
    case TotpHash::kSha1:
      return "SHA1";
    case TotpHash::kSha256:
      return "SHA256";
    case TotpHash::kSha512:
      return "SHA512";
  }
  return "SHA1";
}

std::string PercentEncode(std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto b = static_cast<uint8_t>(c);
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
        c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      out += '%';
      out += kDigits[b >> 4];
      out += kDigits[b & 15];
    }
  }
  return out;
}

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char Upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

std::string NewTotpSecret(Random& random) { return random.Bytes(20); }

int64_t TotpStep(Instant at, const TotpParams& params) {
  const int64_t step_us = int64_t{params.step_s} * 1'000'000;
  const int64_t step = at.us / step_us;
  return at.us % step_us < 0 ? step - 1 : step;
}

// RFC 4226 §5.3: HMAC of the step as 8 bytes, dynamic truncation, last decimal digits.
std::string TotpCode(std::string_view secret, int64_t step, const TotpParams& params) {
  HY_CHECK(params.digits >= 6 && params.digits <= 8);
  uint8_t counter[8];
  for (int i = 0; i < 8; ++i) {
    counter[i] = static_cast<uint8_t>(static_cast<uint64_t>(step) >> (56 - 8 * i));
  }
  uint8_t mac[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  HY_CHECK(HMAC(Digest(params.hash), secret.data(), static_cast<int>(secret.size()), counter,
                sizeof counter, mac, &length) != nullptr);
  const unsigned offset = mac[length - 1] & 15;
  uint32_t number = 0;
  for (unsigned i = 0; i < 4; ++i) number = number << 8 | mac[offset + i];
  number &= 0x7fffffff;
  std::string out(static_cast<size_t>(params.digits), '0');
  for (size_t i = out.size(); i-- > 0; number /= 10) out[i] = static_cast<char>('0' + number % 10);
  return out;
}

Result<int64_t> TotpVerify(std::string_view secret, std::string_view code, Instant now,
                           std::optional<int64_t> last_used_step, const TotpParams& params) {
  std::string digits;
  for (const char c : code.substr(0, 32)) {
    if (c != ' ') digits += c;
  }
  const int64_t current = TotpStep(now, params);
  // Every step of the window is tried, so that the time taken does not tell which one matched.
  std::optional<int64_t> matched;
  for (int64_t step = current - params.window_steps; step <= current + params.window_steps;
       ++step) {
    if (SecretEquals(TotpCode(secret, step, params), digits)) matched = step;
  }
  if (!matched) return Unauthenticated("the one-time password is wrong", "totp_wrong");
  if (last_used_step && *matched <= *last_used_step) {
    return Unauthenticated("this one-time password was used already", "totp_replayed");
  }
  return *matched;
}

std::string OtpauthUri(std::string_view issuer, std::string_view account, std::string_view secret,
                       const TotpParams& params) {
  const std::string name = PercentEncode(issuer);
  return "otpauth://totp/" + name + ":" + PercentEncode(account) +
         "?secret=" + Base32Encode(secret) + "&issuer=" + name +
         "&algorithm=" + std::string(DigestName(params.hash)) +
         "&digits=" + std::to_string(params.digits) + "&period=" + std::to_string(params.step_s);
}

std::string Base32Encode(std::string_view bytes) {
  std::string out;
  uint32_t bits = 0;
  int have = 0;
  for (const char c : bytes) {
    bits = (bits << 8 | static_cast<uint8_t>(c)) & 0xfff;
    have += 8;
    for (; have >= 5; have -= 5) out += kBase32[bits >> (have - 5) & 31];
  }
  if (have > 0) out += kBase32[bits << (5 - have) & 31];
  return out;
}

Result<std::string> Base32Decode(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string out;
  uint32_t bits = 0;
  int have = 0;
  for (const char c : text) {
    if (c == ' ' || c == '-') continue;
    const size_t value = kBase32.find(Upper(c));
    if (value == std::string_view::npos) return InvalidArgument("not base32");
    bits = (bits << 5 | static_cast<uint32_t>(value)) & 0xfff;
    have += 5;
    if (have >= 8) {
      have -= 8;
      out += static_cast<char>(bits >> have & 0xff);
    }
  }
  // 5 or more left-over bits would be a character that no encoder writes; others must be zero.
  if (have >= 5 || (bits & ((1u << have) - 1)) != 0) return InvalidArgument("not base32");
  return out;
}

std::vector<RecoveryCode> MakeRecoveryCodes(Random& random) {
  std::vector<RecoveryCode> out(kRecoveryCodes);
  for (RecoveryCode& entry : out) {
    for (int i = 0; i < 16; ++i) {
      if (i > 0 && i % 4 == 0) entry.code += '-';
      entry.code += kCodeSigns[random.Below(kCodeSigns.size())];
    }
    entry.hash = RecoveryCodeHash(entry.code);
  }
  return out;
}

Hash32 RecoveryCodeHash(std::string_view typed) {
  std::string plain;
  for (const char c : typed.substr(0, 64)) {
    if (c != ' ' && c != '-') plain += Lower(c);
  }
  return Sha256({std::string_view("huiyin recovery code\n"), plain});
}

}  // namespace huiyin
