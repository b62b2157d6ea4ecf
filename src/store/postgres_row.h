// Values to and from PostgreSQL's binary form.
#pragma once

#include <libpq-fe.h>

#include <array>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/param.h"

namespace huiyin::store {

class PostgresRow final : public Row {
 public:
  PostgresRow(const PGresult* result, int row) : result_(result), row_(row) {}
  bool IsNull(int column) const override { return PQgetisnull(result_, row_, column) != 0; }
  int64_t Int(int column) const override;
  double Real(int column) const override;
  std::string_view Text(int column) const override;
  std::string_view BlobBytes(int column) const override;
  int columns() const override { return PQnfields(result_); }

 private:
  std::string_view Bytes(int column) const;
  [[noreturn]] void WrongType(int column, const char* wanted) const;
  const PGresult* result_;
  int row_;
};

// The arrays libpq wants. Reused from row to row.
class PostgresParams {
 public:
  // kInvalidArgument "parameter_count", "wrong_type", "bad_text".
  Status Encode(std::span<const Oid> types, std::span<const Param> params);
  int size() const { return static_cast<int>(values_.size()); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  Status EncodeOne(size_t place, Oid type, const Param& param);
  std::vector<const char*> values_;
  std::vector<int> lengths_, formats_;
  std::vector<std::array<char, 8>> numbers_;
  std::vector<std::string> texts_;
};

// The statement would take the parameter in a type narrower than ours.
bool IsNarrowType(Oid type);

}  // namespace huiyin::store
