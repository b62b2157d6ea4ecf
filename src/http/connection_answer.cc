// Second half of Connection: everything after the handler was called.
#include <charconv>

#include "base/log.h"
#include "http/connection.h"
#include "http/response_head.h"
#include "http/stream_body.h"

namespace huiyin::http {
namespace {

constexpr size_t kKeptBufferBytes = 16 * 1024;
constexpr int64_t kLingerMs = 2'000;

void AppendChunk(std::string_view data, std::string& out) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, data.size(), 16).ptr;
  out.append(digits, end);
  out += "\r\n";
  out += data;
  out += "\r\n";
}

}  // namespace

void Connection::Polish(Response& response) const {
  if (core_->options.finish) core_->options.finish(info_, response);
  if (!HasSaneHeaders(response)) {
    log::Error("a handler set an invalid status or header; answered 500 instead");
    response = Problem(500, "internal", "The server failed.", info_.request_id);
    if (core_->options.finish) core_->options.finish(info_, response);
  }
  CompressInPlace(response, accepts_gzip_);
}

void Connection::Deliver(Response response) {
  Polish(response);
  if (loop_->InThread()) return Answer(std::move(response));
  loop_->Post([self = shared_from_this(), response = std::move(response)]() mutable {
    self->Answer(std::move(response));
  });
}

void Connection::Dropped() {
  Deliver(Problem(500, "internal", "The server failed to answer.", info_.request_id));
}

void Connection::Answer(Response response) {
  if (state_ != State::kHandling && state_ != State::kUpgrading) return;
  response_ = std::move(response);
  StartWrite();
  Process();
}

void Connection::Refuse(const Refusal& refusal) {
  core_->requests.fetch_add(1, std::memory_order_relaxed);
  core_->refused.fetch_add(1, std::memory_order_relaxed);
  if (info_.request_id.empty()) info_.request_id = core_->NewRequestId();
  accepts_gzip_ = false;
  close_after_ = true;
  response_ = Problem(refusal.status, refusal.type, refusal.detail, info_.request_id);
  if (refusal.status == 503) response_.Add("Retry-After", "5");
  Polish(response_);
  StartWrite();
}

void Connection::StartWrite() {
  state_ = State::kWriting;
  if (writing_) {
    write_waits_ = true;
    return;
  }
  close_after_ = close_after_ || response_.close || core_->draining;
  out_.clear();
  AppendHead(response_, BodyForm::kLength, close_after_ ? KeepAlive::kNo : KeepAlive::kYes,
             info_.request_id, out_);
  const bool bare = info_.method == Method::kHead || HasNoBody(response_.status);
  SetDeadline(core_->options.write_timeout_ms);
  writing_ = true;
  if (transport_->Write(out_, bare ? std::string_view() : response_.Body(), shared_from_this())) {
    writing_ = false;
    ResponseWritten();
  }
}

void Connection::OnWriteProgress() { SetDeadline(core_->options.write_timeout_ms); }

void Connection::OnWritten(bool ok) {
  writing_ = false;
  if (state_ == State::kClosed) return;
  if (!ok) return CloseNow();
  if (write_waits_) {
    write_waits_ = false;
    StartWrite();
  } else if (state_ == State::kWriting) {
    ResponseWritten();
  } else if (state_ == State::kStreaming) {
    stream_->Sent();
    if (state_ == State::kStreaming) PumpStream();
  }
  Process();
}

void Connection::ResponseWritten() {
  response_ = {};
  if (out_.capacity() > kKeptBufferBytes) out_ = {};
  if (body_charged_ > 0) {
    core_->buffered_body_bytes.fetch_sub(body_charged_);
    body_charged_ = 0;
  }
  if (close_after_) return Linger();
  ReadNext();
}

void Connection::ReadNext() {
  state_ = State::kHead;
  head_started_ = false;
  head_ = {};
  info_.request_id.clear();
  SetDeadline(core_->options.idle_timeout_ms);
  if (begin_ == end_ && !reading_ && capacity_ > kKeptBufferBytes) {
    buffer_.reset();
    capacity_ = begin_ = end_ = 0;
  }
}

