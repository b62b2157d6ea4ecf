#include "app/instance_marks.h"

#include <charconv>
#include <string>

#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

Result<int64_t> ReadMark(store::Session& session, const char* mark, int64_t otherwise) {
  int64_t value = otherwise;
  TRY(session.Each(q::instance_get, {mark}, [&](const store::Row& row) -> Status {
    const std::string text = row.Str(0);
    std::from_chars(text.data(), text.data() + text.size(), value);
    return Ok();
  }));
  return value;
}

Status WriteMark(store::Tx& tx, const char* mark, int64_t value) {
  TRY(tx.Exec(q::instance_put, {mark, std::to_string(value)}));
  return Ok();
}

}  // namespace huiyin::app
