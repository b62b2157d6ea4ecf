// uses: http base
#include "../fuzz/fuzz.h"
#include "base/result.h"
#include "base/utf8.h"
#include "http/target.h"

// What is accepted is clean text without dot segments, and survives being written out again.
FUZZ_TARGET(http_target) {
  const auto target = huiyin::http::ParseTarget(bytes);
  if (target.ok()) {
    HY_CHECK(huiyin::IsValidUtf8(target->path));
    HY_CHECK(target->path.find('\0') == std::string::npos);
    HY_CHECK((target->path + "/").find("/../") == std::string::npos);
    HY_CHECK(target->path.find('\\') == std::string::npos);
  }
  const auto fields = huiyin::http::ParseQuery(bytes);
  if (!fields.ok()) return;
  HY_CHECK(fields->size() <= huiyin::http::kMaxQueryFields);
  std::string again;
  for (const auto& [name, value] : *fields) {
    again += (again.empty() ? "" : "&") + huiyin::http::PercentEncode(name) + "=" +
             huiyin::http::PercentEncode(value);
  }
  const auto twice = huiyin::http::ParseQuery(again);
  HY_CHECK(twice.ok() && *twice == *fields);
}
