// A list of tickets as a file for spreadsheets: the filters, order and scope of GET /tickets, the
// columns asked for, personal data masked whoever asks. The file is built whole before the answer
// begins, so that half an export never looks whole; kMaxRows bounds it. Every export leaves a fact
// with who, how many rows, which columns and which filters, but not what was searched for.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "api/codec.h"
#include "api/handlers.h"
#include "api/list_query.h"
#include "app/masking.h"
#include "app/users_account.h"
#include "channels/csv_writer.h"
#include "channels/xlsx_writer.h"
#include "domain/vocabulary.h"

namespace huiyin::api {
namespace {

constexpr int64_t kMaxRows = 100'000;
constexpr int64_t kMaxOffsetMinutes = 14 * 60;

enum class Labels { kIdentifiers, kChinese, kEnglish };
enum class Format { kCsv, kXlsx };

struct Asked {
  Format format = Format::kCsv;
  Labels labels = Labels::kIdentifiers;
  Duration utc_offset;
  std::vector<size_t> columns;  // indices into kColumns
  app::TicketFilter filter;
  std::string filters_named;  // for the fact: names and values, without what was searched for
};

// A cell before it is written: text, or an instant that the writer shows in its own way.
using Cell = std::variant<std::string, Instant>;

template <typename Parse>
std::string Word(Labels labels, const std::string& id, Parse parse) {
  const auto value = parse(id);
  if (labels == Labels::kIdentifiers || !value) return id;
  return std::string(labels == Labels::kChinese ? domain::ZhName(*value) : domain::EnName(*value));
}

std::string YesNo(Labels labels, bool value) {
  if (labels == Labels::kChinese) return value ? "是" : "否";
  return value ? "yes" : "no";
}

std::string Joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : "; ") + word;
  return out;
}

struct Source {
  Call& call;
  Labels labels;
  const app::TicketRow& row;
};

struct Column {
  std::string_view id, zh, en;
  Cell (*cell)(const Source&);
};

Cell OptionalTime(const std::optional<Instant>& at) {
  if (at) return *at;
  return std::string();
}

constexpr Column kColumns[] = {
    {"ticket_no", "编号", "Number", [](const Source& s) -> Cell { return s.row.ticket_no; }},
    {"received_at", "收到时间", "Received",
     [](const Source& s) -> Cell { return s.row.received_at; }},
    {"title", "标题", "Title",
     [](const Source& s) -> Cell { return app::MaskText(s.call.context(), s.row.title); }},
    {"priority", "优先级", "Priority",
     [](const Source& s) -> Cell { return Word(s.labels, s.row.priority, domain::ParsePriority); }},
    {"state", "状态", "State",
     [](const Source& s) -> Cell { return Word(s.labels, s.row.state, domain::ParseState); }},
    {"sub_state", "子状态", "Sub-state",
     [](const Source& s) -> Cell {
       return Word(s.labels, s.row.sub_state.value_or(""), domain::ParseSubState);
     }},
    {"category", "类别", "Category",
     [](const Source& s) -> Cell { return Word(s.labels, s.row.category, domain::ParseCategory); }},
    {"complaint_kind", "投诉类型", "Complaint kind",
     [](const Source& s) -> Cell {
       return Word(s.labels, s.row.complaint_kind.value_or(""), domain::ParseComplaintKind);
     }},
    {"channel", "渠道", "Channel",
     [](const Source& s) -> Cell { return Word(s.labels, s.row.channel, domain::ParseChannel); }},
    {"sentiment", "情感", "Sentiment",
     [](const Source& s) -> Cell {
       return Word(s.labels, s.row.sentiment, domain::ParseSentiment);
     }},
    {"department", "部门", "Department",
     [](const Source& s) -> Cell {
       return s.call.config->DepartmentName(s.row.department_id.value_or(0));
     }},
    {"owner", "负责人", "Owner",
     [](const Source& s) -> Cell { return s.call.config->PersonName(s.row.owner_id.value_or(0)); }},
    {"customer", "客户（脱敏）", "Customer (masked)",
     [](const Source& s) -> Cell { return s.row.customer_masked; }},
    {"next_due_at", "下一时限", "Next due",
     [](const Source& s) -> Cell { return OptionalTime(s.row.next_due_at); }},
    {"breached", "已超时", "Breached",
     [](const Source& s) -> Cell { return YesNo(s.labels, s.row.breached); }},
    {"sensitive", "敏感", "Sensitive",
     [](const Source& s) -> Cell { return YesNo(s.labels, s.row.sensitive); }},
    {"product", "产品", "Product",
     [](const Source& s) -> Cell { return s.row.product.value_or(""); }},
    {"topics", "主题", "Topics", [](const Source& s) -> Cell { return Joined(s.row.topics); }},
    {"tags", "标签", "Tags", [](const Source& s) -> Cell { return Joined(s.row.tags); }},
    {"rating", "评分", "Rating",
     [](const Source& s) -> Cell {
       return s.row.rating ? std::to_string(*s.row.rating) : std::string();
     }},
    {"updated_at", "更新时间", "Updated", [](const Source& s) -> Cell { return s.row.updated_at; }},
};

