// Something kept in memory of what the event log says, current at each question: reads the rows
// that came since the last one. Nothing is read and no memory taken before somebody asks. Much that
// is missing, as before the first question, is read in the background; who asks meanwhile waits a
// moment and then gets kUnavailable "log_being_read", which says how far it is. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>

#include "app/context.h"
#include "store/query.h"
#include "store/session.h"

namespace huiyin::app {

struct LogReading {
  int64_t at_once = 50'000;                   // events; more are left to the background
  std::chrono::milliseconds patience{2'000};  // of a question, for the background
};

class LogView {
 public:
  // `rows` takes the sequence number after which to read and how many rows at most, and gives them
  // in the log's order, the number first. `take` keeps what a row says; called under the lock, by
  // one thread at a time. A row that it cannot take stops the reading and is met again.
  LogView(const Context& context, const store::Query& rows,
          std::function<Status(const store::Row&)> take, LogReading reading = {});
  ~LogView();  // stops reading

  // What was taken is the log up to now and stays so while the lock is held.
  Result<std::unique_lock<std::mutex>> Current();

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace huiyin::app
