#include "channels/jsonl_reader_flatten.h"

#include <boost/json/basic_parser_impl.hpp>
#include <unordered_set>

namespace huiyin::channels {
namespace {

namespace json = boost::json;

void AppendEscaped(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  for (const char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
}

enum class Refusal { kNone, kNotAnObject, kTwice };

}  // namespace

// Receives the parser's events. Outside arrays a scalar ends a member; inside, everything is
// written back as JSON into the member that holds the array.
struct JsonFlattener::Handler {
  static constexpr size_t max_object_size = static_cast<size_t>(-1);
  static constexpr size_t max_array_size = static_cast<size_t>(-1);
  static constexpr size_t max_key_size = static_cast<size_t>(-1);
  static constexpr size_t max_string_size = static_cast<size_t>(-1);
  using Ec = boost::system::error_code;
  using View = json::string_view;

  std::vector<FlatMember>* members = nullptr;
  size_t count = 0;
  std::string path;                // of the member being read
  std::vector<size_t> path_sizes;  // length of `path` before each open object
  size_t array_depth = 0;          // open arrays, and objects inside them
  std::vector<char> array_kinds;
  bool comma_due = false;
  std::string key, text;
  Refusal refusal = Refusal::kNone;
  std::string refused_name;
  std::unordered_set<std::string> names;

  void Reset() {
    count = 0;
    path.clear();
    path_sizes.clear();
    array_depth = 0;
    array_kinds.clear();
    comma_due = false;
    key.clear();
    text.clear();
    refusal = Refusal::kNone;
    names.clear();
  }

  bool Refuse(Refusal why, Ec& ec) {
    refusal = why;
    ec = json::error::exception;
    return false;
  }
  std::string& Value() { return (*members)[count - 1].value; }
  bool Begin(Ec& ec) {
    if (path_sizes.empty()) return Refuse(Refusal::kNotAnObject, ec);
    if (!names.insert(path).second) {
      refused_name = path;
      return Refuse(Refusal::kTwice, ec);
    }
    if (members->size() == count) members->emplace_back();
    FlatMember& member = (*members)[count++];
    member.name = path;
    member.value.clear();
    return true;
  }
  // A scalar: `bare` as a cell, `written` inside an array.
  bool Scalar(std::string_view bare, std::string_view written, Ec& ec) {
    if (array_depth > 0) {
      if (comma_due) Value() += ',';
      Value() += written;
      comma_due = true;
      return true;
    }
    if (!Begin(ec)) return false;
    Value().assign(bare);
    path.resize(path_sizes.back());
    return true;
  }
  void Open(char bracket) {
    if (comma_due) Value() += ',';
    Value() += bracket;
    comma_due = false;
    ++array_depth;
    array_kinds.push_back(bracket);
  }
  void Close(char bracket) {
    Value() += bracket;
    comma_due = true;
    array_kinds.pop_back();
    if (--array_depth == 0) {
      comma_due = false;
      path.resize(path_sizes.back());
    }
  }

  bool on_document_begin(Ec&) { return true; }
  bool on_document_end(Ec&) { return true; }
  bool on_object_begin(Ec&) {
    if (array_depth > 0) {
      Open('{');
      return true;
    }
    if (!path_sizes.empty()) path += '.';
    path_sizes.push_back(path.size());
    return true;
  }
  bool on_object_end(size_t, Ec&) {
    if (array_depth > 0) {
      Close('}');
      return true;
    }
    path_sizes.pop_back();
    path.resize(path_sizes.empty() ? 0 : path_sizes.back());
    return true;
  }
  bool on_array_begin(Ec& ec) {
    if (array_depth == 0 && !Begin(ec)) return false;
    Open('[');
    return true;
  }
  bool on_array_end(size_t, Ec&) {
    Close(']');
    return true;
  }
  bool on_key_part(View part, size_t, Ec&) {
    key.append(part.data(), part.size());
    return true;
  }
  bool on_key(View part, size_t, Ec&) {
    key.append(part.data(), part.size());
    if (array_depth > 0) {
      if (comma_due) Value() += ',';
      Value() += '"';
      AppendEscaped(Value(), key);
      Value() += "\":";
      comma_due = false;
    } else {
      path += key;
    }
    key.clear();
    return true;
  }
  bool on_string_part(View part, size_t, Ec&) {
    text.append(part.data(), part.size());
    return true;
  }
  bool on_string(View part, size_t, Ec& ec) {
    text.append(part.data(), part.size());
    bool ok = false;
    if (array_depth > 0) {
      std::string written = "\"";
      AppendEscaped(written, text);
      written += '"';
      ok = Scalar({}, written, ec);
    } else {
      ok = Scalar(text, {}, ec);
    }
    text.clear();
    return ok;
  }
  bool on_number_part(View part, Ec&) {
    text.append(part.data(), part.size());
    return true;
  }
  bool Number(View part, Ec& ec) {
    text.append(part.data(), part.size());
    const bool ok = Scalar(text, text, ec);
    text.clear();
    return ok;
  }
  bool on_int64(int64_t, View part, Ec& ec) { return Number(part, ec); }
  bool on_uint64(uint64_t, View part, Ec& ec) { return Number(part, ec); }
  bool on_double(double, View part, Ec& ec) { return Number(part, ec); }
  bool on_bool(bool value, Ec& ec) {
    const std::string_view word = value ? "true" : "false";
    return Scalar(word, word, ec);
  }
  bool on_null(Ec& ec) { return Scalar({}, "null", ec); }
  bool on_comment_part(View, Ec&) { return true; }
  bool on_comment(View, Ec&) { return true; }
};

class JsonFlattener::Parser : public json::basic_parser<Handler> {
 public:
  using json::basic_parser<Handler>::basic_parser;
};

JsonFlattener::JsonFlattener(size_t max_depth) {
  json::parse_options options;
  options.max_depth = max_depth;
  parser_ = std::make_unique<Parser>(options);
  parser_->handler().members = &members_;
}
JsonFlattener::~JsonFlattener() = default;

Status JsonFlattener::Parse(std::string_view line) {
  Handler& handler = parser_->handler();
  handler.Reset();
  parser_->reset();
  count_ = 0;
  boost::system::error_code ec;
  size_t used = 0;
  try {
    used = parser_->write_some(false, line.data(), line.size(), ec);
  } catch (const std::exception& e) {
    return InvalidArgument("the line cannot be parsed as JSON").WithInternal(e.what());
  }
  if (handler.refusal == Refusal::kNotAnObject) {
    return InvalidArgument("each line must be one JSON object {...}");
  }
  if (handler.refusal == Refusal::kTwice) {
    return InvalidArgument("the name \"" + handler.refused_name + "\" stands twice in the object");
  }
  if (!ec && used < line.size()) ec = json::error::extra_data;
  if (ec) {
    return InvalidArgument("not valid JSON at character byte " + std::to_string(used + 1) + ": " +
                           ec.message());
  }
  count_ = handler.count;
  return Ok();
}

}  // namespace huiyin::channels
