#include "server/command.h"

namespace huiyin::server {

// One line here and one file cmd_<name>.cc make a command.
int RunMine(int argc, char** argv);
int RunVersion(int argc, char** argv);

std::span<const Command> Commands() {
  static constexpr Command kCommands[] = {
      {"mine", "see how the work really ran, from an event log", RunMine},
      {"version", "print the version", RunVersion},
  };
  return kCommands;
}

}  // namespace huiyin::server
