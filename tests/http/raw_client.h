// A client that sends exactly the bytes it is told, and reads answers the way RFC 9112 frames them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "http/server.h"

namespace huiyin::http::test {

struct Answer {
  int status = 0;  // 0: the line ended before a whole answer
  std::string head;
  std::string body;  // chunked ones decoded
  std::string Header(std::string_view name) const;
};

enum class BodyOf { kAnyMethod, kHead };

class RawClient {
 public:
  explicit RawClient(uint16_t port);
  ~RawClient();
  RawClient(RawClient&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  RawClient(const RawClient&) = delete;

  bool Send(std::string_view bytes);  // false: the peer has closed
  Answer Read(BodyOf method = BodyOf::kAnyMethod);
  Answer Ask(std::string_view bytes) {
    Send(bytes);
    return Read();
  }
  // True when the server ends the connection (bytes before the end are read over).
  bool ReadsEnd();
  std::string ReadBytes(size_t count);  // exactly, or what came before the end
  std::string ReadUntil(std::string_view text);
  void HalfClose();
  void SetReceiveBuffer(int bytes);
  int fd() const { return fd_; }

 private:
  bool Fill();  // false: end, error or ten seconds of silence
  int fd_ = -1;
  std::string buffer_;
};

// Starts a server on a free port or fails the test.
std::unique_ptr<Server> StartServer(ServerOptions options, Handler handler,
                                    UpgradeHandler upgrade = {});

// Answers "METHOD path|body" as text.
void EchoHandler(Request&& request, Reply reply);

std::string Get(std::string_view path);  // a whole GET request with Host

// Client side of a WebSocket, frame by frame.
std::string UpgradeRequest(std::string_view extra_headers = {});
std::string MaskedFrame(uint8_t first_byte, std::string_view payload);
struct Frame {
  int opcode = -1;  // -1: the line ended
  std::string payload;
  uint16_t CloseCode() const;
};
Frame ReadFrame(RawClient& client);

}  // namespace huiyin::http::test
