// The commands of the program. Each lives in cmd_<name>.cc, parses its own arguments and returns
// the exit code: 0 ok, 1 failed, 2 usage. argv[0] is the command's name.
#pragma once

#include <span>

namespace huiyin::server {

inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;

struct Command {
  const char* name;
  const char* summary;
  int (*run)(int argc, char** argv);
};

std::span<const Command> Commands();

}  // namespace huiyin::server
