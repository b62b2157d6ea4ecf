#include "jobs/heads.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
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

Status Post(const OutgoingPolicy& policy, const std::string& url, const std::string& line) {
  auto status = PostOutgoing(policy, {url, {"Content-Type: text/plain"}, line});
  if (!status.ok()) return Unavailable(status.error().message, "heads_url");
  if (*status >= 200 && *status < 300) return Ok();
  return Unavailable("the receiver of heads answered " + std::to_string(*status), "heads_url");
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
    TRY(Post(target_.policy, target_.url, line));
    url_size_ = head->tree_size;
  }
  TRY(file);
  next_at_ = now + target_.every;
  return Ok();
}

}  // namespace huiyin::jobs
