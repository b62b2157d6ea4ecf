// A consistent copy of a running SQLite database (online backup interface, one snapshot). Writers
// and readers go on meanwhile.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"

namespace huiyin::store {

// Pages done and pages in all; called from time to time.
using BackupProgress = std::function<void(int64_t done, int64_t total)>;

// Copies `source_path` to `dest_path` (a single file without WAL): written under a temporary name,
// checked (integrity_check), synced, renamed. kConflict "backup_exists" when `dest_path` exists;
// kCorruption "backup_damaged" when the copy fails its check; kUnavailable "disk_full".
Status SqliteBackup(const std::string& source_path, const std::string& dest_path,
                    const BackupProgress& progress = {});

}  // namespace huiyin::store
