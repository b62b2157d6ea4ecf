#include "base/bytes.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <cstring>

namespace huiyin {

Result<Hash32> Hash32From(std::string_view bytes) {
  if (bytes.size() != 32) {
    return Corruption("a hash must have 32 bytes, this has " + std::to_string(bytes.size()));
  }
  Hash32 out;
  std::memcpy(out.data(), bytes.data(), 32);
  return out;
}

std::string HexEncode(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto b = static_cast<uint8_t>(c);
    out += kDigits[b >> 4];
    out += kDigits[b & 15];
  }
  return out;
}

Result<std::string> HexDecode(std::string_view hex) {
  std::string out(hex.size() / 2, '\0');
  size_t length = 0;
  const char* end = nullptr;
  if (hex.size() % 2 != 0 ||
      sodium_hex2bin(reinterpret_cast<uint8_t*>(out.data()), out.size(), hex.data(), hex.size(),
                     nullptr, &length, &end) != 0 ||
      length != out.size()) {
    return InvalidArgument("not hexadecimal");
  }
  return out;
}

std::string Base64UrlEncode(std::string_view bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                  '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const uint8_t*>(bytes.data()),
                    bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  out.resize(std::strlen(out.c_str()));
  return out;
}

Result<std::string> Base64UrlDecode(std::string_view text) {
  std::string out(text.size() / 4 * 3 + 3, '\0');
  size_t length = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<uint8_t*>(out.data()), out.size(), text.data(),
                        text.size(), nullptr, &length, &end,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      end != text.data() + text.size()) {
    return InvalidArgument("not base64url without padding");
  }
  out.resize(length);
  // libsodium 1.0.18 takes bytes from 0x80 on for letters; only what we would write is accepted.
  if (Base64UrlEncode(out) != text) return InvalidArgument("not base64url without padding");
  return out;
}

Hash32 Sha256(std::string_view bytes) { return Sha256({bytes}); }

Hash32 Sha256(std::initializer_list<std::string_view> parts) {
  // One context a thread: creating it costs more than hashing a short event.
  struct Context {
    EVP_MD_CTX* ctx = EVP_MD_CTX_new();
    EVP_MD* md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    ~Context() {
      EVP_MD_free(md);
      EVP_MD_CTX_free(ctx);
    }
  };
  thread_local Context context;
  Hash32 out;
  HY_CHECK(EVP_DigestInit_ex2(context.ctx, context.md, nullptr) == 1);
  for (const std::string_view part : parts) {
    HY_CHECK(EVP_DigestUpdate(context.ctx, part.data(), part.size()) == 1);
  }
  HY_CHECK(EVP_DigestFinal_ex(context.ctx, out.data(), nullptr) == 1);
  return out;
}

Hash32 Blake2b(std::string_view bytes, std::string_view key) {
  Hash32 out;
  HY_CHECK(crypto_generichash(out.data(), out.size(),
                              reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size(),
                              key.empty() ? nullptr : reinterpret_cast<const uint8_t*>(key.data()),
                              key.size()) == 0);
  return out;
}

bool SecretEquals(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace huiyin
