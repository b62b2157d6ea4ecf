#include "app/search_text.h"

#include <algorithm>
#include <unordered_set>

#include "base/utf8.h"
#include "text/fold.h"

namespace huiyin::app {
namespace {

constexpr size_t kMaxToken = 64;  // bytes of a word that are indexed

enum class Kind { kBreak, kWord, kIdeograph };

Kind KindOf(char32_t c) {
  if ((c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= 0xC0 && c <= 0x24F) ||
      (c >= 0x370 && c <= 0x52F)) {
    return Kind::kWord;
  }
  if ((c >= 0x2E80 && c <= 0x9FFF && !(c >= 0x3000 && c <= 0x3004) &&
       !(c >= 0x3008 && c <= 0x3020)) ||
      (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0xF900 && c <= 0xFAFF) || c >= 0x20000) {
    return Kind::kIdeograph;
  }
  return Kind::kBreak;
}

struct Run {
  Kind kind;
  std::vector<std::string> characters;
};

std::vector<Run> Runs(std::string_view folded) {
  std::vector<Run> runs;
  Kind last = Kind::kBreak;
  size_t pos = 0;
  while (pos < folded.size()) {
    const size_t start = pos;
    const char32_t c = NextCodePoint(folded, pos);
    const Kind kind = KindOf(c);
    if (kind != Kind::kBreak) {
      if (kind != last) runs.push_back({kind, {}});
      runs.back().characters.emplace_back(folded.substr(start, pos - start));
    }
    last = kind;
  }
  return runs;
}

std::string Join(const std::vector<std::string>& characters) {
  std::string out;
  for (const std::string& c : characters) out += c;
  return out;
}

std::vector<std::string> Parts(std::string_view typed) {
  std::vector<std::string> parts;
  std::string current;
  for (const char c : FoldForSearch(typed)) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      if (!current.empty()) parts.push_back(std::move(current));
      current.clear();
    } else {
      current += c;
    }
  }
  if (!current.empty()) parts.push_back(std::move(current));
  return parts;
}

enum class Match { kExact, kPrefix };

void AddTerm(store::Engine engine, const std::string& token, Match match, std::string& out) {
  const bool sqlite = engine == store::Engine::kSqlite;
  if (!out.empty()) out += sqlite ? " AND " : " & ";
  // Tokens hold letters, digits and ideographs only, so no quoting can break.
  out += sqlite ? "\"" + token + "\"" : "'" + token + "'";
  if (match == Match::kPrefix) out += sqlite ? " *" : ":*";
}

}  // namespace

std::string FoldForSearch(std::string_view text) { return text::FoldForSearch(text); }

std::string SearchGrams(std::string_view text) {
  std::string out;
  std::unordered_set<std::string> seen;
  const auto add = [&](std::string token) {
    if (!seen.insert(token).second) return;
    if (!out.empty()) out += ' ';
    out += token;
  };
  for (const Run& run : Runs(FoldForSearch(text))) {
    if (run.kind == Kind::kWord) {
      add(std::string(Prefix(Join(run.characters), kMaxToken)));
      continue;
    }
    for (size_t i = 0; i + 1 < run.characters.size(); ++i) {
      add(run.characters[i] + run.characters[i + 1]);
    }
    // The last character begins no bigram; alone, it is found by a one-character search.
    add(run.characters.back());
  }
  return out;
}

TypedSearch::TypedSearch(store::Engine engine, std::string_view typed) : parts_(Parts(typed)) {
  for (const std::string& part : parts_) {
    const std::vector<Run> runs = Runs(part);
    for (const Run& run : runs) {
      const std::string joined = Join(run.characters);
      const bool word = run.kind == Kind::kWord;
      index_proves_ = index_proves_ && joined.size() == part.size() &&
                      (word ? joined.size() <= kMaxToken : run.characters.size() <= 2);
      if (word) {
        AddTerm(engine, std::string(Prefix(joined, kMaxToken)), Match::kPrefix, query_);
      } else if (run.characters.size() == 1) {
        AddTerm(engine, joined, Match::kPrefix, query_);
      } else {
        for (size_t i = 0; i + 1 < run.characters.size(); ++i) {
          AddTerm(engine, run.characters[i] + run.characters[i + 1], Match::kExact, query_);
        }
      }
    }
    if (runs.empty()) index_proves_ = false;  // only marks: the index knows nothing of them
  }
}

bool TypedSearch::Matches(std::string_view text) const {
  const std::string folded = FoldForSearch(text);
  return std::all_of(parts_.begin(), parts_.end(), [&](const std::string& part) {
    return folded.find(part) != std::string::npos;
  });
}

}  // namespace huiyin::app
