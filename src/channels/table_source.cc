#include "channels/table_source.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <unordered_set>

#include "base/bytes.h"
#include "base/utf8.h"
#include "channels/column_mapping.h"
#include "channels/delimited.h"
#include "channels/jsonl_reader.h"
#include "channels/xlsx_reader.h"

namespace huiyin::channels {
namespace {

using namespace std::string_view_literals;

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  while (true) {
    const size_t begin = text.find_first_not_of(kSpace);
    text = begin == std::string_view::npos ? std::string_view() : text.substr(begin);
    if (text.starts_with("\u3000")) {
      text.remove_prefix(3);
    } else if (text.starts_with("\uFEFF")) {
      text.remove_prefix(3);
    } else {
      break;
    }
  }
  while (!text.empty()) {
    if (kSpace.find(text.back()) != std::string_view::npos) {
      text.remove_suffix(1);
    } else if (text.ends_with("\u3000")) {
      text.remove_suffix(3);
    } else {
      break;
    }
  }
  return text;
}

bool LooksLikeData(std::string_view cell) {
  cell = Trim(cell);
  if (cell.empty()) return false;
  const bool numeric = cell.find_first_not_of("0123456789.,+-:/% ") == std::string_view::npos;
  return numeric || CodePointCount(cell) > 40 || cell.find('\n') != std::string_view::npos ||
         cell.find('@') != std::string_view::npos || ParseSheetTime(cell).ok();
}

Result<TableFormat> FormatOf(std::string_view head) {
  const auto refuse = [](const char* what) {
    return InvalidArgument(std::string(what) + "; save it as CSV, XLSX or JSON lines",
                           "unknown_format");
  };
  if (head.starts_with("PK\3\4"sv) || head.starts_with("PK\5\6"sv)) {
    if (head.find("mimetypeapplication/vnd.oasis.opendocument") != std::string_view::npos) {
      return refuse("this is an OpenDocument file");
    }
    return TableFormat::kXlsx;
  }
  if (head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv)) {
    return refuse("this is an old .xls workbook, or one locked with a password");
  }
  if (head.starts_with("%PDF-") || head.starts_with("\x89PNG") || head.starts_with("\x1F\x8B") ||
      head.starts_with("GIF8") || head.starts_with("\xFF\xD8\xFF") ||
      head.starts_with("\x7F"
                       "ELF") ||
      head.starts_with("Rar!") || head.starts_with("7z\xBC\xAF") || head.starts_with("SQLite ")) {
    return refuse("this is not a table");
  }
  return TableFormat::kDelimited;
}

bool LooksLikeJsonLines(std::string_view text) {
  text = Trim(text);
  if (!text.starts_with('{')) return false;
  text = Trim(text.substr(1));
  return text.starts_with('"') || text.starts_with('}');
}

// Text formats are told apart in UTF-8, whatever the file's encoding.
Result<TableFormat> TextFormat(std::string_view head, const TableOptions& options) {
  const EncodingGuess guess = DetectEncoding(head, SampleEnd::kCut);
  TRY_ASSIGN(const std::string text,
             ToUtf8(head.substr(guess.bom_bytes), options.encoding.value_or(guess.encoding)));
  if (LooksLikeJsonLines(text)) return TableFormat::kJsonLines;
  if (Trim(text).starts_with("[{") || Trim(text).starts_with("[\n")) {
    return InvalidArgument("this is a JSON array; write one object a line (JSON lines)",
                           "unknown_format");
  }
  return TableFormat::kDelimited;
}

Result<TableFormat> DetectFormat(std::string_view head, const TableOptions& options) {
  if (options.format) return *options.format;
  TRY_ASSIGN(TableFormat format, FormatOf(head));
  if (format == TableFormat::kDelimited) return TextFormat(head, options);
  return format;
}

Result<std::unique_ptr<RowSource>> OpenText(TableFormat format, std::unique_ptr<ByteSource> source,
                                            const TableOptions& options) {
  if (format == TableFormat::kJsonLines) return OpenJsonLines(std::move(source), options);
  return OpenDelimited(std::move(source), options);
}

}  // namespace

std::string_view TableFormatName(TableFormat format) {
  switch (format) {
    case TableFormat::kDelimited:
      return "csv";
    case TableFormat::kJsonLines:
      return "jsonl";
    case TableFormat::kXlsx:
      return "xlsx";
  }
  return "csv";
}

std::string_view RowProblemName(RowProblemKind kind) {
  switch (kind) {
    case RowProblemKind::kStrayQuote:
      return "stray_quote";
    case RowProblemKind::kCellTooLong:
      return "cell_too_long";
    case RowProblemKind::kRowTooLong:
      return "row_too_long";
    case RowProblemKind::kTooManyCells:
      return "too_many_cells";
    case RowProblemKind::kBadBytes:
      return "bad_bytes";
    case RowProblemKind::kNulByte:
      return "nul_byte";
    case RowProblemKind::kBadJson:
      return "bad_json";
  }
  return "bad_bytes";
}

std::string FormatResumeToken(const ResumeToken& token) {
  return "1:" + std::to_string(token.row) + ':' + std::to_string(token.line) + ':' +
         std::to_string(token.offset) + ':' + token.fingerprint;
}

