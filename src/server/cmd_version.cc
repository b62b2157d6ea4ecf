#include <cstdio>

#include "server/command.h"

namespace huiyin::server {

int RunVersion(int, char**) {
  std::printf("huiyin %s\n", HUIYIN_VERSION);
  return kExitOk;
}

}  // namespace huiyin::server
