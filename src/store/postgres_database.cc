#include "store/instance.h"

namespace huiyin::store {

Result<std::unique_ptr<Database>> OpenPostgres(const std::string&, const DatabaseOptions&,
                                               Database::Mode) {
  return Unavailable("the PostgreSQL driver follows in the next commit", "database_gone");
}

}  // namespace huiyin::store
