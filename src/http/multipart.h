// multipart/form-data (RFC 7578) of a body that is already in memory and bounded.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace huiyin::http {

struct MultipartLimits {
  size_t max_parts = 32;
  size_t max_part_header_bytes = 4096;
  size_t max_field_bytes = 64 * 1024;        // a part without a file name
  size_t max_file_bytes = 20 * 1024 * 1024;  // a part with one
};

struct Part {
  std::string name;          // form field
  std::string file_name;     // sanitised; empty: a plain field
  std::string content_type;  // as claimed, "" when absent; never to be trusted
  std::string_view data;     // into the body
  bool is_file = false;
};

// kInvalidArgument: not multipart or malformed; kTooLarge: over a limit. The body must outlive the
// parts.
Result<std::vector<Part>> ParseMultipart(std::string_view content_type, std::string_view body,
                                         const MultipartLimits& limits = {});

// The last path component of a hostile name: no separators, control characters, bidi overrides,
// leading dots or reserved device names; valid UTF-8; at most 120 code points with the extension
// kept; "file" when nothing is left.
std::string SanitizeFileName(std::string_view name);

}  // namespace huiyin::http
