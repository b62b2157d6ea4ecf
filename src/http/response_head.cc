#include "http/response_head.h"

#include <charconv>
#include <ctime>

#include "http/encoding.h"

namespace huiyin::http {
namespace {

constexpr size_t kMaxCompressedBytes = 32 * 1024 * 1024;

// IMF-fixdate, written anew once a second and thread.
std::string_view HttpDate() {
  static thread_local std::time_t second = -1;
  static thread_local char text[40];
  static thread_local size_t size = 0;
  const std::time_t now = std::time(nullptr);
  if (now != second) {
    std::tm parts;
    gmtime_r(&now, &parts);
    constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const int written =
        std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT",
                      kDays[parts.tm_wday], parts.tm_mday, kMonths[parts.tm_mon],
                      parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
    size = written > 0 ? static_cast<size_t>(written) : 0;
    second = now;
  }
  return {text, size};
}

void AppendNumber(std::string& out, size_t number) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

bool IsServersOwn(std::string_view name) {
  switch (name.size()) {
    case 4:
      return EqualsIgnoreCase(name, "Date");
    case 10:
      return EqualsIgnoreCase(name, "Connection");
    case 12:
      return EqualsIgnoreCase(name, "X-Request-Id");
    case 14:
      return EqualsIgnoreCase(name, "Content-Length");
    case 17:
      return EqualsIgnoreCase(name, "Transfer-Encoding");
    default:
      return false;
  }
}

bool IsTokenByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

}  // namespace

bool HasNoBody(int status) { return status < 200 || status == 204 || status == 304; }

void AppendHead(const Response& response, BodyForm form, KeepAlive keep_alive,
                std::string_view request_id, std::string& out) {
  out += "HTTP/1.1 ";
  AppendNumber(out, static_cast<size_t>(response.status));
  out += ' ';
  out += ReasonPhrase(response.status);
  out += "\r\nDate: ";
  out += HttpDate();
  out += "\r\n";
  for (const Header& header : response.headers) {
    if (IsServersOwn(header.name)) continue;
    out += header.name;
    out += ": ";
    out += header.value;
    out += "\r\n";
  }
  if (!request_id.empty()) {
    out += "X-Request-Id: ";
    out += request_id;
    out += "\r\n";
  }
  if (form == BodyForm::kChunked) {
    out += "Transfer-Encoding: chunked\r\n";
  } else if (form == BodyForm::kLength && !HasNoBody(response.status)) {
    out += "Content-Length: ";
    AppendNumber(out, response.Body().size());
    out += "\r\n";
  }
  if (keep_alive == KeepAlive::kNo) out += "Connection: close\r\n";
  out += "\r\n";
}

bool HasSaneHeaders(const Response& response) {
  for (const Header& header : response.headers) {
    if (header.name.empty()) return false;
    for (const char c : header.name) {
      if (!IsTokenByte(c)) return false;
    }
    for (const char c : header.value) {
      const auto byte = static_cast<unsigned char>(c);
      if ((byte < 0x20 && c != '\t') || byte == 0x7f) return false;
    }
  }
  return response.status >= 200 && response.status <= 599;
}

void CompressInPlace(Response& response, bool accepted) {
  if (response.compression == Compression::kNever || response.static_body.data()) return;
  const std::string_view body = response.Body();
  if (body.size() <= kMinGzipBytes || body.size() > kMaxCompressedBytes) return;
  if (!IsCompressible(response.Get("Content-Type"))) return;
  if (!response.Get("Content-Encoding").empty()) return;
  response.Add("Vary", "Accept-Encoding");
  if (!accepted) return;
  std::string packed = Gzip(body);
  if (packed.empty() || packed.size() >= body.size()) return;
  response.shared_body = nullptr;
  response.body = std::move(packed);
  response.Add("Content-Encoding", "gzip");
}

}  // namespace huiyin::http
