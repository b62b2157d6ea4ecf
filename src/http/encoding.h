// Content codings: what the client takes (RFC 9110 §12.5.3) and gzip.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huiyin::http {

enum class Coding { kIdentity, kGzip, kBrotli };

// True when `coding` is named (or covered by *) with a weight above zero. An absent or malformed
// header accepts identity only.
bool AcceptsCoding(std::string_view accept_encoding, Coding coding);

inline constexpr size_t kMinGzipBytes = 1024;
// text/*, JSON, XML, JavaScript, SVG; not text/event-stream.
bool IsCompressible(std::string_view content_type);

std::string Gzip(std::string_view bytes);
// kTooLarge beyond `max_bytes` (zip bombs), kInvalidArgument when it is not one whole gzip member.
Result<std::string> Gunzip(std::string_view bytes, size_t max_bytes);

}  // namespace huiyin::http
