// What commands share: parsing with CLI11, printing errors. Include in cmd_*.cc only.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "base/result.h"
#include "server/command.h"

namespace huiyin::server {

// Parses; a value means: exit with it now (help 0, wrong usage 2).
inline std::optional<int> ParseArguments(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? kExitOk : kExitUsage;
  }
}

inline int Fail(const Error& error) {
  std::fprintf(stderr, "huiyin: %s\n", error.ToString().c_str());
  return kExitFailed;
}

// The first line of standard input, without its end.
inline std::string ReadSecretLine() {
  std::string line;
  for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar()) {
    line += static_cast<char>(c);
  }
  while (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

}  // namespace huiyin::server
