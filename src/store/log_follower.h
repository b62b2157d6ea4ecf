// Hears every event of the log once and in order, whoever wrote it: this process, another node on
// the same PostgreSQL, a command run beside the server. For live updates and cached configuration.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "base/result.h"
#include "store/database.h"

namespace huiyin::store {

class LogFollower {
 public:
  // At most 2,000 events at once, without their payloads.
  using Heard = std::function<void(const std::vector<StoredEvent>&)>;

  // Begins after the newest event. `heard` and posted tasks run on the follower's own thread, never
  // two at once, and may read the database; when it does not answer, they wait for it.
  LogFollower(Database& db, Heard heard);
  ~LogFollower();
  LogFollower(const LogFollower&) = delete;
  LogFollower& operator=(const LogFollower&) = delete;

  // Joins its thread; nothing runs afterwards. Not from its own thread. The destructor does it too.
  void Stop();
  // Runs `task` between two batches. False: more than 10,000 wait already, or it has stopped.
  [[nodiscard]] bool Post(std::function<void()> task);
  // Sequence number of the next event `heard` gets. On the follower's thread only.
  uint64_t next() const;

 private:
  struct State;
  const std::shared_ptr<State> state_;  // the writer's listener holds it weakly
};

// Events first..end-1, at most `limit` of them, without payloads.
Result<std::vector<StoredEvent>> ReadEvents(Database& db, uint64_t first, uint64_t end, int limit);

}  // namespace huiyin::store
