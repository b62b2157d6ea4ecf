// The head of a request: found in the incoming bytes, checked, turned into a Request. Beast's
// parser judges the syntax; what it lets pass is refused here first: Transfer-Encoding other than
// exactly `chunked`, missing or double Host, obs-fold, bare LF.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "http/message.h"

namespace huiyin::http {

struct HeadLimits {
  size_t max_request_line_bytes = 8 * 1024;
  size_t max_bytes = 16 * 1024;
  size_t max_fields = 100;
};

// Why a request is refused; texts are constants.
struct Refusal {
  int status;
  const char* type;
  const char* detail;
};

// Finds the end of a head in bytes that arrive piece by piece, refusing early what can never become
// one. Empty lines before the request line are read over.
class HeadScanner {
 public:
  enum class Outcome { kNeedMore, kComplete, kRefused };
  // `bytes`: everything of this message so far, each time from its first byte.
  Outcome Scan(std::string_view bytes, const HeadLimits& limits);
  size_t skipped_bytes() const { return begin_; }  // leading empty lines
  size_t end() const { return at_; }               // just behind the empty line
  const Refusal& refusal() const { return *refusal_; }
  void Reset() { *this = HeadScanner(); }

 private:
  Outcome Refuse(const Refusal& refusal);
  size_t at_ = 0;     // everything before is scanned
  size_t begin_ = 0;  // of the request line
  size_t line_ = 0;   // of the line being scanned
  bool in_first_line_ = true;
  std::optional<Refusal> refusal_;
};

enum class Framing { kNoBody, kLength, kChunked };

struct RequestHead {
  Request request;
  Framing framing = Framing::kNoBody;
  uint64_t content_length = 0;
  bool keep_alive = true;
  bool expects_continue = false;
  bool wants_websocket = false;  // Upgrade: websocket and Connection: upgrade
};

// `bytes`: from the request line to the empty line, as HeadScanner found it.
std::optional<Refusal> ParseHead(std::string_view bytes, const HeadLimits& limits,
                                 RequestHead& out);

// True when a comma-separated header value holds `token`, ASCII case ignored.
bool HasToken(std::string_view list, std::string_view token);

}  // namespace huiyin::http
