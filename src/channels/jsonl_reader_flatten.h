// One JSON object, flattened to dotted names and texts, without building a document. Boost.JSON
// does the parsing; depth and the size of the input bound the work.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace huiyin::channels {

struct FlatMember {
  std::string name;  // "contact.mobile"
  std::string value;
};

class JsonFlattener {
 public:
  explicit JsonFlattener(size_t max_depth);
  ~JsonFlattener();
  // kInvalidArgument says what is wrong and at which byte of `line`: not JSON, not an object, a
  // name twice, nested too deep. The members are valid until the next call.
  Status Parse(std::string_view line);
  size_t size() const { return count_; }
  const FlatMember& member(size_t i) const { return members_[i]; }

 private:
  struct Handler;
  class Parser;
  std::unique_ptr<Parser> parser_;
  std::vector<FlatMember> members_;  // reused; the first count_ count
  size_t count_ = 0;
};

}  // namespace huiyin::channels
