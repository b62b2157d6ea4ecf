// Files that hold keys: written with mode 0600 and synced, refused when others may read them.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace huiyin {

enum class IfExists { kRefuse, kReplace };

// Temporary file beside `path`, fsync, then link (kRefuse) or rename (kReplace), then fsync of the
// folder: after a crash there is the old file or the new one, never half. kConflict
// "key_file_exists" under kRefuse; kUnavailable with the system's reason otherwise.
Status WriteSecretFile(const std::string& path, std::string_view text, IfExists if_exists);

// At most 64 KiB. kNotFound; kFailedPrecondition "key_file_permissions" when the group or others
// have any right; kCorruption when it is no plain file or too long; kUnavailable.
Result<std::string> ReadSecretFile(const std::string& path);

}  // namespace huiyin
