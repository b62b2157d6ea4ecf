// The words of the demo: what invented customers of an invented company say, and what its people
// answer. All names, numbers and stories are made up.
#pragma once

#include <string>

#include "base/random.h"

namespace huiyin::server {

struct DemoFeedback {
  std::string text, channel, name, mobile, email, product;
};
DemoFeedback MakeDemoFeedback(SeededRandom& random);

// An answer that fits the category ("complaint", …) in the language ("zh", "en").
std::string DemoSolution(SeededRandom& random, const std::string& category,
                         const std::string& lang);
std::string DemoProgress(SeededRandom& random, const std::string& lang);

}  // namespace huiyin::server
