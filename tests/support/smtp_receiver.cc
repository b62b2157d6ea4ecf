#include "support/smtp_receiver.h"

#include <sys/socket.h>

#include <optional>

namespace huiyin::test {
namespace {

// Lines of a socket, without their ends; nothing when the other side is gone.
class Lines {
 public:
  explicit Lines(int socket) : socket_(socket) {}
  std::optional<std::string> Next() {
    for (;;) {
      const size_t end = buffer_.find("\r\n");
      if (end != std::string::npos) {
        std::string line = buffer_.substr(0, end);
        buffer_.erase(0, end + 2);
        return line;
      }
      char bytes[4096];
      const ssize_t n = recv(socket_, bytes, sizeof(bytes), 0);
      if (n <= 0) return std::nullopt;
      buffer_.append(bytes, static_cast<size_t>(n));
    }
  }

 private:
  int socket_;
  std::string buffer_;
};

void Say(int socket, const std::string& line) {
  const std::string bytes = line + "\r\n";
  // A client that went away shows at the next Next().
  (void)!send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

bool Begins(const std::string& line, const char* word) { return line.rfind(word, 0) == 0; }

std::string AfterColon(const std::string& line) {
  const size_t open = line.find('<');
  const size_t close = line.find('>');
  return open == std::string::npos ? "" : line.substr(open, close - open + 1);
}

std::optional<std::string> ReadData(Lines& lines) {
  std::string data;
  while (auto line = lines.Next()) {
    if (*line == ".") return data;
    data += (Begins(*line, ".") ? line->substr(1) : *line) + "\r\n";
  }
  return std::nullopt;
}

}  // namespace

SmtpReceiver::SmtpReceiver() : listener_([this](int client) { Serve(client); }) {
  listener_.Start();
}

std::vector<ReceivedMail> SmtpReceiver::mails() const {
  const std::lock_guard lock(mutex_);
  return mails_;
}

void SmtpReceiver::Serve(int client) {
  Lines lines(client);
  ReceivedMail mail;
  Say(client, "220 test");
  while (auto line = lines.Next()) {
    if (Begins(*line, "MAIL FROM:")) mail.from = AfterColon(*line);
    if (Begins(*line, "RCPT TO:")) {
      mail.to = AfterColon(*line);
      if (refuse_) {
        Say(client, "450 try again later");
        continue;
      }
    }
    if (Begins(*line, "DATA")) {
      Say(client, "354 go on");
      auto data = ReadData(lines);
      if (!data) return;
      mail.data = std::move(*data);
      const std::lock_guard lock(mutex_);
      mails_.push_back(mail);
    }
    if (Begins(*line, "QUIT")) {
      Say(client, "221 bye");
      return;
    }
    Say(client, "250 ok");
  }
}

}  // namespace huiyin::test
