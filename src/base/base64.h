// Base64 with padding (RFC 4648 §4), as mail and signatures of other people's programs use it. The
// form for addresses is in bytes.h.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace huiyin {

std::string Base64Encode(std::string_view bytes);
// kInvalidArgument "base64" for anything but one canonical text.
Result<std::string> Base64Decode(std::string_view text);

}  // namespace huiyin
