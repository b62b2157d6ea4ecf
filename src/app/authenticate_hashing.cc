#include "app/authenticate_hashing.h"

namespace huiyin::app {

// Gives the place back whichever way the call ends.
class PasswordHasher::Turn {
 public:
  explicit Turn(PasswordHasher& hasher) : hasher_(hasher) {}
  Turn(const Turn&) = delete;
  ~Turn() { hasher_.Leave(); }

 private:
  PasswordHasher& hasher_;
};

Status PasswordHasher::Enter() {
  std::unique_lock lock(mutex_);
  if (running_ >= options_.concurrent) {
    if (waiting_ >= options_.waiting) {
      Error busy = Unavailable("too many people are signing in; try again", "login_busy");
      busy.retry_after_s = 2;
      return busy;
    }
    ++waiting_;
    free_.wait(lock, [&] { return running_ < options_.concurrent; });
    --waiting_;
  }
  ++running_;
  return Ok();
}

void PasswordHasher::Leave() {
  {
    const std::lock_guard lock(mutex_);
    --running_;
  }
  free_.notify_one();
}

Result<std::string> PasswordHasher::Hash(std::string_view password) {
  TRY(Enter());
  const Turn turn(*this);
  return PasswordHash(password, options_.cost);
}

Result<bool> PasswordHasher::Verify(std::string_view stored, std::string_view password) {
  TRY(Enter());
  const Turn turn(*this);
  return PasswordVerify(stored, password);
}

Result<bool> PasswordHasher::VerifyNobody(std::string_view password) {
  TRY(Enter());
  const Turn turn(*this);
  return PasswordDummyVerify(password, options_.cost);
}

}  // namespace huiyin::app
