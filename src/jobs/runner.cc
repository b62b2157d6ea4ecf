#include "jobs/runner.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/bulk_notices.h"
#include "app/config.h"
#include "app/erase_subject.h"
#include "app/sessions.h"
#include "base/log.h"
#include "jobs/assign.h"
#include "jobs/lease.h"
#include "jobs/outbox.h"
#include "jobs/search_index.h"
#include "jobs/timers.h"
#include "jobs/webhooks.h"

namespace huiyin::jobs {

namespace {

constexpr int kTimersAtOnce = 200;
constexpr int kEventsAtOnce = 2'000;
constexpr std::chrono::milliseconds kTick{500};

}  // namespace

struct Runner::Impl {
  Impl(const app::Context& context_in, std::string url_in, HeadsTarget heads_in,
       OutgoingPolicy policy)
      : context(context_in),
        url(std::move(url_in)),
        lease(context_in, "jobs"),
        heads(std::move(heads_in)),
        webhooks(context_in, std::move(policy)) {}

  static void Report(const char* job, const Error& error) {
    log::Warn(std::string("job ") + job + ": " + error.ToString());
  }

  bool Index() {
    const auto passed = IndexNext(context, kEventsAtOnce);
    if (!passed.ok()) Report("search_index", passed.error());
    return passed.ok() && *passed == kEventsAtOnce;
  }

  void EverySecond() {
    const auto timers = RunTimers(context, kTimersAtOnce);
    if (!timers.ok()) Report("timers", timers.error());
    const auto returned = ReturnWorkOfLeavers(context, kTimersAtOnce);
    if (!returned.ok()) Report("return_work", returned.error());
    const auto assigned = AssignWaiting(context, kTimersAtOnce);
    if (!assigned.ok()) Report("assign", assigned.error());
    const auto told = app::SendBulkNotices(context);
    if (!told.ok()) Report("bulk_notices", told.error());
    const auto sent = SendOutbox(context, 50);
    if (!sent.ok()) Report("outbox", sent.error());
    webhooks.Step();
    const Status published = heads.Step(context);
    if (!published.ok()) Report("heads", published.error());
  }

  void EveryMinute() {
    const Status purged = app::PurgeSessions(context);
    if (!purged.ok()) Report("purge_sessions", purged.error());
    const auto erased = app::PurgeErased(context);
    if (!erased.ok()) Report("purge_erased", erased.error());
  }

  void Loop() {
    int ticks = 0;
    std::unique_lock lock(mutex);
    while (!stopping) {
      lock.unlock();
      if (lease.Hold()) {
        while (Index() && !Stopping()) {
        }
        if (ticks % 2 == 0) EverySecond();
        if (ticks % 120 == 0) EveryMinute();
      }
      ++ticks;
      lock.lock();
      wake.wait_for(lock, kTick, [&] { return stopping; });
    }
    lock.unlock();
    // A rotation of keys waits for it, too.
    if (const Status released = lease.Release(); !released.ok()) {
      Report("lease", released.error());
    }
  }

  bool Stopping() {
    std::lock_guard lock(mutex);
    return stopping;
  }

  const app::Context& context;
  const std::string url;
  Lease lease;
  HeadsPublisher heads;
  WebhookSender webhooks;
  std::mutex mutex;
  std::condition_variable wake;
  bool stopping = false;
  std::thread thread;
};

Runner::Runner(const app::Context& context, std::string database_url, HeadsTarget heads,
               OutgoingPolicy webhooks)
    : impl_(std::make_unique<Impl>(context, std::move(database_url), std::move(heads),
                                   std::move(webhooks))) {}

Runner::~Runner() { Stop(); }

void Runner::Start() {
  impl_->thread = std::thread([impl = impl_.get()] { impl->Loop(); });
}

void Runner::Stop() {
  {
    std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
  }
  impl_->wake.notify_one();
  if (impl_->thread.joinable()) impl_->thread.join();
  impl_->webhooks.Stop();
}

}  // namespace huiyin::jobs
