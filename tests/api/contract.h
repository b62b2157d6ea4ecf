// Every answer of every API test is held against the OpenAPI document the program gives out: its
// schema, its problem codes, its query parameters. An answer that drifts fails the test it is in.
#pragma once

#include <string>

#include "http/message.h"

namespace huiyin::test {

// What is wrong with this answer, or "" when it is as the document says.
std::string ContractBreach(const http::Request& request, int status, const std::string& body);

}  // namespace huiyin::test
