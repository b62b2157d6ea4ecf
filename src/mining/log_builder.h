// Collects events in any order and builds an EventLog. Memory while building: 21 bytes an event
// plus attributes, plus the finished columns at the end. Single-threaded.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mining/event_log.h"

namespace huiyin::mining {

struct BuildLimits {
  size_t max_name_bytes = 16 * 1024;            // longer names are refused
  size_t max_columns = 256;                     // attributes per scope; more are left out
  size_t max_interned_bytes = size_t{2} << 30;  // all names together
  size_t max_events = 0xFFFFFFF0u;              // event numbers are 32 bits
};

// kFile: the events of a case stay as the file has them, and need no time.
enum class EventOrder { kTime, kFile };

class LogBuilder {
 public:
  explicit LogBuilder(BuildLimits limits = {});

  Id Case(std::string_view name) { return InternInto(*cases_, name); }
  Id Activity(std::string_view name) { return InternInto(*activities_, name); }
  Id Resource(std::string_view name) {
    return name.empty() ? kNoId : InternInto(*resources_, name);
  }
  Id Value(std::string_view value) { return InternInto(*values_, value); }
  bool KnowsCase(std::string_view name) const { return cases_->Find(name) != kNoId; }
  // The column number of an attribute, made when new; kNoId when there are too many.
  Id EventAttribute(std::string_view key, AttributeKind kind);
  Id CaseAttribute(std::string_view key, AttributeKind kind);

  // Adds an event after all earlier ones of the file; returns its number in file order.
  uint32_t Append(Id case_id, Id activity, int64_t time_us, Id resource = kNoId,
                  Lifecycle lifecycle = Lifecycle::kNone);
  void SetEventAttribute(uint32_t event, Id column, Id value);
  void SetCaseAttribute(Id case_id, Id column, Id value);
  // The case and its events, earlier and later, do not come into the log.
  void DropCase(Id case_id);
  bool IsDropped(Id case_id) const { return case_id < dropped_.size() && dropped_[case_id]; }

  size_t event_count() const { return activity_.size(); }
  size_t case_count() const { return cases_->size(); }
  size_t columns_left_out() const { return columns_left_out_; }
  // kTooLarge once a limit on memory is passed; readers ask now and then.
  Status CheckLimits() const;
  EventLog Build(EventOrder order = EventOrder::kTime) &&;

 private:
  using ColumnIndex = std::map<std::string, Id, std::less<>>;
  static Id InternInto(Interner& names, std::string_view name);
  Id Column(std::string_view key, AttributeKind kind, ColumnIndex& index,
            std::vector<AttributeColumn>& columns);
  std::vector<uint32_t> OrderedEvents(std::vector<uint32_t>& begin, EventOrder by) const;
  void SortCaseByTime(std::vector<uint32_t>& order, uint32_t begin, uint32_t end) const;
  std::vector<Id> OrderedCases(const std::vector<uint32_t>& order,
                               const std::vector<uint32_t>& begin) const;

  BuildLimits limits_;
  std::shared_ptr<Interner> cases_, activities_, resources_, values_;
  std::vector<Id> case_, activity_, resource_;
  std::vector<int64_t> time_us_;
  std::vector<Lifecycle> lifecycle_;
  bool any_lifecycle_ = false;
  std::vector<bool> dropped_;
  std::vector<AttributeColumn> case_columns_, event_columns_;
  ColumnIndex case_index_, event_index_;
  size_t columns_left_out_ = 0;
};

}  // namespace huiyin::mining
