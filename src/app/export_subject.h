// Everything held about one customer, as he may ask for it (PIPL Art. 45): unmasked, one JSON text
// (docs/formats/subject.md). That it was given, to whom and why stands in the event log. Errors:
// kPermissionDenied, kNotFound "customer_not_found", kFailedPrecondition "erased".
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "app/context.h"
#include "domain/permissions.h"

namespace huiyin::app {

inline constexpr char kExportSubject[] = "subject.export";  // the permission

std::span<const std::string_view> SubjectExportReasons();

Result<std::string> ExportSubject(const Context& context, const domain::Actor& actor,
                                  int64_t customer_id, std::string_view reason);

// The contents of the files that the text names, one after the other.
using SubjectFile = std::function<Status(int64_t id, const std::string& name, std::string bytes)>;
Status EachSubjectFile(const Context& context, const domain::Actor& actor, int64_t customer_id,
                       const SubjectFile& take);

}  // namespace huiyin::app
