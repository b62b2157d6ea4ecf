// A mail server on a private port of 127.0.0.1 that keeps what it is given (RFC 5321, as much as a
// client needs), or refuses. Stops in its destructor.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "support/local_listener.h"

namespace huiyin::test {

struct ReceivedMail {
  std::string from, to;  // of the envelope, with angle brackets
  std::string data;      // headers and body, dots unstuffed
};

class SmtpReceiver {
 public:
  SmtpReceiver();
  SmtpReceiver(const SmtpReceiver&) = delete;

  std::string url() const { return "smtp://127.0.0.1:" + listener_.port(); }
  // From now on every recipient is refused for the moment (450), or accepted again.
  void Refuse(bool refuse) { refuse_ = refuse; }
  std::vector<ReceivedMail> mails() const;
  int sessions() const { return listener_.connections(); }

 private:
  void Serve(int client);
  std::atomic<bool> refuse_ = false;
  mutable std::mutex mutex_;
  std::vector<ReceivedMail> mails_;
  LocalListener listener_;  // last: its thread uses the rest
};

}  // namespace huiyin::test
