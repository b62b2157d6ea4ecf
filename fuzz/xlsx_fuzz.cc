// uses: channels base
#include <zip.h>

#include <utility>
#include <vector>

#include "../fuzz/fuzz.h"
#include "../fuzz/table_rows.h"

namespace {

// Parts in a ZIP archive, stored.
std::string Archive(const std::vector<std::pair<const char*, std::string_view>>& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  HY_CHECK(target != nullptr);
  zip_source_keep(target);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  HY_CHECK(archive != nullptr);
  for (const auto& [name, content] : parts) {
    zip_source_t* part = zip_source_buffer(archive, content.data(), content.size(), 0);
    const zip_int64_t index = zip_file_add(archive, name, part, 0);
    HY_CHECK(index >= 0);
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
  }
  HY_CHECK(zip_close(archive) == 0);
  HY_CHECK(zip_source_open(target) == 0);
  zip_stat_t stat;
  HY_CHECK(zip_source_stat(target, &stat) == 0);
  std::string bytes(stat.size, '\0');
  HY_CHECK(zip_source_read(target, bytes.data(), bytes.size()) ==
           static_cast<zip_int64_t>(bytes.size()));
  zip_source_close(target);
  zip_source_free(target);
  zip_error_fini(&error);
  return bytes;
}

constexpr std::string_view kRelations =
    "<Relationships><Relationship Id='a' Type='x/worksheet' Target='s.xml'/><Relationship Id='b' "
    "Type='x/sharedStrings' Target='t.xml'/><Relationship Id='c' Type='x/styles' Target='y.xml'/>"
    "</Relationships>";
constexpr std::string_view kWorkbook =
    "<workbook><sheets><sheet name='s' r:id='a' xmlns:r='r'/></sheets></workbook>";

}  // namespace

// Any bytes as the archive, and as the parts inside a sound one (cut at the first NUL bytes: sheet,
// shared texts, styles), so that the fuzzer need not guess checksums.
FUZZ_TARGET(xlsx) {
  const huiyin::channels::TableOptions options = [] {
    auto small = huiyin::fuzz::SmallOptions();
    small.format = huiyin::channels::TableFormat::kXlsx;
    return small;
  }();
  huiyin::fuzz::CheckTable(bytes, options);
  std::string_view parts[3];
  for (std::string_view& part : parts) {
    const size_t nul = bytes.find('\0');
    part = bytes.substr(0, nul);
    bytes = nul == std::string_view::npos ? std::string_view() : bytes.substr(nul + 1);
  }
  huiyin::fuzz::CheckTable(Archive({{"xl/workbook.xml", kWorkbook},
                                    {"xl/_rels/workbook.xml.rels", kRelations},
                                    {"xl/s.xml", parts[0]},
                                    {"xl/t.xml", parts[1]},
                                    {"xl/y.xml", parts[2]}}),
                           options);
}
