// The OpenAPI 3.1 document and the tables of docs/api.md, generated from the route table, the
// described structs, the domain's vocabularies and the table of problem codes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/route.h"

namespace huiyin::api {

std::string OpenApiText();

// Markdown: one row a route, one row a problem code.
std::string ApiTables();

// The query parameters of a route: "#" before a whole number, "@" before an instant.
std::vector<std::string_view> QueryNames(const Route& route);

}  // namespace huiyin::api
