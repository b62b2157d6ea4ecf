// The contents of an instance into an archive and back, engine to engine without a difference.
// The form is docs/formats/export.md.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "store/archive.h"
#include "store/session.h"

namespace huiyin::store {

// Rows done so far; called from time to time.
using CopyProgress = std::function<void(int64_t rows)>;

// manifest.json and tables/*.jsonl of one snapshot (the session's transaction).
Status WriteTables(Session& session, ArchiveWriter& out, const CopyProgress& progress = {});

// Takes an entry that is no table; called in the order of the archive while the tables load.
using OtherEntry = std::function<Status(const std::string& name, ArchiveReader& in)>;

// Makes the schema of the manifest in an empty database and loads everything, in one transaction.
// kConflict "instance_exists" when there is one, kFailedPrecondition "newer_schema",
// kCorruption "archive_damaged" for what is no export; nothing is kept after an error.
Status LoadTables(const std::string& url, ArchiveReader& in, Instant now, const OtherEntry& other,
                  const CopyProgress& progress = {});

}  // namespace huiyin::store
