#include "http/request_head.h"

#include <array>
#include <boost/beast/http/basic_parser.hpp>
#include <charconv>

#include "http/target.h"

namespace huiyin::http {
namespace {

namespace beast = boost::beast;

constexpr Refusal kMalformed{400, "malformed_request", "The request is not well-formed HTTP/1.1."};
constexpr Refusal kBadHost{400, "bad_host", "A request needs exactly one valid Host header."};
constexpr Refusal kBadFraming{400, "bad_framing",
                              "The length of the body must be given once, by Content-Length or by "
                              "Transfer-Encoding: chunked in HTTP/1.1."};
constexpr Refusal kDoubled{400, "doubled_header",
                           "A header that may stand only once stands twice."};
constexpr Refusal kLineTooLong{414, "uri_too_long", "The request line is too long."};
constexpr Refusal kHeadTooLong{431, "headers_too_large", "The request headers are too large."};
constexpr Refusal kBadTarget{400, "bad_target",
                             "The path or query is not valid: bad escape, bad UTF-8, control "
                             "character, dot segment or too many fields."};
constexpr Refusal kBadMethod{501, "unknown_method", "This method is not served."};
constexpr Refusal kBadVersion{505, "bad_version", "Only HTTP/1.0 and HTTP/1.1 are served."};
constexpr Refusal kBadExpect{417, "bad_expectation", "Only 100-continue is a known expectation."};

constexpr std::array<std::string_view, 16> kSingleValued = {
    "Content-Type",     "Authorization",         "Cookie",           "Origin", "Idempotency-Key",
    "If-Match",         "X-CSRF-Token",          "Content-Encoding", "Expect", "Sec-WebSocket-Key",
    "Upgrade",          "Sec-WebSocket-Version", "User-Agent",       "Range",  "Referer",
    "X-Forwarded-Proto"};

// Hands the pieces Beast recognises to us; only heads are ever put in.
class HeadParser final : public beast::http::basic_parser<true> {
 public:
  HeadParser(RequestHead& out, size_t max_fields) : out_(out), max_fields_(max_fields) {}
  std::optional<Refusal> refusal;

 private:
  using view = beast::string_view;
  using error_code = beast::error_code;

  void Fail(const Refusal& why, error_code& ec) {
    if (!refusal) refusal = why;
    ec = beast::http::error::bad_field;
  }
  void on_request_impl(beast::http::verb, view method, view target, int version,
                       error_code& ec) override {
    const auto known = ParseMethod({method.data(), method.size()});
    if (!known) return Fail(kBadMethod, ec);
    out_.request.method = *known;
    out_.request.http_1_1 = version == 11;
    out_.request.target.assign(target.data(), target.size());
  }
  void on_field_impl(beast::http::field, view name, view value, error_code& ec) override {
    if (out_.request.headers.size() == max_fields_) return Fail(kHeadTooLong, ec);
    out_.request.headers.push_back(
        {std::string(name.data(), name.size()), std::string(value.data(), value.size())});
  }
  void on_response_impl(int, view, int, error_code&) override {}
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
  std::size_t on_body_impl(view body, error_code&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, view body, error_code&) override {
    return body.size();
  }
  void on_finish_impl(error_code&) override {}

  RequestHead& out_;
  const size_t max_fields_;
};

bool IsValidHost(std::string_view host) {
  if (host.empty() || host.size() > 255) return false;
  for (const char c : host) {
    const bool alnum = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!alnum && std::string_view("-._~:[]").find(c) == std::string_view::npos) return false;
  }
  return true;
}

struct Counted {
  size_t host = 0, length = 0, encoding = 0;
  std::string_view length_value, encoding_value;
};

// Headers that decide where the message ends and whom it is for, plus doubles.
std::optional<Refusal> CheckFields(RequestHead& out) {
  Counted seen;
  uint32_t single_seen = 0;
  for (const Header& header : out.request.headers) {
    const std::string_view name = header.name;
    if (EqualsIgnoreCase(name, "Host")) {
      ++seen.host;
      if (!IsValidHost(header.value)) return kBadHost;
    } else if (EqualsIgnoreCase(name, "Content-Length")) {
      ++seen.length;
      seen.length_value = header.value;
    } else if (EqualsIgnoreCase(name, "Transfer-Encoding")) {
      ++seen.encoding;
      seen.encoding_value = header.value;
    } else {
      for (size_t i = 0; i < kSingleValued.size(); ++i) {
        if (!EqualsIgnoreCase(name, kSingleValued[i])) continue;
        if (single_seen & (1u << i)) return kDoubled;
        single_seen |= 1u << i;
      }
    }
  }
  if (seen.host > 1 || (seen.host == 0 && out.request.http_1_1)) return kBadHost;
  if (seen.length + seen.encoding > 1) return kBadFraming;
  if (seen.encoding == 1) {
    if (!out.request.http_1_1 || !EqualsIgnoreCase(seen.encoding_value, "chunked")) {
      return kBadFraming;
    }
    out.framing = Framing::kChunked;
  } else if (seen.length == 1) {
    const char* end = seen.length_value.data() + seen.length_value.size();
    const auto [at, error] = std::from_chars(seen.length_value.data(), end, out.content_length);
    if (error != std::errc() || at != end) return kBadFraming;
    out.framing = out.content_length > 0 ? Framing::kLength : Framing::kNoBody;
  }
  return std::nullopt;
}

std::optional<Refusal> CheckTarget(Request& request) {
  auto target = ParseTarget(request.target);
  if (!target.ok()) return kBadTarget;
  if (target->path == "*" && request.method != Method::kOptions) return kBadTarget;
  if (!target->authority.empty() && !EqualsIgnoreCase(target->authority, request.Get("Host"))) {
    return kBadHost;
  }
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  return std::nullopt;
}

// The head ran over `limits`? Then says which limit.
const Refusal* OverLimit(size_t bytes, size_t line_bytes, bool first, const HeadLimits& limits) {
  if (first && line_bytes > limits.max_request_line_bytes) return &kLineTooLong;
  return bytes > limits.max_bytes ? &kHeadTooLong : nullptr;
}

}  // namespace