Status ReadColumns(std::string_view text, Asked& asked) {
  for (const std::string& id : SplitList(text)) {
    const auto* const known = std::find_if(std::begin(kColumns), std::end(kColumns),
                                           [&](const Column& c) { return c.id == id; });
    if (known == std::end(kColumns)) {
      return InvalidField("columns", "unknown_value", "there is no such column");
    }
    const auto index = static_cast<size_t>(known - std::begin(kColumns));
    if (std::find(asked.columns.begin(), asked.columns.end(), index) != asked.columns.end()) {
      return InvalidField("columns", "duplicate", "a column is named twice");
    }
    asked.columns.push_back(index);
  }
  return Ok();
}

Status ReadOffset(std::string_view text, Asked& asked) {
  int64_t minutes = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), minutes);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() ||
      std::abs(minutes) > kMaxOffsetMinutes) {
    return InvalidField("utc_offset", "out_of_range", "minutes, -840 to 840");
  }
  asked.utc_offset = Duration::Minutes(minutes);
  return Ok();
}

Status ReadParameter(std::string_view name, std::string_view value, Asked& asked) {
  if (name == "format") {
    if (value != "csv" && value != "xlsx") {
      return InvalidField("format", "unknown_value", "csv or xlsx");
    }
    asked.format = value == "csv" ? Format::kCsv : Format::kXlsx;
  } else if (name == "labels") {
    if (value != "zh" && value != "en") {
      return InvalidField("labels", "unknown_value", "zh, en, or left out for identifiers");
    }
    asked.labels = value == "zh" ? Labels::kChinese : Labels::kEnglish;
  } else if (name == "columns") {
    return ReadColumns(value, asked);
  } else if (name == "utc_offset") {
    return ReadOffset(value, asked);
  } else if (name == "limit" || name == "cursor") {
    return InvalidField(std::string(name), "unknown_field", "an export has no pages");
  } else {
    TRY(ReadFilter(name, value, asked.filter));
    const bool typed = name == "q" || name == "tag";  // may hold a name or a number
    asked.filters_named += (asked.filters_named.empty() ? "" : "&") + std::string(name) +
                           (typed ? "" : "=" + std::string(value));
  }
  return Ok();
}

Result<Asked> ReadAsked(const http::Request& request) {
  Asked asked;
  for (const auto& [name, value] : request.query) TRY(ReadParameter(name, value, asked));
  if (asked.columns.empty()) {
    for (size_t i = 0; i < std::size(kColumns); ++i) asked.columns.push_back(i);
  }
  asked.filter.limit = app::kMaxListLimit;
  return asked;
}

CivilTime CivilOf(Instant at, Duration offset) {
  constexpr int64_t kDayUs = 86'400'000'000;
  const int64_t us = (at + offset).us;
  const int64_t day = us >= 0 ? us / kDayUs : -((-us + kDayUs - 1) / kDayUs);
  const auto second = static_cast<int>((us - day * kDayUs) / 1'000'000);
  const Date date = CivilFromDays(day);
  CivilTime out;
  out.year = date.year;
  out.month = date.month;
  out.day = date.day;
  out.hour = second / 3600;
  out.minute = second / 60 % 60;
  out.second = second % 60;
  out.has_time = true;
  return out;
}

std::string TimeText(const CivilTime& t) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02d %02d:%02d:%02d", t.year, t.month, t.day,
                t.hour, t.minute, t.second);
  return text.data();
}

// Where the rows go: one of the two writers.
class Sheet {
 public:
  virtual ~Sheet() = default;
  virtual Status Header(const std::vector<std::string_view>& names) = 0;
  virtual Status Row(const std::vector<Cell>& cells) = 0;
  virtual Result<std::string> Finish() = 0;
};

class CsvSheet final : public Sheet {
 public:
  explicit CsvSheet(Duration offset) : offset_(offset) {}
  Status Header(const std::vector<std::string_view>& names) override {
    return writer_.WriteRow(std::span<const std::string_view>(names));
  }
  Status Row(const std::vector<Cell>& cells) override {
    std::vector<std::string> texts;
    for (const Cell& cell : cells) {
      const auto* at = std::get_if<Instant>(&cell);
      texts.push_back(at != nullptr ? TimeText(CivilOf(*at, offset_))
                                    : std::get<std::string>(cell));
    }
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    return writer_.WriteRow(std::span<const std::string_view>(views));
  }
  Result<std::string> Finish() override {
    TRY(writer_.Close());
    return std::move(out_);
  }

 private:
  Duration offset_;
  std::string out_;
  channels::CsvWriter writer_{[this](std::string_view bytes) -> Status {
    out_ += bytes;
    return Ok();
  }};
};

