// Threads for handlers that block, with a bounded queue: when it is full the caller answers 503.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace huiyin::http {

class WorkerPool {
 public:
  // Thread names are "<name>/0", …, cut to 15 bytes.
  WorkerPool(std::string name, size_t threads, size_t max_queued);
  ~WorkerPool();  // Stop()
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False, without running it: the queue is full or the pool has been stopped. An exception out
  // of a task is logged and ends that task only.
  [[nodiscard]] bool TryPost(std::function<void()> task);
  // Takes no more, runs what is queued, joins. Not from one of its own threads.
  void Stop();
  size_t queued() const;

 private:
  void Run(size_t index);

  const std::string name_;
  const size_t max_queued_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace huiyin::http
