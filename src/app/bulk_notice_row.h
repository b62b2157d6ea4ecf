// A row of bulk_notices, read and its report written. For bulk_notices*.cc only.
#pragma once

#include <string>

#include "app/bulk_notices.h"

namespace huiyin::store {
class Row;
}

namespace huiyin::app {

std::string BulkNoticeSeal(int64_t id);
// The columns of bulk_notice_by_id.
Result<BulkNotice> ReadBulkNoticeRow(const Context& context, const store::Row& row);
std::string ReportText(const std::vector<IncidentOutcome>& report);

}  // namespace huiyin::app
