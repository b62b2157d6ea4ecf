#include "base/crypto.h"

#include <sodium.h>

#include <cstdlib>
#include <cstring>

#include "base/secret_file.h"

namespace huiyin {
namespace {

constexpr char kSealVersion = 1;
constexpr size_t kSealHeaderBytes = 1 + 4;
constexpr size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kSealOverheadBytes == kSealHeaderBytes + kNonceBytes + kTagBytes);

const uint8_t* Bytes(std::string_view view) {
  return reinterpret_cast<const uint8_t*>(view.data());
}

uint32_t LoadU32(std::string_view bytes) {
  uint32_t value = 0;
  for (const char c : bytes.substr(0, 4)) value = value << 8 | static_cast<uint8_t>(c);
  return value;
}

// Keyed BLAKE2b over a purpose and parts; the purpose ends with NUL so that none is the beginning
// of another.
Hash32 KeyedHash(const SecretKey& key, std::string_view purpose,
                 std::initializer_list<std::string_view> parts) {
  InitCrypto();
  crypto_generichash_state state;
  const auto update = [&](std::string_view bytes) {
    crypto_generichash_update(&state, Bytes(bytes), bytes.size());
  };
  HY_CHECK(crypto_generichash_init(&state, Bytes(key.bytes()), key.bytes().size(), 32) == 0);
  update(purpose);
  update(std::string_view("\0", 1));
  for (const std::string_view part : parts) update(part);
  Hash32 out;
  crypto_generichash_final(&state, out.data(), out.size());
  return out;
}

}  // namespace

void InitCrypto() {
  static const bool ready = sodium_init() >= 0;
  HY_CHECK(ready);
}

SecretKey::SecretKey(std::string_view bytes) {
  std::memcpy(bytes_.data(), bytes.data(), bytes_.size());
  id_ = LoadU32(View(KeyedHash(*this, "huiyin key id", {})));
}

SecretKey::~SecretKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

SecretKey SecretKey::Generate() {
  InitCrypto();
  char bytes[32];
  randombytes_buf(bytes, sizeof bytes);
  SecretKey key(std::string_view(bytes, sizeof bytes));
  sodium_memzero(bytes, sizeof bytes);
  return key;
}

Result<SecretKey> SecretKey::FromBytes(std::string_view bytes) {
  if (bytes.size() != 32) return InvalidArgument("a key has 32 bytes");
  return SecretKey(bytes);
}

Result<SecretKey> SecretKey::Parse(std::string_view text) {
  auto bytes = text.size() == 64 ? HexDecode(text) : Base64UrlDecode(text);
  if (!bytes.ok() || bytes->size() != 32) {
    return InvalidArgument("a key is 64 hexadecimal digits or 43 characters of base64url");
  }
  SecretKey key(*bytes);
  sodium_memzero(bytes->data(), bytes->size());
  return key;
}

SecretKey SecretKey::Derive(std::string_view purpose) const {
  Hash32 derived = KeyedHash(*this, "huiyin derive", {purpose});
  SecretKey key(View(derived));
  sodium_memzero(derived.data(), derived.size());
  return key;
}

std::string Seal(const SecretKey& key, std::string_view plain, std::string_view context) {
  InitCrypto();
  std::string out(kSealOverheadBytes + plain.size(), '\0');
  auto* bytes = reinterpret_cast<uint8_t*>(out.data());
  out[0] = kSealVersion;
  for (int i = 0; i < 4; ++i) bytes[1 + i] = static_cast<uint8_t>(key.id() >> (24 - 8 * i));
  uint8_t* nonce = bytes + kSealHeaderBytes;
  randombytes_buf(nonce, kNonceBytes);
  // The header is authenticated with the context, so the version cannot be changed either.
  std::string associated = out.substr(0, kSealHeaderBytes);
  associated += context;
  HY_CHECK(crypto_aead_xchacha20poly1305_ietf_encrypt(
               nonce + kNonceBytes, nullptr, Bytes(plain), plain.size(), Bytes(associated),
               associated.size(), nullptr, nonce, Bytes(key.bytes())) == 0);
  return out;
}

Result<uint32_t> SealedKeyId(std::string_view sealed) {
  if (sealed.size() < kSealOverheadBytes || sealed[0] != kSealVersion) {
    return Corruption("not a sealed value", "sealed_format");
  }
  return LoadU32(sealed.substr(1));
}

Result<std::string> Open(const SecretKey& key, std::string_view sealed, std::string_view context) {
  InitCrypto();
  TRY_ASSIGN(const uint32_t key_id, SealedKeyId(sealed));
  if (key_id != key.id()) return Corruption("sealed with another key", "sealed_other_key");
  std::string associated(sealed.substr(0, kSealHeaderBytes));
  associated += context;
  const uint8_t* nonce = Bytes(sealed) + kSealHeaderBytes;
  std::string out(sealed.size() - kSealOverheadBytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          reinterpret_cast<uint8_t*>(out.data()), nullptr, nullptr, nonce + kNonceBytes,
          sealed.size() - kSealHeaderBytes - kNonceBytes, Bytes(associated), associated.size(),
          nonce, Bytes(key.bytes())) != 0) {
    return Corruption("a sealed value was altered or belongs elsewhere", "sealed_altered");
  }
  return out;
}

Hash32 Commitment(const SecretKey& key, std::string_view text) {
  return KeyedHash(key, "huiyin commitment", {text});
}

Hash32 BlindIndex(const SecretKey& key, std::string_view kind, std::string_view normalised) {
  return KeyedHash(key, "huiyin blind index", {kind, std::string_view("\0", 1), normalised});
}

NewToken MakeToken(Random& random, std::string_view prefix) {
  NewToken out;
  out.token = std::string(prefix) + random.Token(32);
  out.hash = TokenHash(out.token);
  return out;
}

Hash32 TokenHash(std::string_view token) { return Sha256(token); }

}  // namespace huiyin