Result<ResumeToken> ParseResumeToken(std::string_view text) {
  const Error bad = InvalidArgument("not a resume position", "resume_mismatch");
  ResumeToken token;
  if (!text.starts_with("1:")) return bad;
  text.remove_prefix(2);
  for (uint64_t* number : {&token.row, &token.line, &token.offset}) {
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), *number);
    const auto used = static_cast<size_t>(parsed.ptr - text.data());
    if (parsed.ec != std::errc() || used >= text.size() || text[used] != ':') return bad;
    text.remove_prefix(used + 1);
  }
  if (text.empty() || text.find_first_not_of("0123456789abcdef-") != std::string_view::npos) {
    return bad;
  }
  token.fingerprint = text;
  return token;
}

std::string TableFingerprint(std::string_view head, uint64_t size_bytes) {
  return std::to_string(size_bytes) + '-' + HexEncode(View(Sha256(head)).substr(0, 12));
}

std::string DescribeTable(const TableInfo& info) {
  std::string out(TableFormatName(info.format));
  if (info.format == TableFormat::kXlsx) {
    out += ", sheet \"" + info.sheet + '"';
  } else {
    out += ", " + std::string(EncodingName(info.encoding));
    if (info.encoding_confidence < 0.3) out += " (not certain)";
  }
  if (info.format == TableFormat::kDelimited) {
    switch (info.delimiter) {
      case '\t':
        out += ", separated by tabs";
        break;
      case '\x1F':
        out += ", one column";
        break;
      default:
        out += std::string(", separated by ") + info.delimiter;
        break;
    }
    if (info.quoting == Quoting::kNone) out += ", quotes are text";
  }
  if (info.header_line > 0) {
    out += ", header in line " + std::to_string(info.header_line);
  } else if (info.format != TableFormat::kJsonLines) {
    out += ", no header";
  }
  if (info.skipped_lines > 0) {
    out += ", " + std::to_string(info.skipped_lines) + " line(s) before the header left out";
  }
  return out;
}

Result<std::unique_ptr<RowSource>> OpenTable(const std::string& path, const TableOptions& options) {
  TRY_ASSIGN(auto source, OpenFileBytes(path));
  std::string head(64 << 10, '\0');
  TRY_ASSIGN(const size_t n, source->Read(head.data(), head.size()));
  head.resize(n);
  TRY_ASSIGN(const TableFormat format, DetectFormat(head, options));
  if (format == TableFormat::kXlsx) return OpenXlsx(path, options);
  return OpenText(format, std::move(source), options);
}

Result<std::unique_ptr<RowSource>> OpenTableBytes(std::string bytes, const TableOptions& options) {
  TRY_ASSIGN(const TableFormat format,
             DetectFormat(std::string_view(bytes).substr(0, 64 << 10), options));
  if (format == TableFormat::kXlsx) return OpenXlsxBytes(std::move(bytes), options);
  return OpenText(format, OwnedBytes(std::move(bytes)), options);
}

HeaderChoice ChooseHeader(std::span<const std::vector<std::string>> sample, HeaderMode mode) {
  if (mode == HeaderMode::kAbsent || sample.empty()) return {};
  const size_t look_at = std::min<size_t>(sample.size(), 10);
  const auto known = [](const std::vector<std::string>& row) {
    return static_cast<size_t>(std::count_if(
        row.begin(), row.end(), [](const std::string& cell) { return IsKnownColumnName(cell); }));
  };
  const auto filled = [](const std::vector<std::string>& row) {
    return static_cast<size_t>(std::count_if(
        row.begin(), row.end(), [](const std::string& cell) { return !Trim(cell).empty(); }));
  };
  // Titles and remarks may stand above the header; they fill fewer cells. Rows of data that hold
  // words which are also column names ("email", "complaint") stand below full rows.
  size_t filled_above = 0;
  for (size_t i = 0; i < look_at && filled_above * 2 <= sample[i].size(); ++i) {
    if (known(sample[i]) >= 2 && std::none_of(sample[i].begin(), sample[i].end(), LooksLikeData)) {
      return {i};
    }
    filled_above = std::max(filled_above, filled(sample[i]));
  }
  if (mode == HeaderMode::kPresent) return {0};
  std::unordered_set<std::string_view> seen;
  for (const std::string& cell : sample[0]) {
    if (LooksLikeData(cell)) return {};
    if (!Trim(cell).empty() && !seen.insert(cell).second) return {};
  }
  if (known(sample[0]) > 0) return {0};
  // One row alone, or one column without a known name, is data.
  const bool single = sample[0].size() == 1;
  if (sample.size() < 2 || single) return {};
  return {0};
}

std::vector<std::string> ColumnNames(std::span<const std::string> header, size_t count) {
  std::vector<std::string> names;
  std::unordered_set<std::string> seen;
  for (size_t i = 0; i < count; ++i) {
    const std::string_view given = i < header.size() ? Trim(header[i]) : std::string_view();
    const std::string base = given.empty() ? "column_" + std::to_string(i + 1) : std::string(given);
    std::string name = base;
    for (int n = 2; !seen.insert(name).second; ++n) name = base + "_" + std::to_string(n);
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace huiyin::channels
