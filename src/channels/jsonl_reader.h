// Reader of JSON lines: one object a line. Members of nested objects become columns with dotted
// names (contact.mobile); arrays stay JSON text; numbers keep their digits as written, so that an
// 18-digit order number survives; null is an empty cell.
#pragma once

#include <memory>

#include "channels/table_source.h"

namespace huiyin::channels {

Result<std::unique_ptr<RowSource>> OpenJsonLines(std::unique_ptr<ByteSource> source,
                                                 const TableOptions& options = {});

}  // namespace huiyin::channels
