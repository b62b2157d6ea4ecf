// Errors are values. Result<T> is either a T or an Error; nothing in this code base throws on
// purpose. Codes are protocol-free; api/error_map alone turns them into HTTP statuses.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace huiyin {

enum class ErrorCode {
  kInvalidArgument,     // the input is wrong; the caller must change it
  kNotFound,            // no such thing, or none the caller may know of
  kConflict,            // unique violation, stale ETag, replayed key with another body
  kPermissionDenied,    // known caller without the right
  kUnauthenticated,     // no or unknown caller
  kFailedPrecondition,  // right input, wrong state (lifecycle guard)
  kRateLimited,
  kTooLarge,
  kUnavailable,  // try again later: queue full, database locked or gone, disk full
  kTimeout,
  kCorruption,  // stored or received bytes fail their check
  kInternal,
};

std::string_view ErrorCodeName(ErrorCode code);

// One field of the input and what is wrong with it, for the person who typed it.
struct FieldError {
  std::string path;     // "contact.mobile", "items[3].text"
  std::string problem;  // stable machine code: "required", "too_long", "unknown_field"
  std::string detail;   // words
};

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;             // for the caller: what, where, what to do
  std::string type;                // stable problem type ("stale_etag"); empty: the code's name
  std::vector<FieldError> fields;  // may be empty
  std::string internal;            // for the operator's log only, never sent out
  int retry_after_s = 0;           // > 0: when to try again

  Error() = default;
  Error(ErrorCode c, std::string m, std::string t = {})
      : code(c), message(std::move(m)), type(std::move(t)) {}
  // Adds where it happened on the way up: "import row 7: ...".
  Error&& Prefixed(std::string_view prefix) &&;
  Error&& WithInternal(std::string text) &&;
  std::string ToString() const;
};

Error InvalidArgument(std::string message, std::string type = {});
Error InvalidField(std::string path, std::string problem, std::string detail);
Error NotFound(std::string message, std::string type = {});
Error Conflict(std::string message, std::string type = {});
Error FailedPrecondition(std::string message, std::string type = {});
Error PermissionDenied(std::string message, std::string type = {});
Error Unauthenticated(std::string message, std::string type = {});
Error Unavailable(std::string message, std::string type = {});
Error Corruption(std::string message, std::string type = {});
Error Internal(std::string message);

template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: by design
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: by design
  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & { return Checked(); }
  const T& value() const& { return const_cast<Result*>(this)->Checked(); }
  T&& value() && { return std::move(Checked()); }
  T& operator*() & { return Checked(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(Checked()); }
  T* operator->() { return &Checked(); }
  const T* operator->() const { return &value(); }
  Error& error() & { return std::get<1>(state_); }
  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::move(std::get<1>(state_)); }
  T value_or(T other) && { return ok() ? std::move(Checked()) : std::move(other); }

 private:
  T& Checked() {
    if (!ok()) {
      std::fprintf(stderr, "value() of a failed Result: %s\n", error().ToString().c_str());
      std::abort();
    }
    return std::get<0>(state_);
  }
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT: by design
  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  Error& error() & { return *error_; }
  const Error& error() const& { return *error_; }
  Error&& error() && { return std::move(*error_); }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;
inline Status Ok() { return {}; }

// Aborts in every build: a broken invariant of our own, never reachable by input.
#define HY_CHECK(cond)                                                                \
  do {                                                                                \
    if (!(cond)) {                                                                    \
      std::fprintf(stderr, "CHECK failed: %s at %s:%d\n", #cond, __FILE__, __LINE__); \
      std::abort();                                                                   \
    }                                                                                 \
  } while (false)

#define HY_CONCAT_INNER(a, b) a##b
#define HY_CONCAT(a, b) HY_CONCAT_INNER(a, b)

// TRY(expr): return the error of a Status or Result, drop its value. May be nested in lambdas.
#define TRY(expr) TRY_IMPL(HY_CONCAT(hy_try_, __COUNTER__), expr)
#define TRY_IMPL(name, expr)                        \
  do {                                              \
    auto name = (expr);                             \
    if (!name.ok()) return std::move(name).error(); \
  } while (false)

// TRY_ASSIGN(auto x, expr): take the value or return the error.
#define TRY_ASSIGN(target, expr) TRY_ASSIGN_IMPL(HY_CONCAT(hy_result_, __COUNTER__), target, expr)
#define TRY_ASSIGN_IMPL(name, target, expr)       \
  auto name = (expr);                             \
  if (!name.ok()) return std::move(name).error(); \
  target = std::move(name).value()

}  // namespace huiyin
