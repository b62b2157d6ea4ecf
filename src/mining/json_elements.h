// The elements of the arrays in a JSON object, one at a time and in the file's order:
// {"events": [a, b], "x": 1} gives a and b, with "events". Memory is one element, whatever the size
// of the file. Values that are no arrays are passed over and not looked into.
#pragma once

#include <string>

#include "mining/byte_source.h"

namespace huiyin::mining {

class JsonElements {
 public:
  JsonElements(ByteSource& source, size_t max_element_bytes);
  // The next element is in text(); false after the end of the object. kCorruption says at which
  // byte; kTooLarge for an element over the limit. Nothing can be read after an error.
  Result<bool> Next();
  const std::string& array() const { return key_; }  // its key as written, cut at 100 bytes
  const std::string& text() const { return text_; }  // not checked to be JSON
  size_t index() const { return index_; }            // in its array

 private:
  static constexpr int kEnd = -1;
  int Look();  // the next byte, not taken; kEnd after the last
  int Take();
  int TakeInk();  // the next that is no white space
  bool Fill();
  Error Broken(const std::string& what) const;
  Status TakeKey();
  // Up to the comma or bracket that ends a value, kept in text_ or not.
  enum class Keep { kText, kNothing };
  Status TakeValue(Keep keep);
  Result<bool> NextInArray();

  ByteSource& source_;
  const size_t max_bytes_;
  std::string buffer_;
  size_t at_ = 0;
  uint64_t before_buffer_ = 0;
  Status source_status_;
  enum class Place { kBegin, kObject, kArray, kDone } place_ = Place::kBegin;
  bool is_first_ = true;
  std::string key_, text_;
  size_t index_ = 0;
};

}  // namespace huiyin::mining
