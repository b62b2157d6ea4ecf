#include "http/encoding.h"

#include <zlib.h>

#include <algorithm>

#include "http/message.h"

namespace huiyin::http {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib's way to say "gzip wrapper"
constexpr int kLevel = 4;             // about half the time of the default for 3 % more bytes

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Weight of "q=0.5" in thousandths; -1 when malformed.
int Weight(std::string_view text) {
  text = Trim(text);
  if (text.size() < 3 || text.size() > 7 || (text[0] | 32) != 'q' || text[1] != '=') return -1;
  text.remove_prefix(2);
  if (text[0] != '0' && text[0] != '1') return -1;
  int weight = (text[0] - '0') * 1000;
  if (text.size() > 1 && text[1] != '.') return -1;
  int unit = 100;
  for (const char c : text.substr(std::min<size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return -1;
    weight += (c - '0') * unit;
    unit /= 10;
  }
  return weight > 1000 ? -1 : weight;
}

// One compressor a thread: its 256 KiB are set up once, not once an answer.
class Compressor {
 public:
  Compressor() {
    ready_ = deflateInit2(&stream_, kLevel, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) == Z_OK;
  }
  ~Compressor() {
    if (ready_) deflateEnd(&stream_);
  }
  std::string Run(std::string_view bytes) {
    if (!ready_ || deflateReset(&stream_) != Z_OK) return {};
    std::string out(deflateBound(&stream_, bytes.size()), '\0');
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) return {};
    out.resize(stream_.total_out);
    return out;
  }

 private:
  z_stream stream_ = {};
  bool ready_ = false;
};

}  // namespace

bool AcceptsCoding(std::string_view accept_encoding, Coding coding) {
  const std::string_view name = coding == Coding::kGzip     ? "gzip"
                                : coding == Coding::kBrotli ? "br"
                                                            : "identity";
  int named = -1;
  int any = -1;
  while (!accept_encoding.empty()) {
    const size_t comma = std::min(accept_encoding.find(','), accept_encoding.size());
    const std::string_view entry = accept_encoding.substr(0, comma);
    accept_encoding.remove_prefix(std::min(comma + 1, accept_encoding.size()));
    const size_t semicolon = entry.find(';');
    const std::string_view token = Trim(entry.substr(0, semicolon));
    if (token.empty()) continue;
    const int weight = semicolon == entry.npos ? 1000 : Weight(entry.substr(semicolon + 1));
    if (weight < 0) return coding == Coding::kIdentity;
    if (EqualsIgnoreCase(token, name)) named = weight;
    if (token == "*") any = weight;
  }
  if (named >= 0) return named > 0;
  if (any >= 0) return any > 0;
  return coding == Coding::kIdentity;
}

bool IsCompressible(std::string_view content_type) {
  const std::string_view type = Trim(content_type.substr(0, content_type.find(';')));
  if (type == "text/event-stream") return false;
  return type.starts_with("text/") || type == "application/json" || type.ends_with("+json") ||
         type.ends_with("/xml") || type.ends_with("+xml") || type == "application/javascript" ||
         type == "application/x-ndjson";
}

std::string Gzip(std::string_view bytes) {
  static thread_local Compressor compressor;
  return compressor.Run(bytes);
}

Result<std::string> Gunzip(std::string_view bytes, size_t max_bytes) {
  z_stream stream = {};
  if (inflateInit2(&stream, kGzipWindow) != Z_OK) return Internal("zlib");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  char block[16 * 1024];
  int code = Z_OK;
  while (code == Z_OK && out.size() <= max_bytes) {
    stream.next_out = reinterpret_cast<Bytef*>(block);
    stream.avail_out = sizeof block;
    code = inflate(&stream, Z_NO_FLUSH);
    out.append(block, sizeof block - stream.avail_out);
  }
  const bool whole = code == Z_STREAM_END && stream.avail_in == 0;
  inflateEnd(&stream);
  if (out.size() > max_bytes) return Error(ErrorCode::kTooLarge, "the content is too large");
  if (!whole) return InvalidArgument("not one whole gzip member", "bad_gzip");
  return out;
}

}  // namespace huiyin::http
