// Signed heads of the log, brought outside on a schedule: to a file, to an address, or both.
// Whoever holds them can prove later that the log was cut or rewritten (huiyin verify --heads).
#pragma once

#include <cstdint>
#include <string>

#include "app/context.h"
#include "base/outgoing.h"
#include "base/time.h"

namespace huiyin::jobs {

struct HeadsTarget {
  std::string file;  // one head a line is appended; empty: none
  std::string url;   // http(s): one head a POST of text/plain; empty: none
  Duration every = Duration::Hours(1);
  OutgoingPolicy policy;  // which addresses `url` may lead to
};

// Used by one thread.
class HeadsPublisher {
 public:
  explicit HeadsPublisher(HeadsTarget target) : target_(std::move(target)) {}
  // When the interval is over, or a failed try a minute ago: the newest head to every target that
  // has not had it. kUnavailable "heads_file" or "heads_url"; what failed is tried again.
  Status Step(const app::Context& context);

 private:
  HeadsTarget target_;
  Instant next_at_;
  uint64_t file_size_ = 0, url_size_ = 0;  // tree sizes that arrived
};

}  // namespace huiyin::jobs
