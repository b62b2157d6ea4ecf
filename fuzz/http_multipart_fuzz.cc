// uses: http base
#include "../fuzz/fuzz.h"
#include "base/result.h"
#include "base/utf8.h"
#include "http/multipart.h"

// Parts lie inside the body; a file name that comes out is harmless.
FUZZ_TARGET(http_multipart) {
  const auto parts =
      huiyin::http::ParseMultipart("multipart/form-data; boundary=b", bytes, {8, 512, 4096, 65536});
  if (!parts.ok()) return;
  HY_CHECK(parts->size() <= 8);
  for (const auto& part : *parts) {
    HY_CHECK(part.data.empty() ||
             (part.data.data() >= bytes.data() &&
              part.data.data() + part.data.size() <= bytes.data() + bytes.size()));
    HY_CHECK(part.file_name.find_first_of("/\\") == std::string::npos);
    HY_CHECK(huiyin::IsValidUtf8(part.file_name));
  }
  const std::string name = huiyin::http::SanitizeFileName(bytes);
  HY_CHECK(!name.empty() && name[0] != '.' && huiyin::CodePointCount(name) <= 120);
  HY_CHECK(name == huiyin::http::SanitizeFileName(name));
}
