// How often people put right what understanding said, kept current from the event log: by version
// of the models, with what was taken for what, and the latest examples. A ticket counts as looked
// at once a person did something to it; what a person stated himself when the ticket was entered is
// no verdict; a correction that was taken back is none. Thread-safe; kUnavailable "log_being_read"
// (app/log_view.h).
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "app/list_tickets.h"
#include "domain/permissions.h"

namespace huiyin::app {

inline constexpr std::array<std::string_view, 5> kVerdictFields = {
    "category", "complaint_kind", "sentiment", "priority", "sensitive"};

struct FieldQuality {
  std::string field;
  int64_t seen = 0, wrong = 0;
  double rate = 0, low = 0, high = 0;  // wrong : seen with its 95 % Wilson interval
};

struct VersionQuality {
  std::string version;
  Instant first_at, last_at;  // of its tickets
  int64_t tickets = 0, seen = 0;
  std::vector<FieldQuality> fields;  // in the order of kVerdictFields
};

struct Confusion {
  std::string was, now;
  int64_t count = 0;
};

struct Misjudged {
  TicketRow row;
  std::string field, was, now;
};

struct VerdictQuality {
  std::vector<VersionQuality> versions;  // the newest first
  std::vector<Confusion> category;       // of looked-at tickets, right ones too; all versions
  std::vector<Misjudged> examples;       // the latest first, at most 50, those the actor may read
};

class VerdictRecord {
 public:
  explicit VerdictRecord(const Context& context);
  ~VerdictRecord();
  Result<VerdictQuality> Quality(const domain::Actor& actor);

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace huiyin::app
