// uses: http base
#include "../fuzz/fuzz.h"
#include "base/result.h"
#include "http/cookie.h"
#include "http/encoding.h"

// A bomb stops at the limit; cookies are found without copying what is not there.
FUZZ_TARGET(http_gunzip) {
  const auto plain = huiyin::http::Gunzip(bytes, 100'000);
  if (plain.ok()) HY_CHECK(plain->size() <= 100'000);
  (void)huiyin::http::CookieValue(bytes, "huiyin_session");
}
