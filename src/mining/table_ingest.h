// Rows with named columns into a log: finds which column is the case, the activity, the time, the
// resource and the lifecycle (by the user's word, by name, else by content) and how times are
// written, from a sample of rows. Shared by CSV and JSON lines.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "mining/load.h"
#include "mining/log_time.h"

namespace huiyin::mining {

class TableIngest {
 public:
  static constexpr size_t kSampleRows = 1000;
  TableIngest(const LoadOptions& options, LogBuilder& builder, LoadReport& report)
      : options_(options), builder_(builder), report_(report) {}

  // Decides the mapping; kInvalidArgument when a column the user named is not there, or when no
  // column can be the case, the activity or the time.
  Status Decide(const std::vector<std::string>& header,
                const std::vector<std::vector<std::string>>& sample);
  // A row; missing cells at its end are empty. `place` names it ("line 7") in complaints.
  Status Add(const std::vector<std::string_view>& row, size_t line);
  // A column that turned up later (JSON lines) becomes an attribute.
  void AddColumn(std::string_view name);
  size_t column_count() const { return columns_.size(); }

 private:
  enum class Role { kCase, kActivity, kTime, kStart, kResource, kLifecycle, kEvent, kCaseAttr };
  struct Column {
    Role role = Role::kEvent;
    Id attribute = kNoId;
  };
  size_t ByName(const std::vector<std::string>& header, Role role) const;
  Status Take(const std::vector<std::string>& header, Role role, const std::string& asked,
              size_t* at);
  void GuessByContent(const std::vector<std::string>& header,
                      const std::vector<std::vector<std::string>>& sample);
  Status DecideTimes(const std::vector<std::string>& header,
                     const std::vector<std::vector<std::string>>& sample);
  Status Broken(size_t line, std::string_view case_name, const char* reason, std::string what);
  std::string_view Cell(const std::vector<std::string_view>& row, size_t column) const;
  void KeepCells(const std::vector<std::string_view>& row, Id case_id, uint32_t event);

  const LoadOptions& options_;
  LogBuilder& builder_;
  LoadReport& report_;
  std::vector<Column> columns_;
  size_t case_ = SIZE_MAX, activity_ = SIZE_MAX, time_ = SIZE_MAX, start_ = SIZE_MAX;
  size_t resource_ = SIZE_MAX, lifecycle_ = SIZE_MAX;
  TimeParser time_parser_;
  size_t event_id_ = SIZE_MAX;
  std::unordered_set<size_t> event_ids_;  // hashes
  size_t rows_ = 0;
};

// An attribute's kind from how its sample values look.
AttributeKind GuessKind(const std::vector<std::vector<std::string>>& sample, size_t column);

}  // namespace huiyin::mining
