// One file, sealed with libsodium's secretstream: the format is docs/formats/backup.md.
#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/bytes.h"
#include "store/archive.h"

namespace huiyin::store {
namespace {

constexpr std::string_view kMagic = "huiyin-backup-1\n";
constexpr size_t kChunkBytes = 64 << 10;
constexpr char kRingOwner[] = "backup";
constexpr size_t kMaxHeaderBytes = 1024;
constexpr size_t kSaltBytes = crypto_pwhash_SALTBYTES;
constexpr size_t kStreamHeaderBytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr size_t kStreamOverhead = crypto_secretstream_xchacha20poly1305_ABYTES;
// First byte of a chunk.
constexpr char kName = 'N', kData = 'D', kEnd = 'Z';

Error FileError(const char* what, const std::string& path) {
  const int code = errno;
  return Unavailable(std::string("cannot ") + what + " " + path + ": " + std::strerror(code),
                     code == ENOSPC || code == EFBIG || code == EDQUOT ? "disk_full" : "disk_io");
}

Error Damaged(const std::string& path) {
  return Corruption(path + " is damaged or cut off", "archive_damaged");
}

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string LittleEndian(uint32_t value) {
  std::string out;
  for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(value >> shift & 0xff);
  return out;
}

Result<SecretKey> KeyOfPassphrase(const std::string& passphrase, std::string_view salt) {
  std::string key(32, '\0');
  if (crypto_pwhash(Bytes(key), key.size(), passphrase.data(), passphrase.size(), Bytes(salt),
                    crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE,
                    crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return Unavailable("not enough memory to stretch the passphrase (256 MiB)", "memory");
  }
  auto made = SecretKey::FromBytes(key);
  sodium_memzero(key.data(), key.size());
  return made;
}

class SealedWriter final : public ArchiveWriter {
 public:
  SealedWriter(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
  ~SealedWriter() override {
    if (fd_ >= 0) ::close(fd_);
    sodium_memzero(&stream_, sizeof stream_);
  }

  Status Start(const SecretKey& key, std::string head) {
    head_ = std::move(head);
    std::string stream_head(kStreamHeaderBytes, '\0');
    crypto_secretstream_xchacha20poly1305_init_push(&stream_, Bytes(stream_head),
                                                    Bytes(key.bytes()));
    return Put(head_ + stream_head);
  }
  Status Begin(std::string_view name) override {
    TRY(Flush());
    return Chunk(kName, name);
  }
  Status Write(std::string_view bytes) override {
    while (!bytes.empty()) {
      const size_t take = std::min(bytes.size(), kChunkBytes - buffer_.size());
      buffer_ += bytes.substr(0, take);
      bytes.remove_prefix(take);
      if (buffer_.size() == kChunkBytes) TRY(Flush());
    }
    return Ok();
  }
  Status Finish() override {
    TRY(Flush());
    TRY(Chunk(kEnd, {}));
    if (::fsync(fd_) != 0) return FileError("sync", path_);
    return Ok();
  }

 private:
  Status Flush() {
    if (buffer_.empty()) return Ok();
    TRY(Chunk(kData, buffer_));
    buffer_.clear();
    return Ok();
  }
  Status Chunk(char kind, std::string_view bytes) {
    const std::string plain = kind + std::string(bytes);
    std::string sealed(plain.size() + kStreamOverhead, '\0');
    crypto_secretstream_xchacha20poly1305_push(
        &stream_, Bytes(sealed), nullptr, Bytes(plain), plain.size(), Bytes(head_), head_.size(),
        kind == kEnd ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
    return Put(LittleEndian(static_cast<uint32_t>(sealed.size())) + sealed);
  }
  Status Put(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return FileError("write", path_);
      bytes.remove_prefix(static_cast<size_t>(n));
    }
    return Ok();
  }

  const std::string path_;
  int fd_;
  std::string head_, buffer_;
  crypto_secretstream_xchacha20poly1305_state stream_{};
};

class SealedReader final : public ArchiveReader {
 public:
  SealedReader(std::string path, FILE* file) : path_(std::move(path)), file_(file) {}
  ~SealedReader() override {
    std::fclose(file_);
    sodium_memzero(&stream_, sizeof stream_);
  }

  Status Start(const ArchiveKey& key) {
    TRY(ReadHead());
    TRY_ASSIGN(const SecretKey data_key, OpenKey(key));
    TRY_ASSIGN(const std::string stream_head, Take(kStreamHeaderBytes));
    if (crypto_secretstream_xchacha20poly1305_init_pull(&stream_, Bytes(stream_head),
                                                        Bytes(data_key.bytes())) != 0) {
      return Damaged(path_);
    }
    auto first = Pull();
    if (first.ok()) return Ok();
    // A passphrase can only be tried.
    if (kind_of_key_ == 'P') return WrongKey();
    return std::move(first).error();
  }
  Result<std::optional<std::string>> Next() override {
    while (kind_ == kData) TRY(Pull());
    if (kind_ == kEnd) return std::optional<std::string>();
    std::string name = std::move(bytes_);
    TRY(Pull());
    return std::optional(std::move(name));
  }
  Result<std::string> Read() override {
    if (kind_ != kData) return std::string();
    std::string out = std::move(bytes_);
    TRY(Pull());
    return out;
  }

 private:
  Error WrongKey() const {
    return InvalidArgument(kind_of_key_ == 'P' ? "this passphrase does not open " + path_
                                               : "this master key does not open " + path_ +
                                                     ": it was made with another one",
                           "backup_key");
  }
  Status ReadHead() {
    TRY_ASSIGN(const std::string magic, Take(kMagic.size()));
    if (magic != kMagic) return Corruption(path_ + " is not a backup of Huiyin", "not_a_backup");
    TRY_ASSIGN(const std::string kind, Take(1));
    kind_of_key_ = kind[0];
    TRY_ASSIGN(const std::string length, Take(4));
    size_t size = 0;
    for (int i = 3; i >= 0; --i) size = size << 8 | static_cast<unsigned char>(length[i]);
    if ((kind_of_key_ != 'K' && kind_of_key_ != 'P') || size > kMaxHeaderBytes) {
      return Damaged(path_);
    }
    TRY_ASSIGN(about_key_, Take(size));
    head_ = magic + kind + length + about_key_;
    return Ok();
  }
  Result<SecretKey> OpenKey(const ArchiveKey& key) const {
    if (kind_of_key_ == 'P') {
      if (key.passphrase.empty()) {
        return InvalidArgument(path_ + " was made with a passphrase: give --passphrase-stdin",
                               "backup_needs_passphrase");
      }
      if (about_key_.size() != kSaltBytes) return Damaged(path_);
      return KeyOfPassphrase(key.passphrase, about_key_);
    }
    if (!key.ring) {
      return InvalidArgument(path_ +
                                 " was made with the master key of its instance: give "
                                 "--key-file or HUIYIN_MASTER_KEY",
                             "backup_needs_key");
    }
    auto opened = key.ring->UnwrapKey(about_key_, kRingOwner);
    if (!opened.ok()) return WrongKey();
    return opened;
  }
  Result<std::string> Take(size_t size) {
    std::string out(size, '\0');
    if (std::fread(out.data(), 1, size, file_) != size) return Damaged(path_);
    return out;
  }
  Status Pull() {
    TRY_ASSIGN(const std::string length, Take(4));
    size_t size = 0;
    for (int i = 3; i >= 0; --i) size = size << 8 | static_cast<unsigned char>(length[i]);
    if (size <= kStreamOverhead || size > kChunkBytes + 1 + kStreamOverhead) return Damaged(path_);
    TRY_ASSIGN(const std::string sealed, Take(size));
    bytes_.assign(size - kStreamOverhead, '\0');
    unsigned char tag = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(&stream_, Bytes(bytes_), nullptr, &tag,
                                                   Bytes(sealed), sealed.size(), Bytes(head_),
                                                   head_.size()) != 0) {
      return Damaged(path_);
    }
    kind_ = bytes_[0];
    bytes_.erase(0, 1);
    const bool last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    if (last != (kind_ == kEnd) || (kind_ != kName && kind_ != kData && kind_ != kEnd)) {
      return Damaged(path_);
    }
    if (last && std::fgetc(file_) != EOF) return Damaged(path_);
    return Ok();
  }

  const std::string path_;
  FILE* file_;
  char kind_of_key_ = 0;
  std::string head_, about_key_;
  char kind_ = 0;      // of the chunk that is read and not yet given out
  std::string bytes_;  // its contents
  crypto_secretstream_xchacha20poly1305_state stream_{};
};

}  // namespace

Result<std::unique_ptr<ArchiveWriter>> MakeSealedArchive(const std::string& path,
                                                         const ArchiveKey& key) {
  InitCrypto();
  std::string about_key(kSaltBytes, '\0');
  std::optional<SecretKey> data_key;
  if (key.ring) {
    data_key = SecretKey::Generate();
    about_key = key.ring->WrapKey(*data_key, kRingOwner);
  } else {
    randombytes_buf(about_key.data(), about_key.size());
    TRY_ASSIGN(data_key, KeyOfPassphrase(key.passphrase, about_key));
  }
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 && errno == EEXIST) return Conflict(path + " exists already", "backup_exists");
  if (fd < 0) return FileError("make", path);
  auto out = std::make_unique<SealedWriter>(path, fd);
  TRY(out->Start(*data_key, std::string(kMagic) + (key.ring ? 'K' : 'P') +
                                LittleEndian(static_cast<uint32_t>(about_key.size())) + about_key));
  return std::unique_ptr<ArchiveWriter>(std::move(out));
}

Result<std::unique_ptr<ArchiveReader>> OpenSealedArchive(const std::string& path,
                                                         const ArchiveKey& key) {
  InitCrypto();
  FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return NotFound("there is no backup " + path, "no_backup");
  auto out = std::make_unique<SealedReader>(path, file);
  TRY(out->Start(key));
  return std::unique_ptr<ArchiveReader>(std::move(out));
}

}  // namespace huiyin::store
