// The analysis as one page that needs nothing else: no outside address, no server. Maps for several
// levels of detail are laid out beforehand; the page switches between them.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "mining/analysis.h"
#include "mining/words.h"

namespace huiyin::mining {

// `title` names the log ("receipt.csv"). kInternal when a map cannot be laid out.
Result<std::string> ReportHtml(const EventLog& log, const Analysis& analysis,
                               const std::string& title, Language language);

// The style sheet of such pages, for other reports that shall look the same.
std::string_view ReportCss();

}  // namespace huiyin::mining
