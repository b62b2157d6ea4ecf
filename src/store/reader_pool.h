// Read-only connections lent to whoever reads. Thread-safe.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "base/result.h"
#include "store/connection.h"

namespace huiyin::store {

class ReaderPool {
 public:
  explicit ReaderPool(std::vector<std::unique_ptr<Connection>> connections)
      : free_(std::move(connections)) {}
  // One snapshot for all of `work`. kUnavailable "readers_busy" after ten seconds without a free
  // connection.
  Status Read(const std::function<Status(Session&)>& work);

 private:
  // Somebody for whom no connection was free. First come, first served: a reader that comes late
  // and takes what has just been returned makes the others' longest wait several times the mean.
  struct Waiting {
    std::condition_variable served;
    std::unique_ptr<Connection> connection;
  };
  Result<std::unique_ptr<Connection>> Take();
  void Return(std::unique_ptr<Connection> connection);

  std::mutex mutex_;
  std::deque<Waiting*> waiting_;
  std::vector<std::unique_ptr<Connection>> free_;
};

}  // namespace huiyin::store
