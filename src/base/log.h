// Log facade: one line an event, fields as key=value, no personal data ever. Level is chosen by who
// must react: error = the operator now, warn = the operator today, info = nobody, debug = us.
#pragma once

#include <string_view>

namespace huiyin::log {

enum class Level { kDebug, kInfo, kWarn, kError };

void Init(Level level);  // to standard error; call once at start
void Write(Level level, std::string_view message);
inline void Debug(std::string_view m) { Write(Level::kDebug, m); }
inline void Info(std::string_view m) { Write(Level::kInfo, m); }
inline void Warn(std::string_view m) { Write(Level::kWarn, m); }
inline void Error(std::string_view m) { Write(Level::kError, m); }

}  // namespace huiyin::log
