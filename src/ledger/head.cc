#include "ledger/head.h"

#include <sodium.h>

#include <charconv>
#include <cstring>

#include "base/crypto.h"
#include "base/secret_file.h"
#include "ledger/wire.h"

namespace huiyin::ledger {
namespace {

constexpr std::string_view kHeadDomain = "huiyin-tree-head-v1\n";
constexpr std::string_view kHeadWord = "huiyin-head-v1";
constexpr std::string_view kKeyWord = "huiyin-signing-key-v1 ";

const uint8_t* Bytes(std::string_view view) {
  return reinterpret_cast<const uint8_t*>(view.data());
}

// Decimal as std::to_string writes it.
template <typename Int>
bool ParseDecimal(std::string_view text, Int& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() && std::to_string(out) == text;
}

template <size_t kSize>
bool ParseBase64(std::string_view text, std::array<uint8_t, kSize>& out) {
  if (text.size() > kSize * 2) return false;
  const auto bytes = StrictBase64UrlDecode(text);
  if (!bytes.ok() || bytes->size() != kSize) return false;
  std::memcpy(out.data(), bytes->data(), kSize);
  return true;
}

}  // namespace

Result<PublicKey> PublicKey::Parse(std::string_view text) {
  Hash32 bytes;
  if (!ParseBase64(text, bytes)) {
    return InvalidArgument("not a public key: 43 characters of base64url are expected");
  }
  return PublicKey(bytes);
}

std::string PublicKey::ToString() const { return Base64UrlEncode(View(bytes_)); }

std::string PublicKey::Fingerprint() const {
  return HexEncode(View(Sha256(View(bytes_))).substr(0, 8));
}

bool PublicKey::Verify(std::string_view message, const Signature& signature) const {
  InitCrypto();
  return crypto_sign_verify_detached(signature.data(), Bytes(message), message.size(),
                                     bytes_.data()) == 0;
}

SigningKey SigningKey::Generate(Random& random) {
  std::string seed = random.Bytes(crypto_sign_SEEDBYTES);
  auto key = FromSeed(seed);
  sodium_memzero(seed.data(), seed.size());
  return std::move(key).value();
}

Result<SigningKey> SigningKey::FromSeed(std::string_view seed) {
  InitCrypto();
  if (seed.size() != crypto_sign_SEEDBYTES) {
    return InvalidArgument("a signing key is made from 32 bytes");
  }
  SigningKey key;
  Hash32 public_bytes;
  HY_CHECK(crypto_sign_seed_keypair(public_bytes.data(), key.secret_.data(), Bytes(seed)) == 0);
  return key;
}

Result<SigningKey> SigningKey::Load(const std::string& path) {
  TRY_ASSIGN(std::string text, ReadSecretFile(path));
  std::string_view line = text;
  if (line.ends_with('\n')) line.remove_suffix(1);
  std::array<uint8_t, 32> seed;
  const bool good = line.starts_with(kKeyWord) && ParseBase64(line.substr(kKeyWord.size()), seed);
  sodium_memzero(text.data(), text.size());
  if (!good) return Corruption(path + " is not a signing key of Huiyin");
  auto key = FromSeed({reinterpret_cast<const char*>(seed.data()), seed.size()});
  sodium_memzero(seed.data(), seed.size());
  return key;
}

Status SigningKey::Save(const std::string& path) const {
  std::string text(kKeyWord);
  text += Base64UrlEncode({reinterpret_cast<const char*>(secret_.data()), crypto_sign_SEEDBYTES});
  text += '\n';
  auto saved = WriteSecretFile(path, text, IfExists::kRefuse);
  sodium_memzero(text.data(), text.size());
  return saved;
}

SigningKey::~SigningKey() { sodium_memzero(secret_.data(), secret_.size()); }

PublicKey SigningKey::public_key() const {
  Hash32 bytes;
  std::memcpy(bytes.data(), secret_.data() + crypto_sign_SEEDBYTES, bytes.size());
  return PublicKey(bytes);
}

Signature SigningKey::Sign(std::string_view message) const {
  Signature out;
  HY_CHECK(crypto_sign_detached(out.data(), nullptr, Bytes(message), message.size(),
                                secret_.data()) == 0);
  return out;
}

bool IsValidLogId(std::string_view log_id) {
  if (log_id.empty() || log_id.size() > kMaxLogIdBytes) return false;
  for (const char c : log_id) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && c != '.' && c != '_' && c != '-') return false;
  }
  return true;
}

std::string HeadSignedBytes(const TreeHead& head) {
  std::string out(kHeadDomain);
  out += static_cast<char>(head.log_id.size());
  out += head.log_id;
  PutU64(out, head.tree_size);
  PutU64(out, static_cast<uint64_t>(head.at.us));
  out += View(head.root);
  return out;
}

TreeHead SignHead(const SigningKey& key, std::string_view log_id, uint64_t tree_size,
                  const Hash32& root, Instant at) {
  HY_CHECK(IsValidLogId(log_id));
  TreeHead head{tree_size, root, at, std::string(log_id), {}};
  head.signature = key.Sign(HeadSignedBytes(head));
  return head;
}

Status VerifyHead(const TreeHead& head, const PublicKey& key) {
  // An impossible log_id could make two heads share their signed bytes.
  if (!IsValidLogId(head.log_id) || !key.Verify(HeadSignedBytes(head), head.signature)) {
    return Corruption("the signature of the tree head is wrong", "head_signature");
  }
  return Ok();
}

std::string FormatHead(const TreeHead& head) {
  std::string out(kHeadWord);
  out += ' ';
  out += head.log_id;
  out += ' ';
  out += std::to_string(head.tree_size);
  out += ' ';
  out += std::to_string(head.at.us);
  out += ' ';
  out += Base64UrlEncode(View(head.root));
  out += ' ';
  out += Base64UrlEncode(
      {reinterpret_cast<const char*>(head.signature.data()), head.signature.size()});
  return out;
}

Result<TreeHead> ParseHead(std::string_view line) {
  std::array<std::string_view, 6> words;
  for (size_t i = 0; i < words.size(); ++i) {
    const size_t end = i + 1 < words.size() ? line.find(' ') : line.size();
    if (end == std::string_view::npos) {
      return InvalidArgument("a tree head has six words", "head_format");
    }
    words[i] = line.substr(0, end);
    line.remove_prefix(std::min(line.size(), end + 1));
  }
  if (words[0] != kHeadWord) {
    return InvalidArgument("a tree head begins with " + std::string(kHeadWord), "head_format");
  }
  TreeHead head;
  if (!IsValidLogId(words[1])) return InvalidArgument("bad log id in a tree head", "head_log_id");
  head.log_id = words[1];
  if (!ParseDecimal(words[2], head.tree_size) || head.tree_size > (uint64_t{1} << 62)) {
    return InvalidArgument("bad size in a tree head", "head_size");
  }
  if (!ParseDecimal(words[3], head.at.us)) {
    return InvalidArgument("bad time in a tree head", "head_time");
  }
  if (!ParseBase64(words[4], head.root)) {
    return InvalidArgument("bad root in a tree head", "head_root");
  }
  if (!ParseBase64(words[5], head.signature)) {
    return InvalidArgument("bad signature text in a tree head", "head_signature_text");
  }
  return head;
}

}  // namespace huiyin::ledger
