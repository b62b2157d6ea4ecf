#include "server/command.h"

namespace huiyin::server {

// One line here and one file cmd_<name>.cc make a command.
int RunVersion(int argc, char** argv);

std::span<const Command> Commands() {
  static constexpr Command kCommands[] = {
      {"version", "print the version", RunVersion},
  };
  return kCommands;
}

}  // namespace huiyin::server
