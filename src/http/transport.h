// Bytes of one connection, with or without TLS. Internal to src/http; no Boost in this header.
// Everything is called on the connection's I/O thread and calls back there, never from inside the
// call that started it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "http/core.h"
#include "http/websocket.h"

namespace huiyin::http {

class TransportEvents {
 public:
  virtual ~TransportEvents() = default;
  virtual void OnReady(bool ok) = 0;      // end of the TLS handshake
  virtual void OnRead(size_t bytes) = 0;  // 0: the peer has ended or the line broke
  virtual void OnWriteProgress() = 0;     // some bytes were taken, more are waiting
  virtual void OnWritten(bool ok) = 0;
  virtual void OnShutdown() = 0;
};
using EventsPtr = std::shared_ptr<TransportEvents>;

// What a WebSocket session takes over from the HTTP connection.
struct WebSocketStart {
  std::shared_ptr<Core> core;
  std::shared_ptr<Loop> loop;
  Core::Slot slot;
  std::string key;  // Sec-WebSocket-Key
  std::string host;
  WebSocketAccept accept;
};

class Transport {
 public:
  virtual ~Transport() = default;
  virtual Scheme scheme() const = 0;
  virtual void Handshake(EventsPtr events) = 0;  // → OnReady; TLS only
  virtual void Read(char* data, size_t size, EventsPtr events) = 0;
  // True: all bytes were taken at once, no callback. False: OnWritten follows, the views must live
  // until then.
  virtual bool Write(std::string_view head, std::string_view body, EventsPtr events) = 0;
  virtual void Shutdown(EventsPtr events) = 0;  // no more from us → OnShutdown (TLS: both sides)
  virtual void Close() = 0;                     // at once; what is pending is called back
  // Hands the line over; nothing may be pending and the transport is used up.
  virtual void StartWebSocket(WebSocketStart start) = 0;
};

}  // namespace huiyin::http
