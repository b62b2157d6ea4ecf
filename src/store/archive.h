// A sequence of named byte streams: what an export and a backup are made of. Two forms: a folder
// of plain files with a list of their hashes (docs/formats/export.md) and one sealed file
// (docs/formats/backup.md). One thread; entries one after the other.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/result.h"

namespace huiyin::store {

class ArchiveWriter {
 public:
  virtual ~ArchiveWriter() = default;
  // Ends the entry before. Names are relative paths with '/'.
  virtual Status Begin(std::string_view name) = 0;
  virtual Status Write(std::string_view bytes) = 0;
  // Everything on the disk, synced. Without it readers refuse what is there.
  virtual Status Finish() = 0;
};

class ArchiveReader {
 public:
  virtual ~ArchiveReader() = default;
  // The next entry's name (skipping what is unread of the one before); none at the end. A damaged
  // or cut archive is kCorruption "archive_damaged", told at the latest at the end of an entry.
  virtual Result<std::optional<std::string>> Next() = 0;
  // Some bytes of the entry; empty at its end.
  virtual Result<std::string> Read() = 0;
};

// Makes the folder; kConflict "folder_not_empty".
Result<std::unique_ptr<ArchiveWriter>> MakeFolderArchive(const std::string& folder);
// kNotFound "no_export".
Result<std::unique_ptr<ArchiveReader>> OpenFolderArchive(const std::string& folder);

// What opens a sealed archive: the instance's key ring, or a passphrase.
struct ArchiveKey {
  std::optional<KeyRing> ring;
  std::string passphrase;  // used when there is no ring
};
// A new file of mode 0600; kConflict "backup_exists".
Result<std::unique_ptr<ArchiveWriter>> MakeSealedArchive(const std::string& path,
                                                         const ArchiveKey& key);
// kNotFound "no_backup", kCorruption "not_a_backup", kInvalidArgument "backup_key" when the key or
// the passphrase is not the one it was made with, or "backup_needs_passphrase" / "backup_needs_key"
// when it was made with the other kind.
Result<std::unique_ptr<ArchiveReader>> OpenSealedArchive(const std::string& path,
                                                         const ArchiveKey& key);

}  // namespace huiyin::store
