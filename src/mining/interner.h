// Text to dense numbers: every distinct name of a log is kept once. Ids count from 0 in order of
// first appearance. Not thread-safe while it grows; reading needs no lock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace huiyin::mining {

using Id = uint32_t;
inline constexpr Id kNoId = 0xFFFFFFFFu;

class Interner {
 public:
  Interner();
  // The id of `name`, new or known. Bytes are copied.
  Id Intern(std::string_view name);
  // kNoId when the name was never interned.
  Id Find(std::string_view name) const;
  std::string_view Name(Id id) const { return names_[id]; }
  size_t size() const { return names_.size(); }
  size_t bytes() const { return bytes_; }

 private:
  std::string_view Store(std::string_view name);
  size_t Slot(std::string_view name, uint32_t hash) const;
  void Grow();

  struct Cell {
    uint32_t hash = 0;
    Id id = kNoId;
  };
  std::vector<Cell> cells_;
  std::vector<std::string_view> names_;
  std::vector<std::unique_ptr<char[]>> blocks_;
  size_t block_used_ = 0;
  size_t block_size_ = 0;
  size_t bytes_ = 0;
};

}  // namespace huiyin::mining
