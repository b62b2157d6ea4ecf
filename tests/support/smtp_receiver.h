// A mail server on a private port of 127.0.0.1 that keeps what it is given (RFC 5321, as much as a
// client needs), or refuses. Stops in its destructor.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace huiyin::test {

struct ReceivedMail {
  std::string from, to;  // of the envelope, with angle brackets
  std::string data;      // headers and body, dots unstuffed
};

class SmtpReceiver {
 public:
  SmtpReceiver();
  ~SmtpReceiver();
  SmtpReceiver(const SmtpReceiver&) = delete;

  std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  // From now on every recipient is refused for the moment (450), or accepted again.
  void Refuse(bool refuse) { refuse_ = refuse; }
  std::vector<ReceivedMail> mails() const;
  int sessions() const { return sessions_; }

 private:
  void Accept();
  void Serve(int client);
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stop_ = false, refuse_ = false;
  std::atomic<int> sessions_ = 0;
  mutable std::mutex mutex_;
  std::vector<ReceivedMail> mails_;
  std::thread acceptor_;
};

}  // namespace huiyin::test
