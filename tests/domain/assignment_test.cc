// Who gets the next ticket: the bound of assignment.h, and who never gets one.
#include "domain/assignment.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

namespace huiyin::domain {
namespace {

Candidate Person(int64_t id, int64_t capacity) {
  return {id, 7, "mid", {"billing"}, capacity, 0, true};
}

std::vector<Candidate> People() {
  std::vector<Candidate> people;
  const int count = *rc::gen::inRange(1, 9);
  for (int i = 0; i < count; ++i) people.push_back(Person(i + 1, *rc::gen::inRange(1, 30)));
  return people;
}

Candidate& Of(std::vector<Candidate>& people, int64_t id) {
  return *std::find_if(people.begin(), people.end(),
                       [id](const Candidate& c) { return c.user_id == id; });
}

// |a.open / a.capacity - b.open / b.capacity| <= 1 / min(capacity), without division.
bool Fair(const Candidate& a, const Candidate& b) {
  return std::abs(a.open * b.capacity - b.open * a.capacity) <= std::max(a.capacity, b.capacity);
}

TEST(Assignment, WhileWorkComes_SharesStayWithinTheBound_Property) {
  EXPECT_TRUE(rc::check("shares differ by at most 1 / min(capacity)", [] {
    std::vector<Candidate> people = People();
    int64_t places = 0;
    for (const Candidate& c : people) places += c.capacity;
    for (int64_t ticket = 0; ticket < places; ++ticket) {
      const auto chosen = Choose({7, "", ""}, people);
      RC_ASSERT(chosen.has_value());
      ++Of(people, *chosen).open;
      for (const Candidate& a : people) {
        for (const Candidate& b : people) RC_ASSERT(Fair(a, b));
      }
    }
    RC_ASSERT(!Choose({7, "", ""}, people).has_value());  // all are full
  }));
}

TEST(Assignment, ChosenPersonIsAlwaysAble_Property) {
  EXPECT_TRUE(rc::check("able, or nobody when nobody is", [] {
    std::vector<Candidate> people = People();
    const auto tiers = std::vector<std::string>{"junior", "mid", "senior"};
    for (Candidate& c : people) {
      c.department_id = *rc::gen::inRange(1, 4);
      c.tier = *rc::gen::elementOf(tiers);
      if (*rc::gen::arbitrary<bool>()) c.skills.clear();
      c.open = *rc::gen::inRange<int64_t>(0, c.capacity + 2);
      c.online = *rc::gen::arbitrary<bool>();
    }
    const Demand demand{*rc::gen::inRange(1, 4), *rc::gen::elementOf(tiers),
                        *rc::gen::arbitrary<bool>() ? "billing" : ""};
    const auto rank = [&](const std::string& tier) {
      return std::find(tiers.begin(), tiers.end(), tier) - tiers.begin();
    };
    const auto able = [&](const Candidate& c) {
      return c.online && c.department_id == demand.department_id && c.open < c.capacity &&
             rank(c.tier) >= rank(demand.tier) && (demand.skill.empty() || !c.skills.empty());
    };
    const auto chosen = Choose(demand, people);
    if (!chosen) {
      RC_ASSERT(std::none_of(people.begin(), people.end(), able));
      return;
    }
    const Candidate& got = Of(people, *chosen);
    RC_ASSERT(able(got));
    for (const Candidate& c : people) {
      if (able(c)) RC_ASSERT(got.open * c.capacity <= c.open * got.capacity);
    }
  }));
}

TEST(Assignment, OrderOfPeople_ChangesNothing_Property) {
  EXPECT_TRUE(rc::check("the same person whatever the order", [] {
    std::vector<Candidate> people = People();
    for (Candidate& c : people) c.open = *rc::gen::inRange<int64_t>(0, c.capacity);
    const auto chosen = Choose({7, "", ""}, people);
    std::reverse(people.begin(), people.end());
    RC_ASSERT(Choose({7, "", ""}, people) == chosen);
  }));
}

}  // namespace
}  // namespace huiyin::domain
