// The form in which texts are compared and searched: ASCII and full-width letters lower-cased and
// narrowed, traditional Chinese characters made simplified one by one. Cheap (one table look-up a
// character); length in code points stays the same.
#pragma once

#include <string>
#include <string_view>

namespace huiyin::text {

std::string FoldForSearch(std::string_view utf8);

}  // namespace huiyin::text
