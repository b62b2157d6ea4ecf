// Typed parameters and result columns. No implicit conversion between types; NULL only through
// std::optional / std::nullopt; bytes stay bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/time.h"

namespace huiyin::store {

struct Blob {
  std::string_view bytes;
};

// Refers to the caller's memory for the duration of the call.
class Param {
 public:
  enum class Kind : uint8_t { kNull, kInt, kReal, kText, kBlob };
  Param() = default;
  // Not explicit: values stand in a list of parameters as they are.
  Param(std::nullopt_t) {}
  Param(int value) : kind_(Kind::kInt), int_(value) {}
  Param(int64_t value) : kind_(Kind::kInt), int_(value) {}
  Param(bool value) : kind_(Kind::kInt), int_(value ? 1 : 0) {}
  Param(double value) : kind_(Kind::kReal), real_(value) {}
  Param(Instant value) : kind_(Kind::kInt), int_(value.us) {}
  Param(std::string_view value) : kind_(Kind::kText), view_(value) {}
  Param(const std::string& value) : kind_(Kind::kText), view_(value) {}
  Param(const char* value) : kind_(Kind::kText), view_(value) {}
  Param(Blob value) : kind_(Kind::kBlob), view_(value.bytes) {}
  Param(const Hash32& value) : kind_(Kind::kBlob), view_(View(value)) {}
  template <typename T>
  Param(const std::optional<T>& value) : Param(value ? Param(*value) : Param()) {}

  Kind kind() const { return kind_; }
  int64_t integer() const { return int_; }
  double real() const { return real_; }
  std::string_view view() const { return view_; }

 private:
  Kind kind_ = Kind::kNull;
  union {
    int64_t int_ = 0;
    double real_;
  };
  std::string_view view_;
};

// One result row, valid during the callback. Asking a column for a type it does not hold is a
// programming fault and aborts (both engines agree on types because the schema is STRICT).
class Row {
 public:
  virtual ~Row() = default;
  virtual bool IsNull(int column) const = 0;
  virtual int64_t Int(int column) const = 0;
  virtual double Real(int column) const = 0;
  virtual std::string_view Text(int column) const = 0;
  virtual std::string_view BlobBytes(int column) const = 0;
  virtual int columns() const = 0;

  std::string Str(int column) const { return std::string(Text(column)); }
  Instant At(int column) const { return {Int(column)}; }
  bool Bool(int column) const { return Int(column) != 0; }
  std::optional<int64_t> OptInt(int c) const {
    return IsNull(c) ? std::nullopt : std::optional(Int(c));
  }
  std::optional<Instant> OptAt(int c) const {
    return IsNull(c) ? std::nullopt : std::optional(At(c));
  }
  std::optional<std::string> OptStr(int c) const {
    return IsNull(c) ? std::nullopt : std::optional(Str(c));
  }
};

}  // namespace huiyin::store
