// A log written out: XES 1849-2016 and CSV. Reading either back gives the same log.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "mining/event_log.h"

namespace huiyin::mining {

// Gets the text piece by piece.
using Sink = std::function<void(std::string_view)>;

void WriteXes(const EventLog& log, const Sink& sink);
// Columns case_id, activity, timestamp, resource, lifecycle, then attributes ("case:key" for those
// of the case). Names that a spreadsheet would run as a formula keep their text: this is data.
void WriteCsv(const EventLog& log, const Sink& sink);

std::string EscapeXml(std::string_view text);

}  // namespace huiyin::mining
