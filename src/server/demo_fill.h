// Fills a new instance with a believable organisation and ninety days of work, through the same use
// cases as real work, with a clock that is moved by hand.
#pragma once

#include "base/time.h"
#include "server/instance.h"

namespace huiyin::server {

inline constexpr char kDemoPassword[] = "huiyin-demo";

// `progress` is called now and then with done and total.
Status FillDemo(Instance& instance, ManualClock& clock, Instant now, int tickets,
                const std::function<void(int, int)>& progress);

}  // namespace huiyin::server
