// The words compiled in, by class; phrases separated by '|', any script or width.
#pragma once

#include <span>
#include <string_view>

#include "text/lexicon.h"

namespace huiyin::text::lexicon {

struct Words {
  Class cls;
  float weight;
  std::string_view phrases;
};
std::span<const Words> AllWords();

}  // namespace huiyin::text::lexicon
