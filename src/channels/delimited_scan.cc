#include "channels/delimited_scan.h"

#include <algorithm>
#include <bit>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace huiyin::channels {
namespace {

// First `a` or `b` at or after `p`; may look at up to 15 bytes behind `end`, never answers there.
const char* FindEither(const char* p, const char* end, char a, char b) {
#if defined(__SSE2__)
  const __m128i va = _mm_set1_epi8(a), vb = _mm_set1_epi8(b);
  for (; p < end; p += 16) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const auto hits = static_cast<unsigned>(
        _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(v, va), _mm_cmpeq_epi8(v, vb))));
    if (hits != 0) return std::min(p + std::countr_zero(hits), end);
  }
  return end;
#else
  while (p < end && *p != a && *p != b) ++p;
  return p;
#endif
}

class Scanner {
 public:
  Scanner(std::string_view text, size_t begin, TextEnd end, const Dialect& dialect,
          MultiLine multiline, RecordLayout& out)
      : text_(text),
        p_(text.data() + begin),
        begin_(p_),
        end_(text.data() + text.size()),
        at_end_(end == TextEnd::kEnd),
        dialect_(dialect),
        multiline_(multiline == MultiLine::kAllowed),
        out_(out) {}

  ScanOutcome Run() {
    out_.cells.clear();
    out_.unescaped.clear();
    out_.quoted.clear();
    out_.escaped.clear();
    out_.lines = out_.multiline_cells = 0;
    out_.blank = false;
    while (true) {
      const bool quoted = p_ < end_ && *p_ == '"' && dialect_.quoting != Quoting::kNone;
      const Step step = quoted ? Quoted() : Plain();
      switch (step) {
        case Step::kCell:
          break;
        case Step::kRecord:
          return Finish();
        case Step::kNeedMore:
          return ScanOutcome::kNeedMore;
        case Step::kStray:
          return ScanOutcome::kStrayQuote;
      }
    }
  }

 private:
  enum class Step { kCell, kRecord, kNeedMore, kStray };

  Step Plain() { return PlainFrom(p_); }

  Step PlainFrom(const char* start) {
    const char* hit = FindEither(p_, end_, dialect_.delimiter, dialect_.newline);
    if (hit == end_) {
      if (!at_end_) return Step::kNeedMore;
      p_ = end_;
      return Last(start, end_, 0);
    }
    p_ = hit + 1;
    if (*hit == dialect_.delimiter) {
      out_.cells.emplace_back(start, static_cast<size_t>(hit - start));
      return Step::kCell;
    }
    return Last(start, hit, 1);
  }

  // The last cell of the record; "\r" before "\n" belongs to the newline.
  Step Last(const char* start, const char* stop, size_t newline_bytes) {
    if (newline_bytes == 1 && dialect_.newline == '\n' && stop > start && stop[-1] == '\r') --stop;
    out_.blank = out_.cells.empty() && stop == begin_;
    out_.cells.emplace_back(start, static_cast<size_t>(stop - start));
    out_.lines += newline_bytes;
    return Step::kRecord;
  }

  // What follows a closing quote.
  enum class After { kDelimiter, kNewline, kEnd, kOther, kUnknown };
  After Behind(const char* q) const {
    if (q == end_) return at_end_ ? After::kEnd : After::kUnknown;
    if (*q == dialect_.delimiter) return After::kDelimiter;
    if (*q == dialect_.newline) return After::kNewline;
    if (*q != '\r' || dialect_.newline != '\n') return After::kOther;
    if (q + 1 == end_) return at_end_ ? After::kOther : After::kUnknown;
    return q[1] == '\n' ? After::kNewline : After::kOther;
  }

