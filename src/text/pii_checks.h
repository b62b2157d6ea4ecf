// The arithmetic of identifiers (domain.md §7.3). Arguments are ASCII, letters lower or upper case;
// anything else makes the check fail.
#pragma once

#include <string_view>

namespace huiyin::text {

// ISO/IEC 7812: from the right double every second digit, minus 9 above 9, sum mod 10 = 0.
bool PassesLuhn(std::string_view digits);

// GB 11643-1999, 18 characters: real date of birth with 1900 <= year <= current_year, check
// character by Σ a_i·w_i mod 11.
bool IsResidentId(std::string_view id, int current_year);
// The 15-digit form before 1999: real date of birth in 19xx, known province.
bool IsOldResidentId(std::string_view id);

// GB 32100-2015: 18 of 0-9A-HJ-NPQRTUWXY, check = (31 − Σ c_i·3^{i−1} mod 31) mod 31.
bool IsUscc(std::string_view code);
// Whether the first two characters are a registration department and organisation kind in use and
// the next two a province: what a random number seldom has.
bool HasUsccShape(std::string_view code);

bool IsProvinceCode(std::string_view two_digits);  // GB/T 2260

}  // namespace huiyin::text
