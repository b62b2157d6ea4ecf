// HTTP/1.1 and WebSocket server. A connection belongs to one I/O thread for its whole life, so
// nothing of it is locked; answers from other threads are posted there. Requests of a connection
// are answered in order, one at a time (pipelined ones wait, unread, in the socket).
//
// What is refused by the server itself, with a problem document and before closing:
//   400 malformed, missing or double Host, Transfer-Encoding other than `chunked` or with HTTP/1.0,
//       both lengths, obs-fold, bare LF, NUL, bad percent escapes, dot segments
//   408 header or body too slow   411 chunked where the route does not take it   413 body, trailers
//   or chunk extensions over the limit   414 request line   417 unknown expectation   431 header
//   501 unknown method   505 not HTTP/1.x   429/503 too many connections   503 bodies over memory.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"
#include "http/websocket.h"

namespace huiyin::http {

enum class Chunked : uint8_t { kRefused, kAllowed };

struct BodyLimits {
  size_t max_bytes = 1024 * 1024;
  Chunked chunked = Chunked::kRefused;
};

// What `finish` may know of the exchange; path is empty when no request could be read.
struct ExchangeInfo {
  Method method = Method::kGet;
  Scheme scheme = Scheme::kHttp;
  std::string path;
  std::string request_id;
};

struct ServerOptions {
  std::string address = "127.0.0.1";  // numeric IPv4 or IPv6
  uint16_t port = 0;                  // 0: any free one, see Server::port()
  int io_threads = 2;

  size_t max_request_line_bytes = 8 * 1024;
  size_t max_header_bytes = 16 * 1024;  // request line and header fields together
  size_t max_header_fields = 100;
  BodyLimits body;
  // Limits of one route, asked after its header was read; none: `body`. On an I/O thread.
  std::function<BodyLimits(Method, std::string_view path)> route_limits;
  size_t max_buffered_body_bytes = 512ull * 1024 * 1024;  // of all connections together

  size_t max_connections = 20'000;
  size_t max_connections_per_address = 20'000;  // an IPv6 client counts as its /64; not for proxies
  int header_timeout_ms = 10'000;               // first byte of a request to the end of its header
  int body_timeout_ms = 30'000;   // whole body, at least; big ones get 1 s more per 64 KiB
  int idle_timeout_ms = 60'000;   // between requests
  int write_timeout_ms = 30'000;  // without progress of an answer
  int max_requests_per_connection = 1'000'000;

  // TLS when both are set: PEM files of chain and key.
  std::string tls_certificate_file;
  std::string tls_key_file;

  // Addresses or CIDR blocks ("127.0.0.1", "10.0.0.0/8") whose X-Forwarded-For and
  // X-Forwarded-Proto are believed.
  std::vector<std::string> trusted_proxies;

  // Last look at every answer, also the server's own refusals: the place for security headers. On
  // any thread, must not block.
  std::function<void(const ExchangeInfo&, Response&)> finish;
  // Browsers' Origin of an upgrade; none: IsSameOrigin. Refused: 403.
  std::function<bool(const Request&)> accept_origin;
};

struct ServerStats {
  uint64_t connections = 0;  // open now, WebSockets included
  uint64_t websockets = 0;
  uint64_t requests = 0;  // answered or refused since the start
  uint64_t refused = 0;   // of these: by the server itself
  uint64_t connections_refused = 0;
  uint64_t websockets_dropped = 0;  // slow clients
};

class Server {
 public:
  // Listens and serves on its own threads when it returns. kUnavailable: address in use or not
  // ours; kInvalidArgument: address, proxies, certificate. `upgrade` may be empty: no WebSocket.
  static Result<std::unique_ptr<Server>> Start(ServerOptions options, Handler handler,
                                               UpgradeHandler upgrade = {});
  virtual ~Server() = default;  // cuts what is still open and joins the threads

  virtual uint16_t port() const = 0;
  virtual ServerStats stats() const = 0;
  // Stops accepting, closes idle connections, WebSockets with 1001, lets requests in flight finish
  // with Connection: close, and cuts the rest after `deadline_ms`. Blocks; true: nothing was cut.
  // Not from an I/O thread.
  virtual bool Drain(int deadline_ms) = 0;
};

}  // namespace huiyin::http
