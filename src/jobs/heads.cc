#include "jobs/heads.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>

#include "ledger/head.h"
#include "store/log_reader.h"

namespace huiyin::jobs {
namespace {

constexpr Duration kRetry = Duration::Minutes(1);

// A line in one write, so that a killed process leaves whole lines or an empty end.
Status AppendLine(const std::string& path, const std::string& line) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  bool done = fd >= 0;
  done = done && ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  done = done && ::fsync(fd) == 0;
  const int code = errno;
  if (fd >= 0) ::close(fd);
  if (done) return Ok();
  return Unavailable("cannot write " + path + ": " + std::strerror(code), "heads_file");
}

size_t Ignore(char*, size_t size, size_t count, void*) { return size * count; }

Status Post(const std::string& url, const std::string& line) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 curl_easy_cleanup);
  if (curl == nullptr) return Unavailable("the HTTP client did not start", "heads_url");
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
      curl_slist_append(nullptr, "Content-Type: text/plain"), curl_slist_free_all);
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, line.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(line.size()));
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, Ignore);
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, 5L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 10L);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  const CURLcode code = curl_easy_perform(curl.get());
  // The address may hold a password and is not repeated.
  if (code != CURLE_OK) return Unavailable(curl_easy_strerror(code), "heads_url");
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status >= 200 && status < 300) return Ok();
  return Unavailable("the receiver of heads answered " + std::to_string(status), "heads_url");
}

}  // namespace

Status HeadsPublisher::Step(const app::Context& context) {
  const Instant now = context.Now();
  if ((target_.file.empty() && target_.url.empty()) || now < next_at_) return Ok();
  next_at_ = now + std::min(target_.every, kRetry);
  std::optional<ledger::TreeHead> head;
  TRY(context.db->Read([&](store::Session& session) -> Status {
    TRY_ASSIGN(head, store::NewestHead(session));
    return Ok();
  }));
  if (!head) return Ok();
  const std::string line = ledger::FormatHead(*head) + "\n";
  Status file = Ok();
  if (!target_.file.empty() && file_size_ < head->tree_size) {
    file = AppendLine(target_.file, line);
    if (file.ok()) file_size_ = head->tree_size;
  }
  if (!target_.url.empty() && url_size_ < head->tree_size) {
    TRY(Post(target_.url, line));
    url_size_ = head->tree_size;
  }
  TRY(file);
  next_at_ = now + target_.every;
  return Ok();
}

}  // namespace huiyin::jobs