std::shared_ptr<ResponseStream> Connection::Stream(Response head, StreamOptions options) {
  head.body.clear();
  head.shared_body = nullptr;
  head.static_body = {};
  Polish(head);
  auto body = std::make_shared<StreamBody>(loop_, shared_from_this(), std::move(options));
  loop_->Post([self = shared_from_this(), head = std::move(head), body]() mutable {
    self->BeginStream(std::move(head), std::move(body));
  });
  return std::make_shared<StreamHandle>(std::move(body));
}

void Connection::BeginStream(Response head, std::shared_ptr<StreamBody> stream) {
  if (state_ != State::kHandling) return stream->Closed();
  stream_ = std::move(stream);
  state_ = State::kStreaming;
  body_to_eof_ = !http_1_1_;
  close_after_ = close_after_ || head.close || body_to_eof_;
  if (core_->draining && stream_->when_draining() == WhenDraining::kCut) return CloseNow();
  out_.clear();
  AppendHead(head, body_to_eof_ ? BodyForm::kToEnd : BodyForm::kChunked,
             close_after_ ? KeepAlive::kNo : KeepAlive::kYes, info_.request_id, out_);
  SetDeadline(core_->options.write_timeout_ms);
  writing_ = !transport_->Write(out_, {}, shared_from_this());
  if (!reading_) WantRead();
  if (!writing_) PumpStream();
}

void Connection::PumpStream() {
  while (state_ == State::kStreaming && !writing_) {
    std::vector<std::string> chunks;
    const auto next = stream_->Take(chunks);
    if (next == StreamBody::Next::kNothing) {
      deadline_ms_ = 0;
      return;
    }
    if (next == StreamBody::Next::kAbort) return CloseNow();
    SetDeadline(core_->options.write_timeout_ms);
    out_.clear();
    const bool send_body = info_.method != Method::kHead;
    for (const std::string& chunk : chunks) {
      if (!send_body) continue;
      if (body_to_eof_) {
        out_ += chunk;
      } else {
        AppendChunk(chunk, out_);
      }
    }
    const bool last = next == StreamBody::Next::kEnd;
    if (last) {
      if (!body_to_eof_ && send_body) out_ += "0\r\n\r\n";
      state_ = State::kWriting;
      const auto ended = std::move(stream_);
      stream_ = nullptr;
      ended->Closed();
    }
    writing_ = true;
    if (!transport_->Write(out_, {}, shared_from_this())) return;
    writing_ = false;
    if (last) {
      ResponseWritten();
      return Process();
    }
    stream_->Sent();
  }
}

void Connection::Accept(WebSocketAccept accept) {
  loop_->Post([self = shared_from_this(), accept = std::move(accept)]() mutable {
    self->AcceptNow(std::move(accept));
  });
}

void Connection::AcceptNow(WebSocketAccept accept) {
  if (state_ != State::kUpgrading) return;
  state_ = State::kClosed;
  loop_->Leave(this);
  WebSocketStart start{core_,          loop_,           std::move(slot_),
                       websocket_key_, websocket_host_, std::move(accept)};
  transport_->StartWebSocket(std::move(start));
}

void Connection::Linger() {
  state_ = State::kLingering;
  lingered_bytes_ = 0;
  begin_ = end_ = reading_ ? end_ : 0;
  SetDeadline(kLingerMs);
  transport_->Shutdown(shared_from_this());
}

void Connection::OnShutdown() {
  if (state_ != State::kLingering) return;
  if (transport_->scheme() == Scheme::kHttps) return CloseNow();
  WantRead();
}

void Connection::CloseNow() {
  if (state_ == State::kClosed) return;
  state_ = State::kClosed;
  deadline_ms_ = 0;
  loop_->Leave(this);
  transport_->Close();
  if (body_charged_ > 0) {
    core_->buffered_body_bytes.fetch_sub(body_charged_);
    body_charged_ = 0;
  }
  if (stream_) stream_->Closed();
  slot_.Release();
}

}  // namespace huiyin::http
