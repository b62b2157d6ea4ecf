// Reader of XLSX workbooks: one sheet, row by row, in bounded memory. The archive is not believed:
// sizes, ratios and counts are checked as declared and again while unpacking; only the few parts a
// table needs are opened, nothing inside them is unpacked again, no name of it becomes a path; XML
// with a document type (the door to entities) is refused. Formulas give their stored value; dates
// are recognised by cell style and come out as "2024-03-05" or "2024-03-05 14:22:00".
#pragma once

#include <memory>
#include <string>

#include "channels/table_source.h"

namespace huiyin::channels {

Result<std::unique_ptr<RowSource>> OpenXlsx(const std::string& path,
                                            const TableOptions& options = {});
Result<std::unique_ptr<RowSource>> OpenXlsxBytes(std::string bytes,
                                                 const TableOptions& options = {});

}  // namespace huiyin::channels
