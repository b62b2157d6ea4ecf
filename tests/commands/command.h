// The program as people type it: one command line, what it said and how it ended.
#pragma once

#include <sys/wait.h>

#include <cstdio>
#include <string>

namespace huiyin::test {

struct Outcome {
  int exit_code = -1;
  std::string text;  // stdout and stderr
};

// `huiyin ARGUMENTS` through the shell; `environment`: "NAME=value " before it.
inline Outcome RunCommand(const std::string& arguments, const std::string& environment = "") {
  const std::string command = environment + HUIYIN_BINARY " " + arguments + " 2>&1";
  Outcome out;
  std::FILE* pipe = popen(command.c_str(), "r");
  char buffer[4096];
  for (size_t n; (n = std::fread(buffer, 1, sizeof(buffer), pipe)) > 0;) out.text.append(buffer, n);
  const int status = pclose(pipe);
  out.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return out;
}

}  // namespace huiyin::test
