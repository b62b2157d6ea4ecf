// UTF-8 without tables: validity, counting, cutting. Unicode knowledge proper is in text/ (ICU).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace huiyin {

// Strict: no overlong forms, no surrogates, at most U+10FFFF.
bool IsValidUtf8(std::string_view text);
// Byte position of the first bad byte, or npos.
size_t FirstInvalidUtf8(std::string_view text);
// Code points of valid text.
size_t CodePointCount(std::string_view text);
// Reads one code point at `pos` and moves on; U+FFFD for a bad byte (moves one byte).
char32_t NextCodePoint(std::string_view text, size_t& pos);
void AppendUtf8(std::string& out, char32_t code_point);
// At most `max_code_points` of valid text, never inside a character.
std::string_view Prefix(std::string_view text, size_t max_code_points);
// Replaces every bad byte by U+FFFD.
std::string SanitizeUtf8(std::string_view text);

}  // namespace huiyin
