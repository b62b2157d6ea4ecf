// Writes JSON text, nothing else. Keys and order are the caller's; text is escaped as RFC 8259
// demands, bad UTF-8 becomes U+FFFD. For hot paths and canonical payloads.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace huiyin {

void AppendJsonString(std::string& out, std::string_view text);

class JsonText {
 public:
  JsonText& Open(char bracket) {  // '{' or '['
    Separate();
    out_ += bracket;
    fresh_ = true;
    return *this;
  }
  JsonText& Close(char bracket) {
    out_ += bracket;
    fresh_ = false;
    return *this;
  }
  JsonText& Key(std::string_view key) {
    Separate();
    AppendJsonString(out_, key);
    out_ += ':';
    fresh_ = true;
    return *this;
  }
  JsonText& Str(std::string_view value) {
    Separate();
    AppendJsonString(out_, value);
    return *this;
  }
  JsonText& Int(int64_t value) { return Raw(std::to_string(value)); }
  JsonText& Real(double value);
  JsonText& Bool(bool value) { return Raw(value ? "true" : "false"); }
  JsonText& Null() { return Raw("null"); }
  JsonText& Raw(std::string_view json) {
    Separate();
    out_ += json;
    return *this;
  }
  std::string Take() { return std::move(out_); }
  const std::string& text() const { return out_; }

 private:
  void Separate() {
    if (!fresh_) out_ += ',';
    fresh_ = false;
  }
  std::string out_;
  bool fresh_ = true;
};

}  // namespace huiyin
