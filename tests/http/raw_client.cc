#include "http/raw_client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

namespace huiyin::http::test {

std::string Answer::Header(std::string_view name) const {
  size_t line = head.find("\r\n");
  while (line != head.npos) {
    line += 2;
    const size_t end = head.find("\r\n", line);
    const std::string_view text = std::string_view(head).substr(line, end - line);
    const size_t colon = text.find(": ");
    if (colon != text.npos && EqualsIgnoreCase(text.substr(0, colon), name)) {
      return std::string(text.substr(colon + 2));
    }
    line = end;
  }
  return {};
}

RawClient::RawClient(uint16_t port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval patience{20, 0};
  setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    close(fd_);
    fd_ = -1;
  }
}

RawClient::~RawClient() {
  if (fd_ >= 0) close(fd_);
}

bool RawClient::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

bool RawClient::Fill() {
  char block[16 * 1024];
  const ssize_t got = recv(fd_, block, sizeof block, 0);
  if (got <= 0) return false;
  buffer_.append(block, static_cast<size_t>(got));
  return true;
}

std::string RawClient::ReadUntil(std::string_view text) {
  size_t found;
  while ((found = buffer_.find(text)) == buffer_.npos) {
    if (!Fill()) return std::exchange(buffer_, {});
  }
  std::string out = buffer_.substr(0, found + text.size());
  buffer_.erase(0, out.size());
  return out;
}

std::string RawClient::ReadBytes(size_t count) {
  while (buffer_.size() < count && Fill()) {
  }
  std::string out = buffer_.substr(0, count);
  buffer_.erase(0, out.size());
  return out;
}

Answer RawClient::Read(BodyOf method) {
  Answer answer;
  std::string head = ReadUntil("\r\n\r\n");
  if (!head.ends_with("\r\n\r\n") || head.size() < 12) return answer;
  answer.head = head;
  std::from_chars(head.data() + 9, head.data() + 12, answer.status);
  const bool bare = method == BodyOf::kHead || answer.status < 200 || answer.status == 204 ||
                    answer.status == 304;
  if (bare) return answer;
  if (answer.Header("Transfer-Encoding") == "chunked") {
    while (true) {
      const std::string line = ReadUntil("\r\n");
      size_t size = 0;
      std::from_chars(line.data(), line.data() + line.size(), size, 16);
      const std::string data = ReadBytes(size + 2);
      if (data.size() != size + 2) return answer.status = 0, answer;
      if (size == 0) return answer;
      answer.body += data.substr(0, size);
    }
  }
  const std::string length = answer.Header("Content-Length");
  size_t size = 0;
  std::from_chars(length.data(), length.data() + length.size(), size);
  answer.body = ReadBytes(size);
  if (answer.body.size() != size) answer.status = 0;
  return answer;
}

bool RawClient::ReadsEnd() {
  char block[16 * 1024];
  while (true) {
    const ssize_t got = recv(fd_, block, sizeof block, 0);
    if (got > 0) continue;
    return got == 0 || errno == ECONNRESET;
  }
}

void RawClient::HalfClose() { shutdown(fd_, SHUT_WR); }

void RawClient::SetReceiveBuffer(int bytes) {
  setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

std::unique_ptr<Server> StartServer(ServerOptions options, Handler handler,
                                    UpgradeHandler upgrade) {
  auto server = Server::Start(std::move(options), std::move(handler), std::move(upgrade));
  if (!server.ok()) {
    ADD_FAILURE() << server.error().ToString();
    return nullptr;
  }
  return std::move(server).value();
}

void EchoHandler(Request&& request, Reply reply) {
  reply(Response::Text(
      200, std::string(MethodName(request.method)) + " " + request.path + "|" + request.body));
}

std::string Get(std::string_view path) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

std::string UpgradeRequest(std::string_view extra_headers) {
  return "GET /live HTTP/1.1\r\nHost: a:1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
         std::string(extra_headers) + "\r\n";
}

std::string MaskedFrame(uint8_t first_byte, std::string_view payload) {
  const std::string mask = "\x11\x22\x33\x44";
  std::string out(1, static_cast<char>(first_byte));
  if (payload.size() < 126) {
    out += static_cast<char>(0x80 | payload.size());
  } else if (payload.size() < 65'536) {
    out += static_cast<char>(0x80 | 126);
    out += static_cast<char>(payload.size() >> 8);
    out += static_cast<char>(payload.size() & 255);
  } else {
    out += static_cast<char>(0x80 | 127);
    for (int shift = 56; shift >= 0; shift -= 8) {
      out += static_cast<char>((static_cast<uint64_t>(payload.size()) >> shift) & 255);
    }
  }
  out += mask;
  for (size_t i = 0; i < payload.size(); ++i) out += static_cast<char>(payload[i] ^ mask[i % 4]);
  return out;
}

uint16_t Frame::CloseCode() const {
  if (opcode != 8 || payload.size() < 2) return 0;
  return static_cast<uint16_t>(static_cast<uint8_t>(payload[0]) << 8 |
                               static_cast<uint8_t>(payload[1]));
}

Frame ReadFrame(RawClient& client) {
  Frame frame;
  const std::string head = client.ReadBytes(2);
  if (head.size() < 2) return frame;
  size_t size = static_cast<uint8_t>(head[1]) & 127;
  if (size >= 126) {
    const std::string more = client.ReadBytes(size == 126 ? 2 : 8);
    size = 0;
    for (const char c : more) size = size << 8 | static_cast<uint8_t>(c);
  }
  frame.opcode = head[0] & 15;
  frame.payload = client.ReadBytes(size);
  if (frame.payload.size() != size) frame.opcode = -1;
  return frame;
}

}  // namespace huiyin::http::test
