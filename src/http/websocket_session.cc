#include "http/websocket_session.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <mutex>
#include <vector>

namespace huiyin::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace ws = beast::websocket;
using boost::system::error_code;

constexpr size_t kKeptBufferBytes = 8 * 1024;

Socket& Lowest(Socket& socket) { return socket; }
Socket& Lowest(asio::ssl::stream<Socket>& stream) { return stream.next_layer(); }

template <typename Stream>
class Session final : public WebSocketSession,
                      public LoopMember,
                      public std::enable_shared_from_this<Session<Stream>> {
 public:
  Session(Stream stream, WebSocketStart start)
      : start_(std::move(start)),
        limits_(start_.accept.limits),
        callbacks_(std::move(start_.accept.callbacks)),
        stream_(std::move(stream)) {}

  void Run();

  // Any thread.
  bool Send(std::shared_ptr<const std::string> text) override;
  void Close(uint16_t code, std::string_view reason) override;
  bool closed() const override {
    std::lock_guard lock(mutex_);
    return refusing_;
  }
  size_t queued_bytes() const override {
    std::lock_guard lock(mutex_);
    return queued_bytes_;
  }

  // I/O thread.
  void OnTick(int64_t now_ms) override;
  void OnDrain() override { Close(1001, "going away"); }
  void Cut() override { Finish(1006); }

 private:
  void Opened();
  void Read();
  void Flush();
  void CloseNow();
  void Finish(uint16_t code);
  uint16_t EndCode(const error_code& ec) const;

  WebSocketStart start_;
  const WebSocketLimits limits_;
  WebSocketCallbacks callbacks_;
  ws::stream<Stream, false> stream_;  // false: no permessage-deflate compiled in
  beast::flat_buffer buffer_;
  bool open_ = false, writing_ = false, finished_ = false, opened_told_ = false;
  int64_t deadline_ms_ = 0;  // of the write or close in progress
  std::shared_ptr<const std::string> current_;

  mutable std::mutex mutex_;  // everything below
  std::vector<std::shared_ptr<const std::string>> queue_;
  size_t queue_head_ = 0;
  size_t queued_bytes_ = 0;  // the one being written included
  bool scheduled_ = false;
  bool refusing_ = false;  // closing, closed or dropped: nothing more is taken
  uint16_t close_code_ = 0;
  std::string close_reason_;
};

template <typename Stream>
void Session<Stream>::Run() {
  start_.core->websockets.fetch_add(1);
  start_.loop->Join(this);
  ws::stream_base::timeout timeout{};
  timeout.handshake_timeout = std::chrono::milliseconds(limits_.handshake_timeout_ms);
  timeout.idle_timeout = std::chrono::milliseconds(limits_.idle_timeout_ms);
  timeout.keep_alive_pings = true;
  stream_.set_option(timeout);
  stream_.read_message_max(limits_.max_message_bytes);
  stream_.auto_fragment(false);
  if (!start_.accept.subprotocol.empty()) {
    stream_.set_option(ws::stream_base::decorator(
        [protocol = start_.accept.subprotocol](ws::response_type& response) {
          response.set(beast::http::field::sec_websocket_protocol, protocol);
        }));
  }
  beast::http::request<beast::http::empty_body> request(beast::http::verb::get, "/", 11);
  request.set(beast::http::field::host, start_.host);
  request.set(beast::http::field::connection, "Upgrade");
  request.set(beast::http::field::upgrade, "websocket");
  request.set(beast::http::field::sec_websocket_key, start_.key);
  request.set(beast::http::field::sec_websocket_version, "13");
  stream_.async_accept(request, [self = this->shared_from_this()](error_code ec) {
    if (ec) return self->Finish(1006);
    self->Opened();
  });
}

template <typename Stream>
void Session<Stream>::Opened() {
  if (finished_) return;
  open_ = true;
  opened_told_ = true;
  if (callbacks_.on_open) callbacks_.on_open(this->shared_from_this());
  if (start_.core->draining) Close(1001, "going away");
  Read();
  bool closing = false;
  {
    std::lock_guard lock(mutex_);
    closing = close_code_ != 0;
  }
  if (closing) {
    CloseNow();
  } else {
    Flush();
  }
}

template <typename Stream>
void Session<Stream>::Read() {
  stream_.async_read(buffer_, [self = this->shared_from_this()](error_code ec, size_t) {
    if (ec) return self->Finish(self->EndCode(ec));
    if (self->finished_) return;
    if (!self->stream_.got_text()) {
      self->Close(1003, "text only");
    } else if (self->callbacks_.on_message) {
      const auto data = self->buffer_.cdata();
      self->callbacks_.on_message(self, {static_cast<const char*>(data.data()), data.size()});
    }
    self->buffer_.consume(self->buffer_.size());
    if (self->buffer_.capacity() > kKeptBufferBytes) self->buffer_.shrink_to_fit();
    self->Read();
  });
}

