// Entity tags (RFC 9110 §8.8, §13).
#pragma once

#include <string>
#include <string_view>

namespace huiyin::http {

// `"<opaque>"`; bytes that may not stand in a tag are escaped as %XX.
std::string MakeETag(std::string_view opaque);

enum class IfMatch {
  kAbsent,     // no header: the caller decides whether that is allowed
  kMatches,    // `*` or a strong match
  kStale,      // → 412
  kMalformed,  // → 400
};
IfMatch CheckIfMatch(std::string_view header, std::string_view current_etag);

// True: the client's copy is current (weak comparison) → 304. Malformed headers are ignored.
bool IfNoneMatchHits(std::string_view header, std::string_view current_etag);

}  // namespace huiyin::http
