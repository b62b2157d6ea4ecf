// Bodies of the rights of the people the data is about (handlers_subject.cc).
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace huiyin::api::dto {

struct SubjectReason {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(SubjectReason, (), (reason))

struct Erasure {
  int64_t customer_id = 0, tickets = 0, messages = 0, attachments = 0;
  std::vector<std::string> open_tickets, held_tickets;
  std::optional<Instant> erased_at;
};
BOOST_DESCRIBE_STRUCT(Erasure, (),
                      (customer_id, tickets, messages, attachments, open_tickets, held_tickets,
                       erased_at))

}  // namespace huiyin::api::dto
