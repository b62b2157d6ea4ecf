#include "http/io_loop.h"

#include <pthread.h>

#include <boost/asio/post.hpp>
#include <exception>

#include "base/log.h"

namespace huiyin::http {
namespace {
thread_local const IoLoop* current_loop = nullptr;
}

IoLoop::IoLoop(int tick_ms)
    : work_(boost::asio::make_work_guard(context_)), timer_(context_), tick_ms_(tick_ms) {}

IoLoop::~IoLoop() { Stop(); }

void IoLoop::Start(int index) {
  Tick();
  thread_ = std::thread([this, index] {
    const std::string name = "http/" + std::to_string(index);
    pthread_setname_np(pthread_self(), name.c_str());
    current_loop = this;
    Run();
  });
}

void IoLoop::Run() {
  const auto guarded = [](const auto& run) {
    try {
      run();
      return true;
    } catch (const std::exception& error) {
      log::Error(std::string("I/O thread: ") + error.what());
      return false;
    }
  };
  while (!guarded([&] { context_.run(); })) {
  }
  // The end: what was cut reports back once more, so that its handlers let go of it.
  timer_.cancel();
  work_.reset();
  context_.restart();
  while (!guarded([&] { context_.run_for(std::chrono::seconds(1)); })) {
  }
}

void IoLoop::Stop() {
  if (stopped_.exchange(true)) return;
  boost::asio::post(context_, [this] { context_.stop(); });
  if (thread_.joinable()) thread_.join();
}

void IoLoop::Post(std::function<void()> task) {
  if (stopped_) return;
  boost::asio::post(context_, std::move(task));
}

bool IoLoop::InThread() const { return current_loop == this; }

void IoLoop::Tick() {
  timer_.expires_after(std::chrono::milliseconds(tick_ms_));
  timer_.async_wait([this](boost::system::error_code ec) {
    if (ec) return;
    const int64_t now = SteadyMs();
    ForEach([now](LoopMember& member) { member.OnTick(now); });
    Tick();
  });
}

}  // namespace huiyin::http
