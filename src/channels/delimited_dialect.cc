#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>

#include "channels/delimited.h"

namespace huiyin::channels {
namespace {

constexpr char kNoDelimiter = '\x1F';
constexpr size_t kRecordsForDelimiter = 300;  // quoting looks at the whole sample

// So many quotes that do not close, and more of them than proper ones: they are characters.
constexpr size_t kStraysThatTell = 5;

struct SplitStats {
  size_t records = 0;
  size_t first_cells = 0;  // of the first record
  size_t usual_cells = 0;  // the most frequent number of cells
  size_t usual_count = 0;  // records that have it
  size_t strays = 0;       // quotes that do not close
  size_t cells = 0;        // not empty
  size_t quoted = 0;       // cells in proper quotes
  size_t literal = 0;      // cells with a quote that is a character
  double Evenness() const {
    if (records == 0) return 0;
    const double even = static_cast<double>(usual_count) / static_cast<double>(records);
    return first_cells == usual_cells ? even : even * 0.6;
  }
};

SplitStats Split(std::string_view text, TextEnd end, const Dialect& dialect,
                 size_t max_records = SIZE_MAX) {
  // A copy with room behind it: the scanner looks ahead.
  std::string padded(text);
  padded.append(16, '\0');
  text = std::string_view(padded).substr(0, text.size());
  SplitStats stats;
  std::map<size_t, size_t> counts;
  RecordLayout layout;
  size_t at = 0;
  while (at < text.size() && stats.records + stats.strays < max_records) {
    const ScanOutcome outcome = ScanRecord(text, at, end, dialect, MultiLine::kAllowed, layout);
    if (outcome != ScanOutcome::kRecord) {
      if (outcome == ScanOutcome::kNeedMore) break;  // the sample cuts it: no evidence
      ++stats.strays;
      const size_t next = LineEnd(text, at, dialect);
      if (next == std::string_view::npos) break;
      at = next;
      continue;
    }
    at = layout.next;
    if (layout.blank) continue;
    if (stats.records++ == 0) stats.first_cells = layout.cells.size();
    ++counts[layout.cells.size()];
    size_t quoted = 0;
    for (size_t i = 0; i < layout.cells.size(); ++i) {
      stats.cells += layout.cells[i].empty() ? 0 : 1;
      if (quoted < layout.quoted.size() && layout.quoted[quoted] == i) {
        ++quoted;
      } else if (layout.cells[i].find('"') != std::string_view::npos) {
        ++stats.literal;
      }
    }
    stats.quoted += quoted;
  }
  for (const auto& [cells, count] : counts) {
    if (count >= stats.usual_count) {
      stats.usual_cells = cells;
      stats.usual_count = count;
    }
  }
  return stats;
}

char DetectNewline(std::string_view sample) {
  const bool has_lf = sample.find('\n') != std::string_view::npos;
  return !has_lf && sample.find('\r') != std::string_view::npos ? '\r' : '\n';
}

Quoting DetectQuoting(std::string_view sample, TextEnd end, Dialect dialect) {
  const bool spreadsheet = dialect.delimiter == ',' || dialect.delimiter == ';';
  dialect.quoting = Quoting::kRfc4180;
  const SplitStats strict = Split(sample, end, dialect);
  if (spreadsheet) {
    return strict.strays >= kStraysThatTell && strict.strays * 2 > strict.quoted
               ? Quoting::kNone
               : Quoting::kRfc4180;
  }
  if (strict.strays == 0 && strict.quoted > 0 && strict.quoted * 5 >= strict.cells * 4) {
    return Quoting::kRfc4180;  // everything is quoted
  }
  // Programs that quote in tab-separated files double every quote: one that is not is a character.
  dialect.quoting = Quoting::kWhenNeeded;
  const SplitStats needed = Split(sample, end, dialect);
  if (needed.literal > 0 && needed.literal >= needed.quoted) return Quoting::kNone;
  return Quoting::kWhenNeeded;
}

char DetectDelimiter(std::string_view sample, TextEnd end, Dialect dialect) {
  double best = 0;
  char chosen = kNoDelimiter;
  // Tabs first: they hardly ever occur in text, so an even split by them settles it.
  for (const char delimiter : {'\t', ',', ';', '|'}) {
    dialect.delimiter = delimiter;
    for (const Quoting quoting : {Quoting::kRfc4180, Quoting::kNone}) {
      dialect.quoting = quoting;
      const SplitStats stats = Split(sample, end, dialect, kRecordsForDelimiter);
      if (stats.usual_cells < 2) {
        // Properly quoted single column: the commas are inside the quotes.
        if (delimiter == ',' && quoting == Quoting::kRfc4180 && stats.usual_cells == 1 &&
            stats.quoted > 0 && stats.strays == 0 && stats.usual_count == stats.records &&
            best == 0) {
          best = 0.5;
          chosen = ',';
        }
        continue;
      }
      const double seen = static_cast<double>(stats.records + stats.strays);
      const double score = stats.Evenness() * static_cast<double>(stats.records) / seen;
      if (score > best + 0.1) {
        best = score;
        chosen = delimiter;
      }
    }
  }
  return best >= 0.5 ? chosen : kNoDelimiter;
}

}  // namespace

DialectGuess DetectDialect(std::string_view sample, TextEnd end, const TableOptions& options) {
  DialectGuess guess;
  Dialect& dialect = guess.dialect;
  dialect.newline = DetectNewline(sample);
  std::optional<char> delimiter = options.delimiter;
  if (sample.starts_with("sep=") && sample.size() > 5) {
    const size_t next = LineEnd(sample, 0, dialect);
    if (next != std::string_view::npos && next <= 7) {
      if (!delimiter) delimiter = sample[4];
      guess.preamble_bytes = next;
      sample.remove_prefix(next);
    }
  }
  dialect.delimiter = delimiter ? *delimiter : DetectDelimiter(sample, end, dialect);
  dialect.quoting = options.quoting ? *options.quoting : DetectQuoting(sample, end, dialect);
  return guess;
}

}  // namespace huiyin::channels
