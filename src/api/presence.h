// Who has which ticket open, and who is writing. In memory of one node: people on other nodes are
// not shown. Not thread-safe; the live hub keeps it on its one thread. Rights are the hub's.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace huiyin::api {

enum class Writing : uint8_t { kNo, kYes };

class Presence {
 public:
  struct Person {
    int64_t user_id = 0;
    Writing writing = Writing::kNo;
    bool operator==(const Person&) const = default;
  };
  using Connection = const void*;  // one open page; a person may have several

  // The page now shows `ticket_id` (0: none). Tickets whose people changed by it, at most two.
  std::vector<int64_t> Put(Connection connection, int64_t ticket_id, Person person);
  // The page is gone.
  std::vector<int64_t> Remove(Connection connection);
  // Everybody on the ticket, once each, by user id; writing when any of his pages is.
  std::vector<Person> On(int64_t ticket_id) const;
  bool Any(int64_t ticket_id) const { return on_.contains(ticket_id); }

 private:
  std::map<Connection, int64_t> at_;
  std::map<int64_t, std::map<Connection, Person>> on_;
};

}  // namespace huiyin::api
