// Findings and figures in words, Chinese and English. Sentences are plain: what, how often, how
// long.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "mining/findings.h"
#include "mining/quality.h"

namespace huiyin::mining {

enum class Language { kZh, kEn };

// "3.2 天", "45 分", "3.2 d", "45 min"; one unit, two significant parts at most.
std::string SayDuration(double seconds, Language language);
std::string SayPercent(double share);
std::string SayCount(uint64_t n);  // thousands apart: 12,345
std::string FindingTitle(FindingKind kind, Language language);
std::string SayFinding(const Finding& finding, const EventLog& log, Language language);
// What to know about the log before believing its figures; empty when there is nothing.
std::string SayQuality(const LogQuality& quality, Language language);
// "a → b → c", long paths cut in the middle.
std::string SayPath(const EventLog& log, std::span<const Id> path, size_t max_steps = 12);

}  // namespace huiyin::mining
