// Which column of a table is which field of a feedback. Given as --map text=COL,channel=COL,... or
// guessed from header names in Chinese and English; every guess is told. Columns that fit nothing
// (labels, counters) are left out and told as well.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "channels/table_source.h"

namespace huiyin::channels {

enum class FeedbackField {
  kText,
  kChannel,
  kReceivedAt,
  kName,
  kMobile,
  kEmail,
  kProduct,
  kOrderNo,
  kCategory,
  kExternalId,  // the row's own id in the system it comes from
  kCustom,      // custom.<key>
};
std::string_view FeedbackFieldName(FeedbackField field);  // "text", "received_at", ...

enum class MappedBy { kGiven, kGuessed };

struct MappedColumn {
  FeedbackField field = FeedbackField::kText;
  std::string custom_key;  // of kCustom
  size_t column = 0;       // index into the row's cells
  MappedBy by = MappedBy::kGiven;
};

struct ColumnMapping {
  std::vector<MappedColumn> columns;
  std::vector<std::string> ignored;  // names of columns that go nowhere
  // The cell's column, or empty.
  std::optional<size_t> Find(FeedbackField field) const;
};

// `spec`: "text=内容,channel=3,custom.store=门店"; COL is a header name (exact, then ignoring case,
// width and spaces), or a 1-based number, or a quoted "a,b" name. Fields not given are guessed; a
// field given as "channel=" is not. `sample` rows (may be empty) break ties between candidates.
// kInvalidArgument with the columns there are: unknown field or column, a field twice, no text.
Result<ColumnMapping> MapColumns(std::string_view spec, std::span<const std::string> columns,
                                 std::span<const std::vector<std::string>> sample = {});
// One line a column: "text <- 反馈内容 (guessed)", and what is ignored.
std::string DescribeMapping(const ColumnMapping& mapping, std::span<const std::string> columns);

// Whether a header cell names one of the fields.
bool IsKnownColumnName(std::string_view header);

// --- times as spreadsheets write them
enum class DateOrder { kUnknown, kMonthFirst, kDayFirst };  // of 3/4/2024

// 2024-03-05 14:22[:33], 2024/3/5 下午2:05, 2024年3月5日14时22分, 2024.3.5, 20240305, 5 Mar 2024,
// March 5, 2024 2:22 PM, 3/5/2024, 民國113年3月5日, ISO 8601 with offset, Tue Feb 24 11:35:52 +0000
// 2015, a day serial 45356.6, seconds or milliseconds since 1970. Full-width digits are read.
// kInvalidArgument: not a time, no such date, or day and month cannot be told apart.
Result<CivilTime> ParseSheetTime(std::string_view text, DateOrder order = DateOrder::kUnknown);
// What the samples of one column prove (a first number over 12 is a day); kUnknown if nothing.
DateOrder GuessDateOrder(std::span<const std::string> samples);
// Local time of an IANA zone when the text had no offset. In a gap of the clock the time after it;
// when the clock shows an hour twice, the first. kInvalidArgument for an unknown zone.
Result<Instant> ToInstant(const CivilTime& civil, std::string_view zone);

}  // namespace huiyin::channels
