// Which route a method and a decoded path mean. Patterns are "/api/v1/tickets/{ticket_no}/events";
// {name} takes one non-empty segment, a last {name...} takes the rest, also an empty one. A literal
// segment wins over {name}, {name} over {name...}; GET also serves HEAD. Built once, then read from
// any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace huiyin::http {

class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  // `route` is the caller's number for it. kInvalidArgument: malformed pattern; kConflict: method
  // and pattern (names aside) are taken.
  Status Add(Method method, std::string_view pattern, size_t route);

  enum class Outcome { kFound, kNotFound, kMethodNotAllowed };
  struct Match {
    Outcome outcome = Outcome::kNotFound;
    size_t route = 0;
    std::vector<std::pair<std::string, std::string>> params;  // in order of the pattern
    std::string allow;  // "GET, HEAD, POST" for 405 and for answering OPTIONS
  };
  Match Find(Method method, std::string_view path) const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
};

}  // namespace huiyin::http
