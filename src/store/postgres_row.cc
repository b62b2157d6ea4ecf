#include "store/postgres_row.h"

#include <bit>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "store/connection.h"

namespace huiyin::store {
namespace {

// From the server's catalog pg_type; these never change.
enum : Oid {
  kBool = 16,
  kBytea = 17,
  kName = 19,
  kInt8 = 20,
  kInt2 = 21,
  kInt4 = 23,
  kText = 25,
  kOid = 26,
  kFloat4 = 700,
  kFloat8 = 701,
  kUnknown = 705,
  kBpchar = 1042,
  kVarchar = 1043,
  kNumeric = 1700,
};

bool IsText(Oid type) {
  return type == kText || type == kVarchar || type == kBpchar || type == kName || type == kUnknown;
}

uint64_t BigEndian(std::string_view bytes) {
  uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<uint8_t>(c);
  return value;
}

std::array<char, 8> ToBigEndian(uint64_t value) {
  std::array<char, 8> out;
  for (int i = 7; i >= 0; --i, value >>= 8) out[static_cast<size_t>(i)] = static_cast<char>(value);
  return out;
}

// numeric (sum and avg of bigint): i16 digits, weight, sign, scale, then base-10000 digits.
std::string NumericText(std::string_view bytes) {
  const auto word = [&](size_t i) {
    return static_cast<int16_t>(BigEndian(bytes.substr(i * 2, 2)));
  };
  const int digits = word(0), weight = word(1);
  if (static_cast<uint16_t>(word(2)) == 0xC000) return "nan";
  std::string out = word(2) == 0 ? "" : "-";
  const auto group = [&](int i) { return i < digits ? word(static_cast<size_t>(4 + i)) : 0; };
  out += weight < 0 ? "0" : std::to_string(group(0));
  char buffer[8];
  for (int i = 1; i <= weight; ++i) {
    std::snprintf(buffer, sizeof buffer, "%04d", group(i));
    out += buffer;
  }
  if (digits > weight + 1) {
    out += '.';
    for (int i = weight + 1; i < 0; ++i) out += "0000";
    for (int i = weight < 0 ? 0 : weight + 1; i < digits; ++i) {
      std::snprintf(buffer, sizeof buffer, "%04d", group(i));
      out += buffer;
    }
  }
  return out;
}

}  // namespace

bool IsNarrowType(Oid type) {
  return type == kInt2 || type == kInt4 || type == kFloat4 || type == kNumeric || type == kOid;
}

std::string_view PostgresRow::Bytes(int column) const {
  return {PQgetvalue(result_, row_, column),
          static_cast<size_t>(PQgetlength(result_, row_, column))};
}

void PostgresRow::WrongType(int column, const char* wanted) const {
  std::fprintf(stderr, "column %d (%s) has type %u%s, %s was asked for\n", column,
               column < columns() ? PQfname(result_, column) : "none",
               column < columns() ? PQftype(result_, column) : 0,
               column < columns() && IsNull(column) ? " and is NULL" : "", wanted);
  std::abort();
}

int64_t PostgresRow::Int(int column) const {
  if (column >= columns() || IsNull(column)) WrongType(column, "an integer");
  const std::string_view bytes = Bytes(column);
  switch (PQftype(result_, column)) {
    case kInt8:
      return static_cast<int64_t>(BigEndian(bytes));
    case kInt4:
      return static_cast<int32_t>(BigEndian(bytes));
    case kInt2:
      return static_cast<int16_t>(BigEndian(bytes));
    case kBool:
      return bytes[0] != 0 ? 1 : 0;
    case kNumeric: {
      const std::string text = NumericText(bytes);
      char* end = nullptr;
      errno = 0;
      const int64_t value = std::strtoll(text.c_str(), &end, 10);
      if (*end == 0 && errno == 0) return value;
      break;
    }
    default:
      break;
  }
  WrongType(column, "an integer");
}

double PostgresRow::Real(int column) const {
  if (column >= columns() || IsNull(column)) WrongType(column, "a real");
  const std::string_view bytes = Bytes(column);
  switch (PQftype(result_, column)) {
    case kFloat8:
      return std::bit_cast<double>(BigEndian(bytes));
    case kFloat4:
      return std::bit_cast<float>(static_cast<uint32_t>(BigEndian(bytes)));
    case kNumeric:
      return std::strtod(NumericText(bytes).c_str(), nullptr);
    case kInt8:
    case kInt4:
    case kInt2:
      return static_cast<double>(Int(column));
    default:
      WrongType(column, "a real");
  }
}

std::string_view PostgresRow::Text(int column) const {
  if (column >= columns() || IsNull(column) || !IsText(PQftype(result_, column))) {
    WrongType(column, "a text");
  }
  return Bytes(column);
}

std::string_view PostgresRow::BlobBytes(int column) const {
  if (column >= columns() || IsNull(column) || PQftype(result_, column) != kBytea) {
    WrongType(column, "bytes");
  }
  return Bytes(column);
}

Status PostgresParams::EncodeOne(size_t place, Oid type, const Param& param) {
  const auto wrong = [&](const char* given) {
    return InvalidArgument("a value has the wrong type", "wrong_type")
        .WithInternal("parameter " + std::to_string(place + 1) + " is " + given +
                      ", the statement wants type " + std::to_string(type));
  };
  formats_[place] = 1;
  switch (param.kind()) {
    case Param::Kind::kNull:
      return Ok();
    case Param::Kind::kInt:
      if (type == kBool) {
        numbers_[place][0] = param.integer() != 0 ? 1 : 0;
        lengths_[place] = 1;
      } else if (type == kInt8) {
        numbers_[place] = ToBigEndian(static_cast<uint64_t>(param.integer()));
        lengths_[place] = 8;
      } else {
        return wrong("an integer");
      }
      values_[place] = numbers_[place].data();
      return Ok();
    case Param::Kind::kReal:
      if (type != kFloat8) return wrong("a real");
      numbers_[place] = ToBigEndian(std::bit_cast<uint64_t>(param.real()));
      lengths_[place] = 8;
      values_[place] = numbers_[place].data();
      return Ok();
    case Param::Kind::kText: {
      if (type == kInt8 || type == kFloat8 || type == kBytea || type == kBool) {
        return wrong("a text");
      }
      values_[place] = param.view().empty() ? "" : param.view().data();
      lengths_[place] = static_cast<int>(param.view().size());
      if (IsText(type)) return Ok();
      texts_[place] = param.view();  // other types are given by their words
      values_[place] = texts_[place].c_str();
      formats_[place] = 0;
      return Ok();
    }
    case Param::Kind::kBlob:
      if (type != kBytea) return wrong("bytes");
      values_[place] = param.view().empty() ? "" : param.view().data();
      lengths_[place] = static_cast<int>(param.view().size());
      return Ok();
  }
  return Ok();
}

Status PostgresParams::Encode(std::span<const Oid> types, std::span<const Param> params) {
  if (types.size() != params.size()) {
    return InvalidArgument("wrong number of parameters", "parameter_count");
  }
  values_.assign(params.size(), nullptr);
  lengths_.assign(params.size(), 0);
  formats_.assign(params.size(), 1);
  numbers_.resize(params.size());
  texts_.resize(params.size());
  for (size_t i = 0; i < params.size(); ++i) {
    TRY(CheckParam(params[i]));
    TRY(EncodeOne(i, types[i], params[i]));
  }
  return Ok();
}

}  // namespace huiyin::store
