#include <sodium.h>

#include <cstdlib>

#include "base/crypto.h"
#include "base/secret_file.h"

namespace huiyin {
namespace {

constexpr std::string_view kFileWord = "huiyin-master-keys-v1\n";
constexpr std::string_view kSeparators = ", \t\r\n";
// More than one rotation in flight is already unusual; a bound keeps a wrong file from being read
// as a thousand keys.
constexpr size_t kMaxKeys = 16;

// Keeps wrapped keys and sealed texts apart: neither opens as the other.
constexpr std::string_view kWrapContext = "huiyin wrapped key\n";

std::string WrapContext(std::string_view context) {
  return std::string(kWrapContext) + std::string(context);
}

}  // namespace

KeyRing KeyRing::Generate() {
  KeyRing ring;
  ring.keys_.push_back(SecretKey::Generate());
  return ring;
}

Result<KeyRing> KeyRing::Parse(std::string_view text) {
  KeyRing ring;
  while (!text.empty()) {
    const size_t begin = text.find_first_not_of(kSeparators);
    if (begin == std::string_view::npos) break;
    text.remove_prefix(begin);
    const std::string_view word = text.substr(0, text.find_first_of(kSeparators));
    text.remove_prefix(word.size());
    TRY_ASSIGN(const SecretKey key, SecretKey::Parse(word));
    if (ring.Find(key.id()).ok()) return InvalidArgument("a master key is given twice");
    if (ring.keys_.size() == kMaxKeys) return InvalidArgument("too many master keys");
    ring.keys_.push_back(key);
  }
  if (ring.keys_.empty()) return InvalidArgument("no master key given");
  return ring;
}

Result<KeyRing> KeyRing::Load(const std::string& path) {
  TRY_ASSIGN(std::string text, ReadSecretFile(path));
  const std::string_view view = text;
  auto ring = view.starts_with(kFileWord)
                  ? Parse(view.substr(kFileWord.size()))
                  : Result<KeyRing>(Corruption("the first line is not the expected one"));
  sodium_memzero(text.data(), text.size());
  if (!ring.ok()) {
    return Corruption(path + " is not a master key file: " + ring.error().message);
  }
  return ring;
}

Result<KeyRing> KeyRing::FromEnvironmentOrFile(const std::string& path) {
  const char* text = std::getenv("HUIYIN_MASTER_KEY");
  if (text == nullptr || *text == '\0') return Load(path);
  auto ring = Parse(text);
  if (!ring.ok()) return std::move(std::move(ring).error()).Prefixed("HUIYIN_MASTER_KEY: ");
  return ring;
}

std::string KeyRing::FileText() const {
  std::string text(kFileWord);
  for (const SecretKey& key : keys_) text += Base64UrlEncode(key.bytes()) + "\n";
  return text;
}

Status KeyRing::SaveNew(const std::string& path) const {
  std::string text = FileText();
  auto saved = WriteSecretFile(path, text, IfExists::kRefuse);
  sodium_memzero(text.data(), text.size());
  return saved;
}

Status KeyRing::Save(const std::string& path) const {
  std::string text = FileText();
  auto saved = WriteSecretFile(path, text, IfExists::kReplace);
  sodium_memzero(text.data(), text.size());
  return saved;
}

Result<SecretKey> KeyRing::Find(uint32_t key_id) const {
  for (const SecretKey& key : keys_) {
    if (key.id() == key_id) return key;
  }
  return Corruption("sealed with a master key that is not in the key ring", "unknown_key");
}

void KeyRing::AddCurrent(const SecretKey& key) {
  std::erase(keys_, key);
  keys_.insert(keys_.begin(), key);
}

void KeyRing::RemoveOthers() { keys_.erase(keys_.begin() + 1, keys_.end()); }

std::string KeyRing::Seal(std::string_view plain, std::string_view context) const {
  return huiyin::Seal(current(), plain, context);
}

Result<std::string> KeyRing::Open(std::string_view sealed, std::string_view context) const {
  TRY_ASSIGN(const uint32_t key_id, SealedKeyId(sealed));
  TRY_ASSIGN(const SecretKey key, Find(key_id));
  return huiyin::Open(key, sealed, context);
}

std::string KeyRing::WrapKey(const SecretKey& data_key, std::string_view context) const {
  return Seal(data_key.bytes(), WrapContext(context));
}

Result<SecretKey> KeyRing::UnwrapKey(std::string_view wrapped, std::string_view context) const {
  TRY_ASSIGN(std::string bytes, Open(wrapped, WrapContext(context)));
  auto key = SecretKey::FromBytes(bytes);
  sodium_memzero(bytes.data(), bytes.size());
  return key;
}

bool KeyRing::NeedsReseal(std::string_view sealed) const {
  const auto key_id = SealedKeyId(sealed);
  return !key_id.ok() || *key_id != current().id();
}

}  // namespace huiyin
