// Background work of a node: clocks that run out, tickets that close by themselves, work handed
// out, the search index, notices sent, heads of the log brought outside. Every job may run on every
// node; a lease in the database lets one at a time. All state is rows, so a restart loses nothing.
#pragma once

#include <memory>
#include <string>

#include "app/context.h"
#include "jobs/heads.h"

namespace huiyin::jobs {

class Runner {
 public:
  Runner(const app::Context& context, std::string database_url, HeadsTarget heads = {},
         OutgoingPolicy webhooks = {});
  ~Runner();
  void Start();
  void Stop();  // finishes the step at hand

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace huiyin::jobs