// The library writes files only: in a folder nobody else can read, gone with the export.
class XlsxSheet final : public Sheet {
 public:
  static Result<std::unique_ptr<XlsxSheet>> Create(Duration offset) {
    std::string folder = (std::filesystem::temp_directory_path() / "huiyin-export.XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) {
      return Unavailable("no folder for the export can be made", "write_failed");
    }
    std::unique_ptr<XlsxSheet> sheet(new XlsxSheet(offset, folder));
    TRY_ASSIGN(sheet->writer_, channels::XlsxWriter::Create(sheet->Path(), {"Huiyin"}));
    return sheet;
  }
  ~XlsxSheet() override {
    writer_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Status Header(const std::vector<std::string_view>& names) override {
    return writer_->WriteHeader(names);
  }
  Status Row(const std::vector<Cell>& cells) override {
    std::vector<channels::XlsxCell> row;
    for (const Cell& cell : cells) {
      if (const auto* at = std::get_if<Instant>(&cell)) {
        row.emplace_back(CivilOf(*at, offset_));
      } else {
        row.emplace_back(std::string_view(std::get<std::string>(cell)));
      }
    }
    return writer_->WriteRow(row);
  }
  Result<std::string> Finish() override {
    TRY(writer_->Close());
    std::ifstream file(Path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    if (!file) return Unavailable("the export cannot be read back", "write_failed");
    return std::move(bytes).str();
  }

 private:
  XlsxSheet(Duration offset, std::string folder) : offset_(offset), folder_(std::move(folder)) {}
  std::string Path() const { return folder_ + "/tickets.xlsx"; }
  Duration offset_;
  std::string folder_;
  std::unique_ptr<channels::XlsxWriter> writer_;
};

Result<std::unique_ptr<Sheet>> NewSheet(const Asked& asked) {
  if (asked.format == Format::kCsv) return std::unique_ptr<Sheet>(new CsvSheet(asked.utc_offset));
  TRY_ASSIGN(auto sheet, XlsxSheet::Create(asked.utc_offset));
  return std::unique_ptr<Sheet>(std::move(sheet));
}

Status WriteHead(const Asked& asked, Sheet& sheet) {
  std::vector<std::string_view> names;
  for (const size_t index : asked.columns) {
    const Column& column = kColumns[index];
    names.push_back(asked.labels == Labels::kIdentifiers ? column.id
                    : asked.labels == Labels::kChinese   ? column.zh
                                                         : column.en);
  }
  return sheet.Header(names);
}

// Page by page, so that no read transaction stays open for long; the keyset neither repeats nor
// leaves out a ticket that does not move meanwhile.
Result<int64_t> WriteRows(Call& call, Asked& asked, Sheet& sheet) {
  int64_t rows = 0;
  do {
    TRY_ASSIGN(const auto page,
               call.context().db->Get<app::TicketPage>([&](store::Session& session) {
                 return app::ListTickets(call.context(), session, call.actor, asked.filter);
               }));
    rows += static_cast<int64_t>(page.items.size());
    if (rows > kMaxRows) {
      return Error(ErrorCode::kTooLarge, "more than 100,000 tickets; narrow the filters",
                   "export_too_large");
    }
    for (const app::TicketRow& row : page.items) {
      std::vector<Cell> cells;
      for (const size_t index : asked.columns) {
        cells.push_back(kColumns[index].cell({call, asked.labels, row}));
      }
      TRY(sheet.Row(cells));
    }
    asked.filter.cursor = page.next_cursor;
  } while (!asked.filter.cursor.empty());
  return rows;
}

Status Note(Call& call, const Asked& asked, int64_t rows) {
  std::string columns;
  for (const size_t index : asked.columns) {
    columns += (columns.empty() ? "" : ",") + std::string(kColumns[index].id);
  }
  return app::RunCommand(call.context(), [&](store::Tx& tx) -> Status {
    app::AppendFact(tx, call.actor,
                    app::FactOf("tickets_exported")
                        .Set("columns", columns)
                        .Set("filters", asked.filters_named)
                        .Set("format", asked.format == Format::kCsv ? "csv" : "xlsx")
                        .Set("rows", rows));
    return Ok();
  });
}

}  // namespace

Result<http::Response> GetTicketsExport(Call& call) {
  TRY_ASSIGN(Asked asked, ReadAsked(call.request));
  TRY_ASSIGN(const auto sheet, NewSheet(asked));
  TRY(WriteHead(asked, *sheet));
  TRY_ASSIGN(const int64_t rows, WriteRows(call, asked, *sheet));
  TRY_ASSIGN(std::string bytes, sheet->Finish());
  TRY(Note(call, asked, rows));
  const bool csv = asked.format == Format::kCsv;
  http::Response response = http::Response::Bytes(
      200,
      csv ? "text/csv; charset=utf-8"
          : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      std::move(bytes));
  response.Set("Content-Disposition",
               std::string("attachment; filename=\"tickets.") + (csv ? "csv\"" : "xlsx\""));
  response.Set("Cache-Control", "no-store");
  response.Set("X-Row-Count", std::to_string(rows));
  return response;
}

}  // namespace huiyin::api
