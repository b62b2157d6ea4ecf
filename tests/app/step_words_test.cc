#include "app/step_words.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "app/ticket_steps.h"

namespace huiyin::app {
namespace {

// One word for one thing: reports and desk say the same.
TEST(StepWords, AreThoseOfTheDesk) {
  std::ifstream in(HUIYIN_SOURCE_DIR "/web/src/desk/locales/zh-CN.json");
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto words = boost::json::parse(text).as_object();
  size_t steps = 0;
  for (const auto& [key, word] : words) {
    if (!key.starts_with("event.")) continue;
    const std::string kind(key.substr(6));
    if (!IsProcessStep(kind)) continue;
    ++steps;
    EXPECT_EQ(ChineseStep(kind), word.as_string()) << kind;
  }
  EXPECT_GT(steps, 30u);
  EXPECT_EQ(ChineseActor("system"), words.at("actor.system").as_string());
  EXPECT_EQ(ChineseActor("customer"), words.at("actor.customer").as_string());
  EXPECT_EQ(ChineseActor("user:17"), "user:17");
}

}  // namespace
}  // namespace huiyin::app
