#include "http/core.h"

#include <chrono>

#include "base/random.h"

namespace huiyin::http {

int64_t SteadyMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void Loop::Join(LoopMember* member) {
  if (member->joined_) return;
  member->joined_ = true;
  member->previous_ = nullptr;
  member->next_ = first_;
  if (first_) first_->previous_ = member;
  first_ = member;
}

void Loop::Leave(LoopMember* member) {
  if (!member->joined_) return;
  member->joined_ = false;
  if (member->previous_) {
    member->previous_->next_ = member->next_;
  } else {
    first_ = member->next_;
  }
  if (member->next_) member->next_->previous_ = member->previous_;
}

void Loop::ForEach(const std::function<void(LoopMember&)>& visit) {
  for (LoopMember* member = first_; member;) {
    LoopMember* next = member->next_;
    visit(*member);
    member = next;
  }
}

Core::Core(ServerOptions o, Handler h, UpgradeHandler u, AddressSet proxies)
    : options(std::move(o)),
      handler(std::move(h)),
      upgrade(std::move(u)),
      trusted_proxies(std::move(proxies)) {
  SystemRandom random;
  next_id_ = random.Next();
  id_key_ = random.Next() | 1;
}

std::string Core::NewRequestId() {
  // A bijection of a counter (splitmix64's finisher): unique, and the count of requests stays ours.
  uint64_t z = next_id_.fetch_add(1, std::memory_order_relaxed) * id_key_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  z ^= z >> 31;
  constexpr char kHex[] = "0123456789abcdef";
  std::string id(16, '0');
  for (char& c : id) {
    c = kHex[z & 15];
    z >>= 4;
  }
  return id;
}

Core::Slot& Core::Slot::operator=(Slot&& other) noexcept {
  if (this != &other) {
    Release();
    core_ = std::move(other.core_);
    other.core_ = nullptr;
    key_ = other.key_;
    per_address_ = other.per_address_;
  }
  return *this;
}

void Core::Slot::Release() {
  const auto core = std::move(core_);
  core_ = nullptr;
  if (!core) return;
  std::lock_guard lock(core->mutex_);
  if (per_address_) {
    const auto found = core->per_address_.find(key_);
    if (found != core->per_address_.end() && --found->second == 0) core->per_address_.erase(found);
  }
  if (core->open_.fetch_sub(1) == 1) core->empty_.notify_all();
}

Core::Admission Core::Admit(const std::shared_ptr<Core>& core, const AddressBytes& peer,
                            Slot& slot) {
  std::lock_guard lock(core->mutex_);
  if (core->open_.load() >= core->options.max_connections) return Admission::kTooMany;
  const AddressBytes key = CountingKey(peer);
  const bool counted = !core->trusted_proxies.Contains(peer);
  if (counted) {
    uint32_t& count = core->per_address_[key];
    if (count >= core->options.max_connections_per_address) {
      if (count == 0) core->per_address_.erase(key);
      return Admission::kTooManyFromAddress;
    }
    ++count;
  }
  core->open_.fetch_add(1);
  slot.core_ = core;
  slot.key_ = key;
  slot.per_address_ = counted;
  return Admission::kAdmitted;
}

bool Core::WaitUntilEmpty(int deadline_ms) {
  std::unique_lock lock(mutex_);
  return empty_.wait_for(lock, std::chrono::milliseconds(deadline_ms),
                         [&] { return open_.load() == 0; });
}

}  // namespace huiyin::http
