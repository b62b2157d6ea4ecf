#include "text/words.h"

#include <unicode/brkiter.h>
#include <unicode/unistr.h>

#include <memory>

namespace huiyin::text {
namespace {

icu::BreakIterator* Cutter() {
  thread_local std::unique_ptr<icu::BreakIterator> cutter = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> out(
        icu::BreakIterator::createWordInstance(icu::Locale("zh"), error));
    return U_SUCCESS(error) ? std::move(out) : nullptr;
  }();
  return cutter.get();
}

}  // namespace

void CutWords(std::u32string_view compact, std::vector<Range>& out) {
  out.clear();
  icu::BreakIterator* cutter = Cutter();
  if (cutter == nullptr) return;
  thread_local std::vector<uint32_t> index;  // compact index of each UTF-16 unit, one more
  index.clear();
  icu::UnicodeString units;
  for (uint32_t i = 0; i < compact.size(); ++i) {
    const int32_t before = units.length();
    units.append(static_cast<UChar32>(compact[i]));
    index.insert(index.end(), static_cast<size_t>(units.length() - before), i);
  }
  index.push_back(static_cast<uint32_t>(compact.size()));
  cutter->setText(units);
  int32_t from = cutter->first();
  for (int32_t to = cutter->next(); to != icu::BreakIterator::DONE; to = cutter->next()) {
    const Range word{index[static_cast<size_t>(from)], index[static_cast<size_t>(to)]};
    // The compact form has no space after a full stop; ICU takes "page.Card" for one word.
    uint32_t start = word.start;
    for (uint32_t i = word.start; i < word.end; ++i) {
      if (compact[i] != U'.' && compact[i] != U':') continue;
      if (i > start) out.push_back({start, i});
      out.push_back({i, i + 1});
      start = i + 1;
    }
    if (word.end > start) out.push_back({start, word.end});
    from = to;
  }
}

}  // namespace huiyin::text
