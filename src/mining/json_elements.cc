#include "mining/json_elements.h"

#include <cstring>

namespace huiyin::mining {
namespace {

constexpr size_t kChunk = 256 * 1024;
constexpr size_t kMostKeyBytes = 100;

}  // namespace

JsonElements::JsonElements(ByteSource& source, size_t max_element_bytes)
    : source_(source), max_bytes_(max_element_bytes) {}

bool JsonElements::Fill() {
  before_buffer_ += buffer_.size();
  at_ = 0;
  buffer_.resize(kChunk);
  auto n = source_.Read(buffer_.data(), kChunk);
  buffer_.resize(n.ok() ? *n : 0);
  if (!n.ok()) source_status_ = std::move(n).error();
  return !buffer_.empty();
}

int JsonElements::Look() {
  if (at_ == buffer_.size() && !Fill()) return kEnd;
  return static_cast<unsigned char>(buffer_[at_]);
}

int JsonElements::Take() {
  const int c = Look();
  if (c != kEnd) ++at_;
  return c;
}

int JsonElements::TakeInk() {
  int c = Take();
  while (c == ' ' || c == '\t' || c == '\n' || c == '\r') c = Take();
  return c;
}

Error JsonElements::Broken(const std::string& what) const {
  if (!source_status_.ok()) return source_status_.error();
  return Corruption("byte " + std::to_string(before_buffer_ + at_) + ": " + what);
}

Status JsonElements::TakeKey() {
  key_.clear();
  for (;;) {
    int c = Take();
    if (c == '"') break;
    if (c == '\\') c = Take();
    if (c == kEnd) return Broken("the file ends inside a key");
    if (key_.size() < kMostKeyBytes) key_ += static_cast<char>(c);
  }
  return TakeInk() == ':' ? Ok() : Status(Broken("a colon is missing after \"" + key_ + "\""));
}

Status JsonElements::TakeValue(Keep keep) {
  text_.clear();
  size_t depth = 0;
  bool in_string = false, escaped = false;
  for (;;) {
    if (Look() == kEnd) return Broken("the file ends inside a value");
    const size_t from = at_;
    bool ended = false;
    for (; at_ < buffer_.size() && !ended; ++at_) {
      const char c = buffer_[at_];
      if (in_string) {
        in_string = escaped || c != '"';
        escaped = !escaped && c == '\\';
      } else if (c == '"') {
        in_string = true;
      } else if (c == '{' || c == '[') {
        ++depth;
      } else if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
        ended = true;
        --at_;  // not part of the value
      } else if (c == '}' || c == ']') {
        --depth;
      }
    }
    if (keep == Keep::kText) text_.append(buffer_, from, at_ - from);
    if (text_.size() > max_bytes_) {
      return Error(ErrorCode::kTooLarge, "byte " + std::to_string(before_buffer_ + at_) +
                                             ": a value of more than " +
                                             std::to_string(max_bytes_) + " bytes");
    }
    if (ended) return Ok();
  }
}

Result<bool> JsonElements::NextInArray() {
  int c = TakeInk();
  if (c == ']') {
    place_ = Place::kObject;
    return false;
  }
  if (!is_first_) {
    if (c != ',') return Broken("a comma is missing in \"" + key_ + "\"");
    ++index_;
    c = TakeInk();
  }
  if (c == kEnd) return Broken("the file ends inside \"" + key_ + "\"");
  --at_;
  TRY(TakeValue(Keep::kText));
  if (text_.empty()) return Broken("an empty place in \"" + key_ + "\"");
  is_first_ = false;
  return true;
}

Result<bool> JsonElements::Next() {
  for (;;) {
    switch (place_) {
      case Place::kBegin: {
        int c = TakeInk();
        if (c == 0xEF && Take() == 0xBB && Take() == 0xBF) c = TakeInk();
        if (c != '{') return Broken("the file is no JSON object");
        place_ = Place::kObject;
        break;
      }
      case Place::kArray: {
        TRY_ASSIGN(const bool found, NextInArray());
        if (found) return true;
        break;
      }
      case Place::kObject: {
        int c = TakeInk();
        if (c == '}') {
          place_ = Place::kDone;
          return false;
        }
        if (c == ',') c = TakeInk();
        if (c != '"') {
          return Broken(c == kEnd ? "the file ends inside the object" : "a key is missing");
        }
        TRY(TakeKey());
        c = TakeInk();
        if (c == '[') {
          place_ = Place::kArray;
          is_first_ = true;
          index_ = 0;
          break;
        }
        if (c == kEnd) return Broken("the file ends after \"" + key_ + "\"");
        --at_;
        TRY(TakeValue(Keep::kNothing));
        break;
      }
      case Place::kDone:
        return false;
    }
  }
}

}  // namespace huiyin::mining
