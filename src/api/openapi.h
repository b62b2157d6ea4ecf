// The OpenAPI 3.1 document, generated from the route table and the described structs.
#pragma once

#include <string>

namespace huiyin::api {

std::string OpenApiText();

}  // namespace huiyin::api
