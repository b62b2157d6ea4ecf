// The analysis as JSON. The keys of the short form are a promise (docs/mining.md) and never change;
// the full form has the same keys and more behind them.
#pragma once

#include <string>

#include "mining/analysis.h"
#include "mining/words.h"

namespace huiyin::mining {

enum class JsonDetail { kStable, kFull };

// Seconds as numbers; null where a time is unknown. Arcs by count descending, then names.
std::string ReportJson(const EventLog& log, const Analysis& analysis, Language language,
                       JsonDetail detail = JsonDetail::kStable);

}  // namespace huiyin::mining
