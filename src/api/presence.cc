#include "api/presence.h"

namespace huiyin::api {

std::vector<int64_t> Presence::Put(Connection connection, int64_t ticket_id, Person person) {
  std::vector<int64_t> changed;
  const auto at = at_.find(connection);
  if (at != at_.end() && at->second != ticket_id) changed = Remove(connection);
  if (ticket_id == 0) return changed;
  auto& people = on_[ticket_id];
  const auto [place, fresh] = people.emplace(connection, person);
  if (!fresh && place->second == person) return changed;
  place->second = person;
  at_[connection] = ticket_id;
  changed.push_back(ticket_id);
  return changed;
}

std::vector<int64_t> Presence::Remove(Connection connection) {
  const auto at = at_.find(connection);
  if (at == at_.end()) return {};
  const int64_t ticket_id = at->second;
  at_.erase(at);
  const auto on = on_.find(ticket_id);
  on->second.erase(connection);
  if (on->second.empty()) on_.erase(on);
  return {ticket_id};
}

std::vector<Presence::Person> Presence::On(int64_t ticket_id) const {
  const auto on = on_.find(ticket_id);
  if (on == on_.end()) return {};
  std::map<int64_t, Writing> people;
  for (const auto& [connection, person] : on->second) {
    Writing& writing = people[person.user_id];
    if (person.writing == Writing::kYes) writing = Writing::kYes;
  }
  std::vector<Person> out;
  for (const auto& [user_id, writing] : people) out.push_back({user_id, writing});
  return out;
}

}  // namespace huiyin::api
