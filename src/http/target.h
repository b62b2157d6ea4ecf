// Request targets and form fields, strictly: a bad percent escape, NUL, a control character, bad
// UTF-8, a backslash, an encoded slash, an empty or dot segment is an error, not guessed at.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace huiyin::http {

using FieldList = std::vector<std::pair<std::string, std::string>>;

inline constexpr size_t kMaxQueryFields = 100;

struct Target {
  std::string authority;  // of an absolute-form target, else empty
  std::string path;       // decoded
  FieldList query;        // decoded, in order
};

// origin-form ("/a?b=c"), absolute-form ("http://host/a") or "*". kInvalidArgument otherwise.
Result<Target> ParseTarget(std::string_view target);

// "a=1&b=%E5%A5%BD&c": '+' is a space. At most kMaxQueryFields; also for urlencoded bodies.
Result<FieldList> ParseQuery(std::string_view query);

// Decodes %XX; kInvalidArgument on a bad escape, NUL, control characters or bad UTF-8.
Result<std::string> PercentDecode(std::string_view text);
// Leaves RFC 3986 unreserved characters, escapes the rest.
std::string PercentEncode(std::string_view text);

}  // namespace huiyin::http
