// An I/O thread: one io_context, run by one thread, with a coarse clock for deadlines. Internal.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>

#include "http/core.h"

namespace huiyin::http {

class IoLoop final : public Loop, public std::enable_shared_from_this<IoLoop> {
 public:
  explicit IoLoop(int tick_ms);
  ~IoLoop() override;
  void Start(int index);
  void Stop();  // joins; later posts are dropped
  void Post(std::function<void()> task) override;
  bool InThread() const override;
  boost::asio::io_context& context() { return context_; }

 private:
  void Tick();
  void Run();
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer timer_;
  const int tick_ms_;
  std::atomic<bool> stopped_{false};
  std::thread thread_;
};

}  // namespace huiyin::http