  Step Quoted() {
    const char* const open = p_;
    const char* const start = open + 1;
    const char* newline = nullptr;  // first one inside the cell
    bool doubled = false, bare = false;
    const char* q = start;
    while (true) {
      const char* quote = FindEither(q, end_, '"', newline != nullptr ? '"' : dialect_.newline);
      if (quote != end_ && *quote != '"') {  // the first newline inside
        if (!multiline_ || bare) return Unclosed(open, quote);
        newline = quote;
        q = quote + 1;
        continue;
      }
      if (quote == end_) return at_end_ ? Unclosed(open, quote) : Step::kNeedMore;
      if (quote + 1 < end_ && quote[1] == '"') {
        doubled = true;
        q = quote + 2;
        continue;
      }
      const After after = Behind(quote + 1);
      if (after == After::kUnknown) return Step::kNeedMore;
      if (after == After::kOther) {  // a quote its writer did not double, or an opening stray one
        if (newline != nullptr || dialect_.quoting == Quoting::kWhenNeeded) {
          return Unclosed(open, quote);
        }
        bare = true;
        q = quote + 1;
        continue;
      }
      return Close(open, quote, after, newline, doubled);
    }
  }

  Step Close(const char* open, const char* quote, After after, const char* newline, bool doubled) {
    const std::string_view inside(open + 1, static_cast<size_t>(quote - open - 1));
    if (dialect_.quoting == Quoting::kWhenNeeded && newline == nullptr && !doubled &&
        inside.find(dialect_.delimiter) == std::string_view::npos &&
        inside.find_first_of(",\r") == std::string_view::npos) {
      return Unclosed(open, quote);  // nobody needed to quote this: the quotes are text
    }
    if (newline != nullptr) {
      ++out_.multiline_cells;
      out_.lines += static_cast<size_t>(std::count(newline, quote, dialect_.newline));
    }
    out_.quoted.push_back(out_.cells.size());
    if (doubled) out_.escaped.push_back(out_.cells.size());
    out_.cells.push_back(inside);
    p_ = quote + 1;
    if (after == After::kDelimiter) {
      ++p_;
      return Step::kCell;
    }
    if (after == After::kNewline) {
      p_ += *p_ == dialect_.newline ? 1 : 2;
      ++out_.lines;
    }
    return Step::kRecord;
  }

  // kWhenNeeded takes the quote as a character and the cell as plain.
  Step Unclosed(const char* open, const char* reached) {
    out_.next = static_cast<size_t>(reached - text_.data());
    if (dialect_.quoting != Quoting::kWhenNeeded) return Step::kStray;
    p_ = open;
    return PlainFrom(open);
  }

  ScanOutcome Finish() {
    out_.next = static_cast<size_t>(p_ - text_.data());
    if (out_.escaped.empty()) return ScanOutcome::kRecord;
    size_t total = 0;
    for (const size_t i : out_.escaped) total += out_.cells[i].size();
    out_.unescaped.reserve(total);  // no reallocation: the cells point into it
    for (const size_t i : out_.escaped) {
      const std::string_view raw = out_.cells[i];
      const size_t at = out_.unescaped.size();
      for (size_t from = 0; from < raw.size();) {
        size_t pair = raw.find("\"\"", from);
        if (pair == std::string_view::npos) {
          out_.unescaped.append(raw.substr(from));
          break;
        }
        out_.unescaped.append(raw.substr(from, pair + 1 - from));
        from = pair + 2;
      }
      out_.cells[i] = std::string_view(out_.unescaped).substr(at);
    }
    return ScanOutcome::kRecord;
  }

  std::string_view text_;
  const char* p_;
  const char* begin_;
  const char* end_;
  bool at_end_;
  const Dialect& dialect_;
  bool multiline_;
  RecordLayout& out_;
};

}  // namespace

ScanOutcome ScanRecord(std::string_view text, size_t begin, TextEnd end, const Dialect& dialect,
                       MultiLine multiline, RecordLayout& out) {
  return Scanner(text, begin, end, dialect, multiline, out).Run();
}

size_t LineEnd(std::string_view text, size_t begin, const Dialect& dialect) {
  const size_t at = text.find(dialect.newline, begin);
  return at == std::string_view::npos ? at : at + 1;
}

}  // namespace huiyin::channels
