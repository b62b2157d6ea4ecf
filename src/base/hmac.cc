#include "base/hmac.h"

#include <sodium.h>

#include "base/bytes.h"
#include "base/crypto.h"

namespace huiyin {

std::string HmacSha256(std::string_view key, std::string_view text) {
  InitCrypto();
  const auto bytes = [](std::string_view s) {
    return reinterpret_cast<const unsigned char*>(s.data());
  };
  crypto_auth_hmacsha256_state state;
  unsigned char tag[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256_init(&state, bytes(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes(text), text.size());
  crypto_auth_hmacsha256_final(&state, tag);
  return {reinterpret_cast<const char*>(tag), sizeof tag};
}

std::string HmacSha256Hex(std::string_view key, std::string_view text) {
  return HexEncode(HmacSha256(key, text));
}

}  // namespace huiyin
