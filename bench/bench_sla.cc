// uses: base domain
// Due instants a second, one core: single terms, and all clocks of a ticket from its facts; beside
// the bare arithmetic of adding an interval to each received instant.
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

#include "domain/sla.h"

namespace huiyin::domain {
namespace {

constexpr int kTickets = 200'000;

double Rate(const char* what, int64_t count, const std::function<int64_t()>& work, double bare) {
  const auto begin = std::chrono::steady_clock::now();
  const int64_t check = work();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const double rate = static_cast<double>(count) / took.count();
  std::printf("%-44s %12.0f /s", what, rate);
  if (bare > 0) std::printf("   %8.1f x bare", bare / rate);
  std::printf("   (check %lld)\n", static_cast<long long>(check % 1'000'003));
  return rate;
}

std::vector<Fact> FactsAt(Instant at) {
  return {MakeFact(fact::kTicketCreated, at, "customer")
              .Set("received_at", FormatUtc(at))
              .Set("channel", std::string("web_form")),
          MakeFact(fact::kClassified, at, "system")
              .Set("priority", std::string("mid"))
              .Set("category", std::string("complaint")),
          MakeFact(fact::kAcknowledged, at + Duration::Minutes(20), "user:1"),
          MakeFact(fact::kCustomerAsked, at + Duration::Hours(2), "user:1"),
          MakeFact(fact::kCustomerMessage, at + Duration::Hours(5), "customer")};
}

int Run() {
  const auto calendar = Calendar::CnStandard();
  std::vector<Instant> received;
  for (int i = 0; i < kTickets; ++i) {
    received.push_back(Instant{1'767'225'600'000'000 + int64_t{i} * 157'000'000});
  }
  const double bare = Rate(
      "bare: received + 72 h", kTickets,
      [&] {
        int64_t sum = 0;
        for (const Instant at : received) sum += (at + Duration::Hours(72)).us;
        return sum;
      },
      0);
  for (const char* text : {"72 h", "24 h business_hours", "5 wd", "10 d", "1 months"}) {
    const Term term = *ParseTerm(text);
    const std::string name = "due of one term: " + std::string(text);
    Rate(
        name.c_str(), kTickets,
        [&] {
          int64_t sum = 0;
          for (const Instant at : received) sum += DueOf(term, at, *calendar).us;
          return sum;
        },
        bare);
  }
  std::vector<std::vector<Fact>> facts;
  for (int i = 0; i < kTickets / 10; ++i)
    facts.push_back(FactsAt(received[static_cast<size_t>(i)]));
  const SlaRules rules;
  int64_t clocks = 0;
  for (const auto& clock : ComputeClocks(facts[0], rules, *calendar, received[0])) {
    (void)clock;
    ++clocks;
  }
  Rate(
      "all clocks of a ticket, clocks", clocks * static_cast<int64_t>(facts.size()),
      [&] {
        int64_t sum = 0;
        for (size_t i = 0; i < facts.size(); ++i) {
          const Instant now = received[i] + Duration::Hours(30);
          for (const auto& clock : ComputeClocks(facts[i], rules, *calendar, now)) {
            sum += clock.due_at.us;
          }
        }
        return sum;
      },
      bare);
  return 0;
}

}  // namespace
}  // namespace huiyin::domain

int main() { return huiyin::domain::Run(); }
