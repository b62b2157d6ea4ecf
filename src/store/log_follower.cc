#include "store/log_follower.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "base/log.h"
#include "store/commit_watch.h"
#include "store/queries.h"

namespace huiyin::store {
namespace {

constexpr int kAtOnce = 2'000;
constexpr size_t kMaxTasks = 10'000;
constexpr std::chrono::milliseconds kRetry{500};

}  // namespace

struct LogFollower::State {
  State(Database& db_in, Heard heard_in) : db(db_in), heard(std::move(heard_in)) {}

  void Grew(uint64_t to) {
    {
      const std::lock_guard lock(mutex);
      if (!next) next = to;
      size = std::max(size, to);
    }
    wake.notify_one();
  }

  void Loop() {
    std::unique_lock lock(mutex);
    while (!stopping) {
      if (!watch) {
        lock.unlock();
        StartWatch();
        lock.lock();
      }
      if (watch) {
        wake.wait(lock, [this] { return stopping || HasTask() || HasEvents(); });
      } else {
        wake.wait_for(lock, kRetry, [this] { return stopping || HasTask() || HasEvents(); });
      }
      RunTasks(lock);
      if (!stopping && HasEvents() && !HearNext(lock)) {
        wake.wait_for(lock, kRetry, [this] { return stopping; });
      }
    }
  }

  void StartWatch() {
    auto started = CommitWatch::Start(db.url(), [this](uint64_t to) { Grew(to); });
    if (started.ok()) watch = std::move(*started);
  }
  bool HasTask() const { return next && !tasks.empty(); }
  bool HasEvents() const { return next && *next < size; }

  void RunTasks(std::unique_lock<std::mutex>& lock) {
    while (!stopping && HasTask()) {
      const auto task = std::move(tasks.front());
      tasks.pop_front();
      lock.unlock();
      Guarded(task);
      lock.lock();
    }
  }

  // False: the database did not answer.
  bool HearNext(std::unique_lock<std::mutex>& lock) {
    const uint64_t first = *next;
    const uint64_t end = size;
    lock.unlock();
    const auto events = ReadEvents(db, first, end, kAtOnce);
    const bool got = events.ok() && !events->empty();
    if (got) Guarded([&] { heard(*events); });
    lock.lock();
    if (got) next = events->back().seq + 1;
    return got;
  }

  template <typename Work>
  static void Guarded(const Work& work) {
    try {
      work();
    } catch (const std::exception& e) {
      log::Error(std::string("log follower: ") + e.what());
    }
  }

  Database& db;
  const Heard heard;
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<std::function<void()>> tasks;
  std::optional<uint64_t> next;  // set once from anywhere, then moved by the follower's thread only
  uint64_t size = 0;
  bool stopping = false;
  std::unique_ptr<CommitWatch> watch;  // of the follower's thread, until that is joined
  std::thread thread;
};

LogFollower::LogFollower(Database& db, Heard heard)
    : state_(std::make_shared<State>(db, std::move(heard))) {
  // One's own commits are told at once; the watch alone would hear of them a moment later.
  db.writer().OnCommit([weak = std::weak_ptr(state_)](const std::vector<StoredEvent>& events) {
    const auto alive = weak.lock();
    if (alive && !events.empty()) alive->Grew(events.back().seq + 1);
  });
  state_->thread = std::thread([state = state_.get()] { state->Loop(); });
}

LogFollower::~LogFollower() { Stop(); }

void LogFollower::Stop() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->wake.notify_one();
  if (state_->thread.joinable()) state_->thread.join();
  state_->watch.reset();
}

bool LogFollower::Post(std::function<void()> task) {
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->stopping || state_->tasks.size() >= kMaxTasks) return false;
    state_->tasks.push_back(std::move(task));
  }
  state_->wake.notify_one();
  return true;
}

uint64_t LogFollower::next() const { return state_->next.value_or(0); }

Result<std::vector<StoredEvent>> ReadEvents(Database& db, uint64_t first, uint64_t end, int limit) {
  std::vector<StoredEvent> out;
  TRY(db.Read([&](Session& session) -> Status {
    return session.Each(q::event_heads_between,
                        {static_cast<int64_t>(first), static_cast<int64_t>(end), limit},
                        [&](const Row& row) -> Status {
                          StoredEvent e;
                          e.seq = static_cast<uint64_t>(row.Int(0));
                          e.at = row.At(1);
                          e.event.ticket_id = row.Int(2);
                          e.event.ticket_no = row.Str(3);
                          e.event.actor = row.Str(4);
                          e.event.kind = row.Str(5);
                          out.push_back(std::move(e));
                          return Ok();
                        });
  }));
  return out;
}

}  // namespace huiyin::store