template <typename Stream>
uint16_t Session<Stream>::EndCode(const error_code& ec) const {
  if (ec == ws::error::closed && stream_.reason().code != 0) return stream_.reason().code;
  if (ec == ws::error::message_too_big || ec == ws::error::buffer_overflow) return 1009;
  if (ec == ws::error::bad_frame_payload) return 1007;
  std::lock_guard lock(mutex_);
  return close_code_ != 0 ? close_code_ : 1006;
}

template <typename Stream>
bool Session<Stream>::Send(std::shared_ptr<const std::string> text) {
  if (!text || text->empty()) return true;
  std::lock_guard lock(mutex_);
  if (refusing_) return false;
  const bool full = queue_.size() - queue_head_ >= limits_.max_queued_messages ||
                    queued_bytes_ + text->size() > limits_.max_queued_bytes;
  if (full) {
    refusing_ = true;
    start_.core->websockets_dropped.fetch_add(1);
    start_.loop->Post([self = this->shared_from_this()] { self->Finish(1008); });
    return false;
  }
  queued_bytes_ += text->size();
  queue_.push_back(std::move(text));
  if (!scheduled_) {
    scheduled_ = true;
    start_.loop->Post([self = this->shared_from_this()] { self->Flush(); });
  }
  return true;
}

template <typename Stream>
void Session<Stream>::Flush() {
  if (!open_ || writing_ || finished_) return;
  {
    std::lock_guard lock(mutex_);
    if (queue_head_ == queue_.size()) {
      scheduled_ = false;
      queue_.clear();
      queue_head_ = 0;
      return;
    }
    current_ = std::move(queue_[queue_head_++]);
    if (queue_head_ * 2 > queue_.size() && queue_head_ > 32) {
      queue_.erase(queue_.begin(), queue_.begin() + static_cast<ptrdiff_t>(queue_head_));
      queue_head_ = 0;
    }
  }
  writing_ = true;
  deadline_ms_ = SteadyMs() + start_.core->options.write_timeout_ms;
  stream_.text(true);
  stream_.async_write(asio::buffer(*current_),
                      [self = this->shared_from_this()](error_code ec, size_t) {
                        self->writing_ = false;
                        if (ec) return self->Finish(self->EndCode(ec));
                        bool closing = false;
                        {
                          std::lock_guard lock(self->mutex_);
                          self->queued_bytes_ -= self->current_->size();
                          closing = self->close_code_ != 0;
                        }
                        self->current_ = nullptr;
                        if (!closing) self->deadline_ms_ = 0;
                        self->Flush();
                      });
}

template <typename Stream>
void Session<Stream>::Close(uint16_t code, std::string_view reason) {
  std::lock_guard lock(mutex_);
  if (refusing_) return;
  refusing_ = true;
  close_code_ = code;
  close_reason_ = std::string(reason.substr(0, 123));
  for (size_t i = queue_head_; i < queue_.size(); ++i) {
    if (queue_[i]) queued_bytes_ -= queue_[i]->size();
  }
  queue_.clear();
  queue_head_ = 0;
  start_.loop->Post([self = this->shared_from_this()] { self->CloseNow(); });
}

template <typename Stream>
void Session<Stream>::CloseNow() {
  if (finished_ || !open_ || !stream_.is_open()) return;
  ws::close_reason reason;
  {
    std::lock_guard lock(mutex_);
    reason.code = close_code_;
    reason.reason = close_reason_;
  }
  open_ = false;
  deadline_ms_ = SteadyMs() + limits_.handshake_timeout_ms;
  stream_.async_close(reason, [self = this->shared_from_this(), code = reason.code](error_code) {
    self->Finish(code);
  });
}

template <typename Stream>
void Session<Stream>::OnTick(int64_t now_ms) {
  if (deadline_ms_ == 0 || now_ms < deadline_ms_) return;
  if (writing_) start_.core->websockets_dropped.fetch_add(1);
  Finish(1008);
}

template <typename Stream>
void Session<Stream>::Finish(uint16_t code) {
  if (finished_) return;
  const auto self = this->shared_from_this();
  finished_ = true;
  open_ = false;
  start_.loop->Leave(this);
  {
    std::lock_guard lock(mutex_);
    refusing_ = true;
    queue_.clear();
    queue_head_ = 0;
    queued_bytes_ = 0;
  }
  error_code ec;
  Lowest(stream_.next_layer()).shutdown(Socket::shutdown_both, ec);
  Lowest(stream_.next_layer()).close(ec);
  start_.core->websockets.fetch_sub(1);
  start_.slot.Release();
  const auto on_close = std::move(callbacks_.on_close);
  callbacks_ = {};
  if (opened_told_ && on_close) on_close(code);
}

}  // namespace

void StartWebSocket(Socket stream, WebSocketStart start) {
  std::make_shared<Session<Socket>>(std::move(stream), std::move(start))->Run();
}

void StartWebSocket(asio::ssl::stream<Socket> stream, WebSocketStart start) {
  std::make_shared<Session<asio::ssl::stream<Socket>>>(std::move(stream), std::move(start))->Run();
}

}  // namespace huiyin::http
