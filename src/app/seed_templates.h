// The reply templates a new instance starts with (domain.md §8), in zh-CN and en.
#pragma once

#include <span>
#include <string_view>

namespace huiyin::app {

struct SeedTemplate {
  std::string_view id;  // "ack_high:zh-CN", "ack_high:zh-CN:sms"
  std::string_view subject, text;
};
std::span<const SeedTemplate> SeedTemplates();

}  // namespace huiyin::app
