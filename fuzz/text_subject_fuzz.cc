// uses: text base
#include "../fuzz/fuzz.h"
#include "base/result.h"
#include "text/char_table.h"
#include "text/key_phrases.h"
#include "text/taxonomy.h"

// The first half is a taxonomy (refused or read), the second a text it is matched on: every span
// lies within the text.
FUZZ_TARGET(text_subject) {
  using namespace huiyin::text;
  const auto table = CharTable::Get();
  HY_CHECK(table.ok());
  const size_t cut = bytes.find('\0');
  Taxonomy taxonomy;
  (void)taxonomy.Add(**table, bytes.substr(0, cut), "fuzz");
  NormalText text;
  Normalise(**table, cut == std::string_view::npos ? bytes : bytes.substr(cut + 1), text);
  std::vector<TopicMatch> topics;
  taxonomy.Match(text, "", topics);
  for (const TopicMatch& match : topics) {
    HY_CHECK(match.start < match.end && match.end <= text.original.size());
  }
  for (const KeyPhrase& phrase : KeyPhrasesOf(text, {}, 6)) {
    HY_CHECK(phrase.range.start < phrase.range.end);
    HY_CHECK(phrase.range.end <= text.original.size());
  }
}
