// Every `type` a problem document of this API can carry, and where it can appear. A test walks all
// answers of all tests: a code that is not in this table, or not at this route, fails it.
#pragma once

#include <span>
#include <string_view>

#include "api/route.h"

namespace huiyin::api {

struct ProblemCode {
  std::string_view code;
  int status;
  std::string_view meaning;
  // Separated by blanks: prefixes of route patterns; "body": routes that take one; "signed_in":
  // routes that need a full session or a token; "*": all routes.
  std::string_view where;
};

std::span<const ProblemCode> ProblemCodes();

bool CanAnswer(const Route& route, const ProblemCode& problem);

}  // namespace huiyin::api
