// Whole instances into archives and back: what backup, restore, export and import share.
#pragma once

#include <optional>
#include <string>

#include "base/crypto.h"
#include "base/result.h"
#include "ledger/verify.h"
#include "server/instance.h"
#include "store/archive.h"

namespace huiyin::server {

enum class WithKeys { kNone, kSigning, kSigningAndMaster };

// Everything of one moment, while a server may be running. Files under the data folder
// (kept by their contents' hash) are read after the tables, so none is missing.
Status PackInstance(const InstanceOptions& options, WithKeys keys, store::ArchiveWriter& out);

struct UnpackOptions {
  InstanceOptions target;              // data_dir: new or empty
  std::optional<KeyRing> ring;         // written as master.key, unless the archive has one
  std::optional<std::string> signing;  // contents of signing.key, unless the archive has one
};
// Makes an instance of an archive. kConflict "folder_not_empty" or "instance_exists". After an
// error the folder is as empty as before.
Status UnpackInstance(const UnpackOptions& options, store::ArchiveReader& in);

// Opens the instance, which tries its keys, and verifies its whole event log. kCorruption
// "log_not_ok" names the first bad event.
Result<ledger::Report> CheckInstance(const InstanceOptions& options);

// The key ring of a file, or of HUIYIN_MASTER_KEY, which goes first.
Result<KeyRing> RingOf(const std::string& key_file);

}  // namespace huiyin::server
