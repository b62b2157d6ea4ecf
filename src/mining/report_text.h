// The summary `huiyin mine` prints: what a person wants first, in a terminal 100 columns wide.
#pragma once

#include <string>

#include "mining/analysis.h"
#include "mining/load.h"
#include "mining/words.h"

namespace huiyin::mining {

std::string ReportText(const EventLog& log, const Analysis& analysis, Language language);
// A heading and the first few, or nothing.
std::string OverRepresentedText(const std::string& title, const std::vector<OverRepresented>& list,
                                Language language);
// What was guessed and what was left out; empty when there is nothing to say.
std::string LoadText(const LoadReport& report, Language language);

// Columns a text takes in a terminal: Chinese characters take two.
size_t DisplayWidth(std::string_view text);
// Cut to at most `columns` (with an ellipsis) and padded to exactly that.
std::string Fitted(std::string_view text, size_t columns);
std::string PaddedLeft(std::string_view text, size_t columns);

}  // namespace huiyin::mining
