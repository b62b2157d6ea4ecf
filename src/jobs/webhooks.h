// Delivers events to webhooks. Each webhook has a thread of its own while it has something to send,
// so a slow receiver holds up nobody else. Within one webhook first tries go out in order; what
// failed comes again later (1 min, doubling to 6 h, 12 tries), then it is dead and visible. A
// receiver that answers 410 Gone is not asked again before somebody activates it.
#pragma once

#include <atomic>
#include <future>
#include <map>
#include <string>

#include "app/context.h"
#include "base/outgoing.h"

namespace huiyin::jobs {

// Step and Wait from one thread.
class WebhookSender {
 public:
  WebhookSender(const app::Context& context, OutgoingPolicy policy)
      : context_(context), policy_(std::move(policy)) {}
  ~WebhookSender() { Stop(); }
  WebhookSender(const WebhookSender&) = delete;

  // Begins to send what is due; does not wait for it.
  void Step();
  // Until everything begun has ended.
  void Wait();
  // Finishes the deliveries at hand (at most 15 s) and begins no more.
  void Stop();

 private:
  void SendTo(const std::string& id);
  Status SendBatch(const std::string& id, bool* more);
  const app::Context& context_;
  const OutgoingPolicy policy_;
  std::atomic<bool> stopping_ = false;
  std::map<std::string, std::future<void>> running_;
};

}  // namespace huiyin::jobs
