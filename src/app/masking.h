// The masked forms of personal data (domain.md §7.3), from the understanding layer.
#pragma once

#include <string>
#include <string_view>

#include "app/context.h"

namespace huiyin::app {

std::string MaskText(const Context& context, std::string_view text);
std::string MaskMobile(std::string_view mobile);  // 138****8000
std::string MaskEmail(std::string_view email);    // z***@example.com
std::string MaskName(std::string_view name);      // 王**
// Digits only, without a leading +86; "" when it is no Chinese mobile or plausible number.
std::string NormaliseMobile(std::string_view mobile);
std::string NormaliseEmail(std::string_view email);  // lower case; "" when it is none

}  // namespace huiyin::app
