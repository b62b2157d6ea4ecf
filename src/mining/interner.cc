#include "mining/interner.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace huiyin::mining {
namespace {

constexpr size_t kFirstCells = 64;
constexpr size_t kBlockBytes = 64 * 1024;

uint32_t HashOf(std::string_view name) {
  const size_t h = std::hash<std::string_view>{}(name);
  return static_cast<uint32_t>(h ^ (h >> 32));
}

}  // namespace

Interner::Interner() : cells_(kFirstCells) {}

size_t Interner::Slot(std::string_view name, uint32_t hash) const {
  const size_t mask = cells_.size() - 1;
  size_t at = hash & mask;
  while (cells_[at].id != kNoId) {
    if (cells_[at].hash == hash && names_[cells_[at].id] == name) return at;
    at = (at + 1) & mask;
  }
  return at;
}

Id Interner::Find(std::string_view name) const { return cells_[Slot(name, HashOf(name))].id; }

Id Interner::Intern(std::string_view name) {
  const uint32_t hash = HashOf(name);
  size_t at = Slot(name, hash);
  if (cells_[at].id != kNoId) return cells_[at].id;
  if ((names_.size() + 1) * 4 > cells_.size() * 3) {
    Grow();
    at = Slot(name, hash);
  }
  const Id id = static_cast<Id>(names_.size());
  names_.push_back(Store(name));
  cells_[at] = {hash, id};
  return id;
}

void Interner::Grow() {
  std::vector<Cell> old(cells_.size() * 2);
  old.swap(cells_);
  const size_t mask = cells_.size() - 1;
  for (const Cell& cell : old) {
    if (cell.id == kNoId) continue;
    size_t at = cell.hash & mask;
    while (cells_[at].id != kNoId) at = (at + 1) & mask;
    cells_[at] = cell;
  }
}

std::string_view Interner::Store(std::string_view name) {
  if (block_size_ - block_used_ < name.size() || blocks_.empty()) {
    block_size_ = std::max(kBlockBytes, name.size());
    blocks_.push_back(std::make_unique<char[]>(block_size_));
    block_used_ = 0;
  }
  char* to = blocks_.back().get() + block_used_;
  if (!name.empty()) std::memcpy(to, name.data(), name.size());
  block_used_ += name.size();
  bytes_ += name.size();
  return {to, name.size()};
}

}  // namespace huiyin::mining
