// Read-only connections lent to whoever reads. Thread-safe.
#pragma once

#include <condition_variable>
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
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> free_;
};

}  // namespace huiyin::store
