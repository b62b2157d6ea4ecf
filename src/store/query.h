// A named SQL statement. The texts live in db/queries/*.sql under "-- name: x" lines (a block named
// "x @sqlite" or "x @postgres" is that engine's dialect of x) and are compiled in as constants
// store::q::x (generated header store/queries.h). Portable subset; parameters are ?1 ?2 …, which
// PostgreSQL receives as $1 $2 …. All are prepared when a database is opened, so wrong SQL stops
// the start.
#pragma once

#include <cstdint>
#include <string_view>

namespace huiyin::store {

struct Query {
  uint32_t index;  // dense, for the statement cache
  std::string_view name;
  std::string_view sqlite;
  std::string_view postgres;
};

}  // namespace huiyin::store
