#include "support/http_receiver.h"

#include <sys/socket.h>

#include <algorithm>
#include <cctype>

namespace huiyin::test {
namespace {

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool SendAll(int socket, const std::string& bytes) {
  return send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(bytes.size());
}

}  // namespace

std::string ReceivedRequest::Header(const std::string& name) const {
  const size_t at = Lower(head).find("\r\n" + name + ": ");
  if (at == std::string::npos) return {};
  const size_t start = at + name.size() + 4;
  return head.substr(start, head.find("\r\n", start) - start);
}

HttpReceiver::HttpReceiver() : listener_([this](int client) { Serve(client); }) {
  AnswerStatus(204);
  listener_.Start();
}

HttpReceiver::~HttpReceiver() {
  Hold(false);
  listener_.Stop();
}

void HttpReceiver::Answer(std::string raw) {
  const std::lock_guard lock(mutex_);
  answer_ = std::move(raw);
}

void HttpReceiver::AnswerStatus(int status) {
  Answer("HTTP/1.1 " + std::to_string(status) + " Said\r\nContent-Length: 0\r\n\r\n");
}

void HttpReceiver::Hold(bool hold) {
  const std::lock_guard lock(mutex_);
  hold_ = hold;
  released_.notify_all();
}

std::vector<ReceivedRequest> HttpReceiver::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void HttpReceiver::Serve(int client) {
  std::string buffer;
  size_t head_end = std::string::npos;
  ReceivedRequest request;
  for (size_t wanted = 1; buffer.size() < wanted || head_end == std::string::npos;) {
    char bytes[16384];
    const ssize_t n = recv(client, bytes, sizeof(bytes), 0);
    if (n <= 0) return;
    buffer.append(bytes, static_cast<size_t>(n));
    if (head_end != std::string::npos) continue;
    head_end = buffer.find("\r\n\r\n");
    if (head_end == std::string::npos) continue;
    request.head = buffer.substr(0, head_end + 2);
    const std::string length = request.Header("content-length");
    wanted = head_end + 4 + (length.empty() ? 0 : std::stoul(length));
  }
  request.body = buffer.substr(head_end + 4);
  std::string answer;
  {
    std::unique_lock lock(mutex_);
    requests_.push_back(request);
    released_.wait(lock, [this] { return !hold_; });
    answer = answer_;
  }
  if (endless_) {
    if (!SendAll(client, "HTTP/1.1 200 OK\r\n\r\n")) return;
    const std::string block(16384, 'x');
    while (!listener_.stopping() && SendAll(client, block)) {
    }
    return;
  }
  SendAll(client, answer);
}

}  // namespace huiyin::test
