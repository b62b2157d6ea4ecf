// The process map as an SVG picture that stands alone: no script, no outside font or address.
#pragma once

#include <string>

#include "base/result.h"
#include "mining/analysis.h"
#include "mining/map_layout.h"
#include "mining/words.h"

namespace huiyin::mining {

enum class MapColour { kFrequency, kPerformance };

Result<std::string> MapSvg(const EventLog& log, const Analysis& analysis, const MapDetail& detail,
                           MapColour colour, Language language);

// "M x y C ...": the path of a curve, with one decimal.
std::string SvgPath(const MapCurve& curve);

}  // namespace huiyin::mining
