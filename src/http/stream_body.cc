#include "http/stream_body.h"

#include "http/connection.h"

namespace huiyin::http {

StreamBody::StreamBody(std::shared_ptr<Loop> loop, std::shared_ptr<Connection> connection,
                       StreamOptions options)
    : loop_(std::move(loop)), options_(std::move(options)), connection_(std::move(connection)) {}

void StreamBody::WakeLocked() {
  if (woken_ || !connection_) return;
  woken_ = true;
  loop_->Post([connection = connection_] { connection->PumpStream(); });
}

ResponseStream::Pushed StreamBody::Push(std::string chunk) {
  std::lock_guard lock(mutex_);
  if (!connection_ || ended_ || aborted_) return ResponseStream::Pushed::kClosed;
  if (chunk.empty()) return ResponseStream::Pushed::kQueued;
  // A chunk larger than the whole bound is taken when nothing else waits.
  if (queued_bytes_ > 0 && queued_bytes_ + chunk.size() > options_.max_queued_bytes) {
    return ResponseStream::Pushed::kFull;
  }
  queued_bytes_ += chunk.size();
  queue_.push_back(std::move(chunk));
  WakeLocked();
  return ResponseStream::Pushed::kQueued;
}

void StreamBody::End() {
  std::lock_guard lock(mutex_);
  ended_ = true;
  WakeLocked();
}

void StreamBody::Abort() {
  std::lock_guard lock(mutex_);
  if (ended_) return;
  aborted_ = true;
  WakeLocked();
}

size_t StreamBody::queued_bytes() const {
  std::lock_guard lock(mutex_);
  return queued_bytes_;
}

StreamBody::Next StreamBody::Take(std::vector<std::string>& chunks) {
  std::lock_guard lock(mutex_);
  woken_ = false;
  if (aborted_) return Next::kAbort;
  chunks.clear();
  chunks.swap(queue_);
  taken_bytes_ = queued_bytes_;
  if (!chunks.empty()) return Next::kData;
  return ended_ ? Next::kEnd : Next::kNothing;
}

void StreamBody::Sent() {
  bool writable = false;
  {
    std::lock_guard lock(mutex_);
    queued_bytes_ -= taken_bytes_;
    taken_bytes_ = 0;
    writable = queued_bytes_ == 0 && !ended_ && !aborted_;
  }
  if (writable && options_.on_writable) options_.on_writable();
}

void StreamBody::Closed() {
  std::shared_ptr<Connection> connection;  // let go outside the lock
  {
    std::lock_guard lock(mutex_);
    connection.swap(connection_);
    queue_.clear();
    queued_bytes_ = taken_bytes_ = 0;
  }
  if (connection && options_.on_closed) options_.on_closed();
}

}  // namespace huiyin::http
