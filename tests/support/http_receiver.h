// An HTTP server on a private port of 127.0.0.1 that keeps what it is sent and answers what a test
// says, well formed or not. One connection at a time. Stops in its destructor.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "support/local_listener.h"

namespace huiyin::test {

struct ReceivedRequest {
  std::string head, body;
  // The value of a header, "" when it is not there; `name` in lower case.
  std::string Header(const std::string& name) const;
};

class HttpReceiver {
 public:
  HttpReceiver();
  ~HttpReceiver();
  HttpReceiver(const HttpReceiver&) = delete;

  std::string url(const std::string& host = "127.0.0.1") const {
    return "http://" + host + ":" + listener_.port() + "/in";
  }
  // The whole answer from now on, head and body; 204 at first.
  void Answer(std::string raw);
  void AnswerStatus(int status);
  // From now on an answer never ends.
  void AnswerWithoutEnd() { endless_ = true; }
  // From now on no request is answered until Hold(false).
  void Hold(bool hold);
  std::vector<ReceivedRequest> requests() const;
  int connections() const { return listener_.connections(); }

 private:
  void Serve(int client);
  std::atomic<bool> endless_ = false;
  mutable std::mutex mutex_;
  std::condition_variable released_;
  bool hold_ = false;
  std::string answer_;
  std::vector<ReceivedRequest> requests_;
  LocalListener listener_;  // last: its thread uses the rest
};

}  // namespace huiyin::test
