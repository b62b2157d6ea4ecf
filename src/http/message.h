// One HTTP exchange as values: what came in, what goes out, and the door to answer. No Boost here.
// Text of a Request is untrusted but already bounded: `path` is percent-decoded once, valid UTF-8,
// free of NUL, control characters, backslashes, empty and dot segments; header values are free of
// control characters. Header names keep the sender's spelling; look them up with Get().
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace huiyin::http {

enum class Method : uint8_t { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions };
inline constexpr size_t kMethodCount = 7;
std::string_view MethodName(Method method);  // "GET"
std::optional<Method> ParseMethod(std::string_view name);

struct Header {
  std::string name;
  std::string value;
};

bool EqualsIgnoreCase(std::string_view a, std::string_view b);  // ASCII

enum class Scheme : uint8_t { kHttp, kHttps };

struct Request {
  Method method = Method::kGet;
  Scheme scheme = Scheme::kHttp;  // https: TLS here, or X-Forwarded-Proto of a trusted proxy
  bool http_1_1 = true;
  std::string target;                                       // as sent: "/a%20b?c=d"
  std::string path;                                         // "/a b"
  std::vector<std::pair<std::string, std::string>> query;   // decoded, in order, doubles kept
  std::vector<std::pair<std::string, std::string>> params;  // filled by whoever asks the Router
  std::vector<Header> headers;
  std::string body;
  std::string peer_address;  // the client; X-Forwarded-For counts only from trusted proxies
  std::string request_id;    // also in every problem document and the X-Request-Id header

  // First header of that name, "" when absent. Single-valued ones (Host, Authorization, Cookie,
  // Content-Type, Origin, Idempotency-Key, If-Match, …) were refused when doubled.
  std::string_view Get(std::string_view header) const;
  bool Has(std::string_view header) const;
  std::optional<std::string_view> Query(std::string_view name) const;  // first of that name
  std::string_view Param(std::string_view name) const;                 // "" when absent
};

enum class Compression : uint8_t {
  kAuto,   // gzip when the client takes it, `body` or `shared_body` is text of more than 1 KiB
  kNever,  // answers that mix a secret with what the caller sent (BREACH)
};

struct Response {
  int status = 200;
  std::vector<Header> headers;  // Content-Length, Date, Connection are the server's business
  std::string body;
  // Instead of `body`, without a copy: bytes that live as long as the program (embedded web files)
  // or as long as the owner.
  std::string_view static_body;
  std::shared_ptr<const std::string> shared_body;
  Compression compression = Compression::kAuto;
  bool close = false;  // end the connection after this answer

  std::string_view Body() const {
    return shared_body ? std::string_view(*shared_body) : static_body.data() ? static_body : body;
  }
  Response& Set(std::string_view name, std::string_view value);  // replaces
  Response& Add(std::string_view name, std::string_view value);
  std::string_view Get(std::string_view name) const;  // "" when absent

  static Response Empty(int status);  // 204, 304, …
  static Response Json(int status, std::string body);
  static Response Text(int status, std::string body);
  static Response Html(int status, std::string body);
  static Response Bytes(int status, std::string content_type, std::string body);
};

std::string_view ReasonPhrase(int status);

// Problem document of RFC 9457: {"type","title","status","detail","request_id"}. `type` is a stable
// code ("too_large"). The same form is used for refusals by the server itself.
Response Problem(int status, std::string_view type, std::string_view detail,
                 std::string_view request_id);

// An answer whose end is not known yet: server-sent events, exports. Thread-safe. Letting go of the
// last reference without Close() aborts, so that half an export never looks whole.
class ResponseStream {
 public:
  enum class Pushed {
    kQueued,
    kFull,    // over the queue's bound, nothing was taken: wait for on_writable, or drop the client
    kClosed,  // the client is gone or the stream was ended
  };
  virtual ~ResponseStream() = default;
  virtual Pushed Push(std::string chunk) = 0;
  virtual void Close() = 0;  // ends the answer properly after what is queued
  virtual void Abort() = 0;  // cuts the connection: the client sees that the answer is incomplete
  virtual size_t queued_bytes() const = 0;
};

enum class WhenDraining : uint8_t {
  kCut,     // endless streams: cut when the server drains
  kFinish,  // exports: may end before the drain's deadline
};

struct StreamOptions {
  size_t max_queued_bytes = 256 * 1024;
  WhenDraining when_draining = WhenDraining::kCut;
  std::function<void()> on_writable;  // the queue has run empty; on an I/O thread, must not block
  std::function<void()> on_closed;    // once, when nothing more can be sent; on an I/O thread
};

// The server's side of a Reply; only the server implements it.
class ReplySink {
 public:
  virtual ~ReplySink() = default;
  virtual void Deliver(Response response) = 0;
  virtual std::shared_ptr<ResponseStream> Stream(Response head, StreamOptions options) = 0;
  virtual void Dropped() = 0;
};

// Answers one request, once, from any thread; the connection lives until then. A Reply dropped
// without an answer answers 500. Compression runs on the calling thread.
class Reply {
 public:
  Reply() = default;
  explicit Reply(std::shared_ptr<ReplySink> sink) : sink_(std::move(sink)) {}
  Reply(Reply&& other) noexcept = default;
  Reply& operator=(Reply&& other) noexcept {
    if (this != &other) {
      Drop();
      sink_ = std::move(other.sink_);
    }
    return *this;
  }
  ~Reply() { Drop(); }

  void operator()(Response response) {
    if (auto sink = std::exchange(sink_, nullptr)) sink->Deliver(std::move(response));
  }
  // Sends the head now, the body piece by piece (chunked). The stream outlives the Reply.
  std::shared_ptr<ResponseStream> StartStream(Response head, StreamOptions options = {}) {
    auto sink = std::exchange(sink_, nullptr);
    return sink ? sink->Stream(std::move(head), std::move(options)) : nullptr;
  }
  bool pending() const { return sink_ != nullptr; }

 private:
  void Drop() {
    if (auto sink = std::exchange(sink_, nullptr)) sink->Dropped();
  }
  std::shared_ptr<ReplySink> sink_;
};

// Called on an I/O thread and must not block: parse, decide, hand over to a WorkerPool or a queue.
using Handler = std::function<void(Request&&, Reply)>;

}  // namespace huiyin::http
