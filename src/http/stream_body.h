// The queue between whoever writes a streamed answer and the connection that sends it. Internal.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/core.h"
#include "http/message.h"

namespace huiyin::http {

class Connection;

class StreamBody final : public std::enable_shared_from_this<StreamBody> {
 public:
  StreamBody(std::shared_ptr<Loop> loop, std::shared_ptr<Connection> connection,
             StreamOptions options);

  // Any thread.
  ResponseStream::Pushed Push(std::string chunk);
  void End();
  void Abort();
  size_t queued_bytes() const;

  // I/O thread.
  enum class Next { kNothing, kData, kEnd, kAbort };
  Next Take(std::vector<std::string>& chunks);
  void Sent();    // what was taken is on its way: counts as free again
  void Closed();  // the connection is gone
  WhenDraining when_draining() const { return options_.when_draining; }

 private:
  void WakeLocked();

  const std::shared_ptr<Loop> loop_;
  StreamOptions options_;
  mutable std::mutex mutex_;
  std::shared_ptr<Connection> connection_;  // until closed
  std::vector<std::string> queue_;
  size_t queued_bytes_ = 0;  // taken but not yet sent ones included
  size_t taken_bytes_ = 0;
  bool woken_ = false, ended_ = false, aborted_ = false;
};

// What the handler holds; letting go of it without Close() aborts.
class StreamHandle final : public ResponseStream {
 public:
  explicit StreamHandle(std::shared_ptr<StreamBody> body) : body_(std::move(body)) {}
  ~StreamHandle() override { body_->Abort(); }
  Pushed Push(std::string chunk) override { return body_->Push(std::move(chunk)); }
  void Close() override { body_->End(); }
  void Abort() override { body_->Abort(); }
  size_t queued_bytes() const override { return body_->queued_bytes(); }

 private:
  const std::shared_ptr<StreamBody> body_;
};

}  // namespace huiyin::http
