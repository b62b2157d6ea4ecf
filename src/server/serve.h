// Runs an opened instance until SIGTERM or SIGINT: HTTP server, jobs.
#pragma once

#include <string>

#include "jobs/heads.h"
#include "server/instance.h"

namespace huiyin::server {

struct ServeOptions {
  std::string listen = "127.0.0.1:8080";
  std::string tls_certificate, tls_key;
  std::vector<std::string> trusted_proxies;
  int pow_difficulty = 16;
  jobs::HeadsTarget heads;
};

// Prints one line when ready; drains and returns kExitOk on a signal.
int Serve(Instance& instance, const ServeOptions& options);

}  // namespace huiyin::server
