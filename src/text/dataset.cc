#include "text/dataset.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "base/bytes.h"
#include "base/utf8.h"

namespace huiyin::text {
namespace {

using Fields = std::vector<std::string>;

Fields SplitTabs(std::string_view line) {
  Fields out;
  for (size_t at = 0;;) {
    const size_t tab = line.find('\t', at);
    out.emplace_back(line.substr(at, tab == std::string_view::npos ? tab : tab - at));
    if (tab == std::string_view::npos) return out;
    at = tab + 1;
  }
}

std::vector<Fields> ReadTsv(std::string_view bytes) {
  std::vector<Fields> rows;
  while (!bytes.empty()) {
    const size_t end = std::min(bytes.find('\n'), bytes.size());
    std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(bytes.size(), end + 1));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (!line.empty()) rows.push_back(SplitTabs(line));
  }
  return rows;
}

std::vector<Fields> ReadCsv(std::string_view bytes) {
  std::vector<Fields> rows;
  Fields row;
  std::string field;
  bool quoted = false, any = false;
  const auto end_row = [&] {
    row.push_back(std::move(field));
    field.clear();
    if (any) rows.push_back(std::move(row));
    row.clear();
    any = false;
  };
  for (size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (quoted) {
      if (c != '"') {
        field += c;
      } else if (i + 1 < bytes.size() && bytes[i + 1] == '"') {
        field += bytes[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"' && field.empty()) {
      quoted = any = true;
    } else if (c == ',') {
      row.push_back(std::move(field));
      field.clear();
      any = true;
    } else if (c == '\n') {
      end_row();
    } else if (c != '\r') {
      field += c;
      any = true;
    }
  }
  if (any) end_row();
  return rows;
}

// One flat JSON object of string members; other values are kept as written.
class JsonLine {
 public:
  explicit JsonLine(std::string_view text) : s_(text) {}

  bool Parse(std::map<std::string, std::string>& out) {
    Space();
    if (!Eat('{')) return false;
    Space();
    if (Eat('}')) return true;
    while (true) {
      std::string key, value;
      Space();
      if (!String(key)) return false;
      Space();
      if (!Eat(':')) return false;
      Space();
      if (i_ < s_.size() && s_[i_] == '"' ? !String(value) : !Other(value)) return false;
      out[key] = std::move(value);
      Space();
      if (Eat('}')) return true;
      if (!Eat(',')) return false;
    }
  }

 private:
  void Space() {
    while (i_ < s_.size() && (s_[i_] == ' ' || s_[i_] == '\t' || s_[i_] == '\r')) ++i_;
  }
  bool Eat(char c) {
    if (i_ >= s_.size() || s_[i_] != c) return false;
    ++i_;
    return true;
  }
  // Numbers, literals, nested values: skipped to the comma or brace that ends them.
  bool Other(std::string& out) {
    int depth = 0;
    while (i_ < s_.size()) {
      const char c = s_[i_];
      if (depth == 0 && (c == ',' || c == '}')) return true;
      if (c == '"') {
        std::string inner;
        if (!String(inner)) return false;
        out += inner;
        continue;
      }
      if (c == '[' || c == '{') ++depth;
      if (c == ']' || c == '}') --depth;
      out += c;
      ++i_;
    }
    return false;
  }
  bool Hex(char32_t& out) {
    if (i_ + 4 > s_.size()) return false;
    out = 0;
    for (int k = 0; k < 4; ++k) {
      const char c = s_[i_++];
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return false;
      out = out * 16 + static_cast<char32_t>(digit);
    }
    return true;
  }
  bool Escape(std::string& out) {
    if (i_ >= s_.size()) return false;
    const char c = s_[i_++];
    static constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
    if (c != 'u') {
      const size_t at = kFrom.find(c);
      if (at == std::string_view::npos) return false;
      out += kTo[at];
      return true;
    }
    char32_t code, low;
    if (!Hex(code)) return false;
    if (code >= 0xD800 && code < 0xDC00 && s_.substr(i_).starts_with("\\u")) {
      i_ += 2;
      if (!Hex(low)) return false;
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    AppendUtf8(out, code >= 0xD800 && code < 0xE000 ? U'\uFFFD' : code);
    return true;
  }
  bool String(std::string& out) {
    if (!Eat('"')) return false;
    while (i_ < s_.size()) {
      const char c = s_[i_++];
      if (c == '"') return true;
      if (c != '\\') {
        out += c;
      } else if (!Escape(out)) {
        return false;
      }
    }
    return false;
  }

  std::string_view s_;
  size_t i_ = 0;
};

Result<std::vector<Fields>> ReadJsonl(std::string_view bytes) {
  std::vector<std::map<std::string, std::string>> objects;
  std::vector<std::string> keys;
  size_t number = 0;
  while (!bytes.empty()) {
    ++number;
    const size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(bytes.size(), end + 1));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    std::map<std::string, std::string> object;
    if (!JsonLine(line).Parse(object)) {
      return InvalidArgument("line " + std::to_string(number) + " is not a JSON object");
    }
    for (const auto& [key, value] : object) {
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    }
    objects.push_back(std::move(object));
  }
  std::vector<Fields> rows{keys};
  for (auto& object : objects) {
    Fields row;
    for (const auto& key : keys) row.push_back(object[key]);
    rows.push_back(std::move(row));
  }
  return rows;
}

constexpr size_t kNone = static_cast<size_t>(-1);

size_t Column(const Fields& header, std::string_view name) {
  const auto at = std::find(header.begin(), header.end(), name);
  return at == header.end() ? kNone : static_cast<size_t>(at - header.begin());
}

std::string Fingerprint(const Dataset& data) {
  std::string all;
  for (const auto& row : data.rows) all += row.label + "\t" + row.a + "\t" + row.b + "\n";
  return HexEncode(View(Sha256(all)));
}

}  // namespace

Result<Dataset> ParseDataset(std::string_view bytes, std::string_view form,
                             const DatasetOptions& options) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  std::vector<Fields> rows;
  if (form == "jsonl") {
    TRY_ASSIGN(rows, ReadJsonl(bytes));
  } else {
    rows = form == "csv" ? ReadCsv(bytes) : ReadTsv(bytes);
  }
  if (rows.size() < 2) return InvalidArgument("no rows behind the header line");
  const Fields& header = rows[0];
  const size_t label = Column(header, options.label_column);
  if (label == kNone) return InvalidArgument("no column \"" + options.label_column + "\"");
  const std::string text = options.text_column.empty() ? "text" : options.text_column;
  size_t a = Column(header, text), b = kNone;
  Dataset::Shape shape = Dataset::Shape::kTexts;
  if (a == kNone && options.text_column.empty()) {
    shape = Dataset::Shape::kPairs;
    a = Column(header, "text1");
    b = Column(header, "text2");
    if (a == kNone) {
      shape = Dataset::Shape::kReplies;
      a = Column(header, "question");
      b = Column(header, "reply");
    }
    if (b == kNone) a = kNone;
  }
  if (a == kNone) return InvalidArgument("no column \"" + text + "\" (nor text1 and text2)");
  Dataset data;
  data.shape = shape;
  const size_t needed = std::max({label, a, b == kNone ? 0 : b});
  for (size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].size() <= needed) {
      return InvalidArgument("row " + std::to_string(i + 1) + " has " +
                             std::to_string(rows[i].size()) + " fields, needs " +
                             std::to_string(needed + 1));
    }
    data.rows.push_back({rows[i][label], rows[i][a], b == kNone ? "" : rows[i][b]});
  }
  data.fingerprint = Fingerprint(data);
  return data;
}

Result<Dataset> ReadDataset(const std::string& path, const DatasetOptions& options) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return NotFound("cannot read " + path);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  const std::string_view form = path.ends_with(".csv")                                ? "csv"
                                : path.ends_with(".jsonl") || path.ends_with(".json") ? "jsonl"
                                                                                      : "tsv";
  auto data = ParseDataset(bytes, form, options);
  if (!data.ok()) return std::move(data).error().Prefixed(path + ": ");
  return data;
}

}  // namespace huiyin::text
