// huiyin COMMAND [options]: finds the command and runs it.
#include <clocale>
#include <cstdio>
#include <cstring>

#include "base/crypto.h"
#include "server/command.h"

namespace {

void PrintUsage(std::FILE* out) {
  std::fprintf(out,
               "huiyin: customer feedback, complaints and service quality\n\n"
               "usage: huiyin COMMAND [options]   (huiyin COMMAND --help)\n\n");
  for (const auto& command : huiyin::server::Commands()) {
    std::fprintf(out, "  %-10s %s\n", command.name, command.summary);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, "C.UTF-8");
  huiyin::InitCrypto();
  if (argc < 2) {
    PrintUsage(stderr);
    return huiyin::server::kExitUsage;
  }
  const char* name = argv[1];
  if (std::strcmp(name, "--help") == 0 || std::strcmp(name, "-h") == 0) {
    PrintUsage(stdout);
    return huiyin::server::kExitOk;
  }
  if (std::strcmp(name, "--version") == 0) name = "version";
  for (const auto& command : huiyin::server::Commands()) {
    if (std::strcmp(command.name, name) == 0) return command.run(argc - 1, argv + 1);
  }
  std::fprintf(stderr, "huiyin: no command \"%s\"; huiyin --help lists them\n", name);
  return huiyin::server::kExitUsage;
}
