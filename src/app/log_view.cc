#include "app/log_view.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <string>
#include <thread>
#include <utility>

#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr int kPage = 10'000;

}  // namespace

struct LogView::State {
  State(const Context& context_in, const store::Query& rows_in,
        std::function<Status(const store::Row&)> take_in, LogReading reading_in)
      : context(context_in), rows(rows_in), take(std::move(take_in)), reading(reading_in) {}
  ~State() {
    stopping = true;
    if (reader.joinable()) reader.join();
  }

  // Whoever asks comes before the background's next page: a thread that gives the lock back and
  // takes it again would win every time.
  std::unique_lock<std::mutex> Lock() {
    const std::lock_guard<std::mutex> turn(next);
    return std::unique_lock(mutex);
  }

  Result<std::unique_lock<std::mutex>> Current() {
    int64_t newest = -1;
    TRY(context.db->Read([&](store::Session& session) { return ReadNewest(session, newest); }));
    {
      auto lock = Lock();
      if (newest - last_seq <= reading.at_once) {
        TRY(CatchUp());
        return lock;
      }
    }
    TRY(WaitForBackground());
    auto lock = Lock();
    if (newest - last_seq > reading.at_once) {
      const int64_t percent = (last_seq + 1) * 100 / (newest + 1);
      return Unavailable("the log is being read, " + std::to_string(percent) + " % so far",
                         "log_being_read");
    }
    TRY(CatchUp());
    return lock;
  }

  static Status ReadNewest(store::Session& session, int64_t& newest) {
    return session.Each(q::events_newest, {}, [&](const store::Row& row) -> Status {
      newest = row.Int(0);
      return Ok();
    });
  }

  // What stopped the background, once; the next question starts it again.
  Status WaitForBackground() {
    std::unique_lock lock(background);
    if (!is_reading) {
      if (reader.joinable()) reader.join();
      is_reading = true;
      reader = std::thread([this] { ReadInBackground(); });
    }
    stopped.wait_for(lock, reading.patience, [&] { return !is_reading; });
    if (is_reading) return Ok();
    return std::exchange(outcome, Ok());
  }

  void ReadInBackground() {
    Status status;
    for (int read = kPage; read == kPage && status.ok() && !stopping;) {
      auto lock = Lock();
      status = ReadPage(read);
    }
    const std::lock_guard<std::mutex> lock(background);
    is_reading = false;
    outcome = status;
    stopped.notify_all();
  }

  Status CatchUp() {
    for (int read = kPage; read == kPage;) TRY(ReadPage(read));
    return Ok();
  }

  Status ReadPage(int& read) {
    read = 0;
    return context.db->Read([&](store::Session& session) -> Status {
      int64_t newest = -1;
      TRY(ReadNewest(session, newest));
      TRY(session.Each(rows, {last_seq, kPage}, [&](const store::Row& row) -> Status {
        TRY(take(row));
        last_seq = row.Int(0);
        ++read;
        return Ok();
      }));
      // The query may pass over events; what the snapshot had is read all the same.
      if (read < kPage) last_seq = std::max(last_seq, newest);
      return Ok();
    });
  }

  const Context& context;
  const store::Query& rows;
  const std::function<Status(const store::Row&)> take;
  const LogReading reading;

  std::mutex background;  // the next four
  std::condition_variable stopped;
  bool is_reading = false;
  Status outcome;
  std::thread reader;
  std::atomic<bool> stopping = false;

  std::mutex next, mutex;  // taken by Lock(); what follows and what `take` keeps
  int64_t last_seq = -1;   // the log begins with 0
};

LogView::LogView(const Context& context, const store::Query& rows,
                 std::function<Status(const store::Row&)> take, LogReading reading)
    : state_(std::make_unique<State>(context, rows, std::move(take), reading)) {}
LogView::~LogView() = default;

Result<std::unique_lock<std::mutex>> LogView::Current() { return state_->Current(); }

}  // namespace huiyin::app
