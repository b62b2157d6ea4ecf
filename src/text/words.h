// Where words begin and end: ICU's dictionary cuts Chinese, spaces and marks cut Latin script.
// Linear in the text. Thread-safe: each thread has its own cutter.
#pragma once

#include <string_view>
#include <vector>

#include "text/normal.h"

namespace huiyin::text {

// Every stretch of `compact`, spaces and marks too, in order. None without ICU's data.
void CutWords(std::u32string_view compact, std::vector<Range>& out);

}  // namespace huiyin::text
