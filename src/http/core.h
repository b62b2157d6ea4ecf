// What all connections of one server share, and the I/O thread each of them belongs to. Internal to
// src/http; no Boost, so that the protocol code compiles without it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "http/address.h"
#include "http/server.h"

namespace huiyin::http {

int64_t SteadyMs();

// Something with deadlines that lives on one I/O thread. All calls come from that thread.
class LoopMember {
 public:
  virtual ~LoopMember() = default;
  virtual void OnTick(int64_t now_ms) = 0;
  virtual void OnDrain() = 0;
  virtual void Cut() = 0;

 private:
  friend class Loop;
  LoopMember* previous_ = nullptr;
  LoopMember* next_ = nullptr;
  bool joined_ = false;
};

// One I/O thread. Join and Leave from that thread only.
class Loop {
 public:
  virtual ~Loop() = default;
  virtual void Post(std::function<void()> task) = 0;  // any thread; dropped after the server's end
  virtual bool InThread() const = 0;

  void Join(LoopMember* member);
  void Leave(LoopMember* member);
  // Calls `visit` for each member; a member may leave while it is visited.
  void ForEach(const std::function<void(LoopMember&)>& visit);

 private:
  LoopMember* first_ = nullptr;
};

// Counters, limits and handlers of one server. Thread-safe.
class Core {
 public:
  Core(ServerOptions o, Handler h, UpgradeHandler u, AddressSet proxies);

  const ServerOptions options;
  const Handler handler;
  const UpgradeHandler upgrade;
  const AddressSet trusted_proxies;

  std::atomic<bool> draining{false};
  std::atomic<uint64_t> websockets{0}, requests{0}, refused{0}, connections_refused{0};
  std::atomic<uint64_t> websockets_dropped{0};
  std::atomic<size_t> buffered_body_bytes{0};

  std::string NewRequestId();  // 16 hex digits, not guessable from one another's order

  // A counted connection; gives its place back when destroyed.
  class Slot {
   public:
    Slot() = default;
    Slot(Slot&& other) noexcept { *this = std::move(other); }
    Slot& operator=(Slot&& other) noexcept;
    ~Slot() { Release(); }
    void Release();

   private:
    friend class Core;
    std::shared_ptr<Core> core_;
    AddressBytes key_ = {};
    bool per_address_ = false;
  };
  enum class Admission { kAdmitted, kTooMany, kTooManyFromAddress };
  static Admission Admit(const std::shared_ptr<Core>& core, const AddressBytes& peer, Slot& slot);

  uint64_t open_connections() const { return open_.load(std::memory_order_relaxed); }
  bool WaitUntilEmpty(int deadline_ms);

 private:
  std::atomic<uint64_t> open_{0};
  std::atomic<uint64_t> next_id_;
  uint64_t id_key_;
  std::mutex mutex_;  // per_address_ and the wait
  std::condition_variable empty_;
  std::map<AddressBytes, uint32_t> per_address_;
};

}  // namespace huiyin::http
