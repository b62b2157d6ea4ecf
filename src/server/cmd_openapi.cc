// huiyin openapi [--tables]: the API's description, without a server.
#include <boost/json.hpp>
#include <cstdio>

#include "api/openapi.h"
#include "server/cli.h"
#include "server/command.h"

namespace huiyin::server {
namespace {

namespace json = boost::json;

// Laid out so that a change of one route changes few lines of the file in the repository.
void Print(const json::value& value, const std::string& indent, int depth, std::string& out) {
  const bool list = value.is_array();
  const bool empty =
      (list && value.get_array().empty()) || (value.is_object() && value.get_object().empty());
  if (depth == 0 || empty || (!list && !value.is_object())) {
    out += json::serialize(value);
    return;
  }
  const std::string deeper = indent + "  ";
  out += list ? "[" : "{";
  bool first = true;
  const auto begin = [&] {
    out += (first ? "\n" : ",\n") + deeper;
    first = false;
  };
  if (list) {
    for (const json::value& item : value.get_array()) {
      begin();
      Print(item, deeper, depth - 1, out);
    }
  } else {
    for (const auto& [key, item] : value.get_object()) {
      begin();
      out += json::serialize(key) + ": ";
      Print(item, deeper, depth - 1, out);
    }
  }
  out += "\n" + indent + (list ? "]" : "}");
}

}  // namespace

int RunOpenApi(int argc, char** argv) {
  CLI::App app{"The description of the HTTP API (OpenAPI 3.1)."};
  bool tables = false;
  app.add_flag("--tables", tables, "the tables of docs/api.md instead");
  if (const auto exit = ParseArguments(app, argc, argv)) return *exit;
  if (tables) {
    std::fputs(api::ApiTables().c_str(), stdout);
    return kExitOk;
  }
  std::string out;
  Print(json::parse(api::OpenApiText()), "", 5, out);
  std::puts(out.c_str());
  return kExitOk;
}

}  // namespace huiyin::server
