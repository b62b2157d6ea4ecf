// Server side of WebSocket (RFC 6455): text messages in and out, bounded both ways. No compression.
// A client that reads too slowly for its bounded queue is dropped with 1008, never waited for.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/message.h"

namespace huiyin::http {

struct WebSocketLimits {
  size_t max_message_bytes = 64 * 1024;  // longer ones end the session with 1009
  size_t max_queued_messages = 512;
  size_t max_queued_bytes = 1024 * 1024;
  int idle_timeout_ms = 60'000;  // a ping goes out at half of it; silence ends the session
  int handshake_timeout_ms = 10'000;
};

// One client. Every method may be called from any thread; the session stays valid while a
// shared_ptr is held, after its end Send() refuses.
class WebSocketSession {
 public:
  virtual ~WebSocketSession() = default;
  // Queues one text message (valid UTF-8). False: closed, or its queue overflowed just now and the
  // client is being dropped. The same text can be shared by all clients of a broadcast.
  virtual bool Send(std::shared_ptr<const std::string> text) = 0;
  // Queued messages are given up; `reason` at most 123 bytes.
  virtual void Close(uint16_t code, std::string_view reason) = 0;
  virtual bool closed() const = 0;
  virtual size_t queued_bytes() const = 0;
};

// Callbacks of one session, called one after the other, never two at once, on an I/O thread; they
// must not block. `on_message` gets text only (binary ends the session with 1003).
struct WebSocketCallbacks {
  std::function<void(const std::shared_ptr<WebSocketSession>&)> on_open;
  std::function<void(const std::shared_ptr<WebSocketSession>&, std::string_view text)> on_message;
  std::function<void(uint16_t code)> on_close;  // once, after on_open; 1006 when the line broke
};

struct WebSocketAccept {
  WebSocketCallbacks callbacks;
  std::string subprotocol;  // one of those the client offered, or empty
  WebSocketLimits limits;
};

class UpgradeSink : public ReplySink {
 public:
  virtual void Accept(WebSocketAccept accept) = 0;
};

// Decides one upgrade, once, from any thread: Accept it or Refuse with an HTTP answer. Dropped:
// 500.
class UpgradeReply {
 public:
  UpgradeReply() = default;
  explicit UpgradeReply(std::shared_ptr<UpgradeSink> sink) : sink_(std::move(sink)) {}
  UpgradeReply(UpgradeReply&& other) noexcept = default;
  UpgradeReply& operator=(UpgradeReply&& other) noexcept {
    if (this != &other) {
      Drop();
      sink_ = std::move(other.sink_);
    }
    return *this;
  }
  ~UpgradeReply() { Drop(); }
  void Accept(WebSocketAccept accept) {
    if (auto sink = std::exchange(sink_, nullptr)) sink->Accept(std::move(accept));
  }
  void Refuse(Response response) {
    if (auto sink = std::exchange(sink_, nullptr)) sink->Deliver(std::move(response));
  }

 private:
  void Drop() {
    if (auto sink = std::exchange(sink_, nullptr)) sink->Dropped();
  }
  std::shared_ptr<UpgradeSink> sink_;
};

// Called for every well-formed upgrade request (version 13, key, GET, HTTP/1.1) whose Origin was
// accepted; authorise here. On an I/O thread, must not block.
using UpgradeHandler = std::function<void(Request&&, UpgradeReply)>;

// True when Origin is absent (not a browser) or names the request's own scheme-independent
// host and port.
bool IsSameOrigin(const Request& request);

// Names offered in Sec-WebSocket-Protocol, in order.
std::vector<std::string_view> OfferedSubprotocols(const Request& request);

}  // namespace huiyin::http