HeadScanner::Outcome HeadScanner::Refuse(const Refusal& refusal) {
  refusal_ = refusal;
  return Outcome::kRefused;
}

HeadScanner::Outcome HeadScanner::Scan(std::string_view bytes, const HeadLimits& limits) {
  while (at_ < bytes.size()) {
    const char c = bytes[at_];
    if (c == '\n') {
      if (at_ == line_ || bytes[at_ - 1] != '\r') return Refuse(kMalformed);
      const bool empty_line = at_ - 1 == line_;
      if (in_first_line_ && !empty_line && at_ - line_ > limits.max_request_line_bytes) {
        return Refuse(kLineTooLong);
      }
      line_ = ++at_;
      if (!empty_line) {
        in_first_line_ = false;
      } else if (!in_first_line_) {
        return at_ - begin_ > limits.max_bytes ? Refuse(kHeadTooLong) : Outcome::kComplete;
      } else {
        begin_ = at_;
        if (begin_ > 16) return Refuse(kMalformed);
      }
      continue;
    }
    // A line that begins with a space continues the one before (obs-fold).
    const bool begins_line = at_ == line_;
    if (begins_line && (c == ' ' || c == '\t')) return Refuse(kMalformed);
    if (!begins_line && bytes[at_ - 1] == '\r') return Refuse(kMalformed);
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\t' && c != '\r') || byte == 0x7f) return Refuse(kMalformed);
    ++at_;
  }
  const Refusal* over = OverLimit(at_ - begin_, at_ - line_, in_first_line_, limits);
  return over ? Refuse(*over) : Outcome::kNeedMore;
}

std::optional<Refusal> ParseHead(std::string_view bytes, const HeadLimits& limits,
                                 RequestHead& out) {
  HeadParser parser(out, limits.max_fields);
  parser.header_limit(static_cast<std::uint32_t>(bytes.size() + 1));
  parser.body_limit(boost::none);
  beast::error_code ec;
  out.request.headers.reserve(12);
  const size_t used = parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
  if (parser.refusal) return parser.refusal;
  if (ec == beast::http::error::bad_version) return kBadVersion;
  if (ec == beast::http::error::bad_content_length ||
      ec == beast::http::error::multiple_content_length ||
      ec == beast::http::error::bad_transfer_encoding) {
    return kBadFraming;
  }
  if (ec || used != bytes.size() || !parser.is_header_done()) return kMalformed;
  if (auto refusal = CheckFields(out)) return refusal;
  if (auto refusal = CheckTarget(out.request)) return refusal;
  out.keep_alive = parser.keep_alive();
  const Request& request = out.request;
  if (const std::string_view expect = request.Get("Expect"); !expect.empty()) {
    if (!EqualsIgnoreCase(expect, "100-continue")) return kBadExpect;
    out.expects_continue = request.http_1_1 && out.framing != Framing::kNoBody;
  }
  out.wants_websocket = request.method == Method::kGet && request.http_1_1 &&
                        HasToken(request.Get("Upgrade"), "websocket") &&
                        HasToken(request.Get("Connection"), "upgrade");
  return std::nullopt;
}

bool HasToken(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const size_t comma = std::min(list.find(','), list.size());
    std::string_view item = list.substr(0, comma);
    list.remove_prefix(std::min(comma + 1, list.size()));
    while (!item.empty() && (item.front() == ' ' || item.front() == '\t')) item.remove_prefix(1);
    while (!item.empty() && (item.back() == ' ' || item.back() == '\t')) item.remove_suffix(1);
    if (EqualsIgnoreCase(item, token)) return true;
  }
  return false;
}

}  // namespace huiyin::http
