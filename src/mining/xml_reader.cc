#include "mining/xml_reader.h"

#include <algorithm>
#include <cstring>

#include "base/utf8.h"

namespace huiyin::mining {
namespace {

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool IsNameEnd(char c) { return IsSpace(c) || c == '>' || c == '/' || c == '='; }

}  // namespace

XmlReader::XmlReader(ByteSource& source, Limits limits, size_t buffer_bytes)
    : source_(source), limits_(limits), window_(std::max<size_t>(buffer_bytes, 16)) {}

size_t XmlReader::line() {
  return lines_before_ + 1 +
         static_cast<size_t>(std::count(window_.begin(), window_.begin() + pos_, '\n'));
}

XmlReader::Token XmlReader::Fail(std::string what, ErrorCode code) {
  const std::string at = open_.empty() ? "the top level" : "<" + open_.back() + ">";
  if (!fatal_) error_ = Error(code, "line " + std::to_string(line()) + ", in " + at + ": " + what);
  return Token::kError;
}

// Moves the unread part to the front and appends what the source gives.
bool XmlReader::Fill() {
  if (ended_) return false;
  if (pos_ > 0) {
    lines_before_ += static_cast<size_t>(std::count(window_.begin(), window_.begin() + pos_, '\n'));
    std::memmove(window_.data(), window_.data() + pos_, end_ - pos_);
    end_ -= pos_;
    pos_ = 0;
  }
  if (end_ == window_.size()) window_.resize(window_.size() * 2);
  auto n = source_.Read(window_.data() + end_, window_.size() - end_);
  if (!n.ok()) {
    error_ = std::move(n).error();
    fatal_ = source_failed_ = true;
    ended_ = true;
    return false;
  }
  ended_ = *n == 0;
  end_ += *n;
  return *n > 0;
}

bool XmlReader::Need(size_t at) {
  while (pos_ + at >= end_) {
    if (at > limits_.max_tag_bytes || !Fill()) return false;
  }
  return true;
}

// Skips past `end`; what is skipped need not fit the window.
bool XmlReader::SkipUntil(std::string_view end) {
  for (;;) {
    const std::string_view rest(window_.data() + pos_, end_ - pos_);
    const size_t at = rest.find(end);
    if (at != std::string_view::npos) {
      pos_ += at + end.size();
      return true;
    }
    if (rest.size() >= end.size()) pos_ = end_ - end.size() + 1;
    if (!Fill()) return false;
  }
}

bool XmlReader::SkipDoctype() {
  int brackets = 0;
  for (size_t at = 0;; ++at) {
    if (!Need(at + 8)) {
      if (pos_ + at >= end_) return false;
    }
    const char* p = window_.data() + pos_ + at;
    if (end_ - pos_ - at >= 8 && std::memcmp(p, "<!ENTITY", 8) == 0) {
      Fail("entity declarations are not accepted", ErrorCode::kInvalidArgument);
      fatal_ = true;
      return false;
    }
    if (*p == '[') ++brackets;
    if (*p == ']') --brackets;
    if (*p == '>' && brackets <= 0) {
      pos_ += at + 1;
      return true;
    }
  }
}

XmlReader::Token XmlReader::Next() {
  if (fatal_) return Token::kError;
  if (pending_end_) {
    pending_end_ = false;
    end_name_.swap(open_.back());
    open_.pop_back();
    name_ = end_name_;
    text_.clear();
    return Token::kEnd;
  }
  if (first_) {
    first_ = false;
    if (Need(2) && std::memcmp(window_.data() + pos_, "\xEF\xBB\xBF", 3) == 0) pos_ += 3;
  }
  const size_t max_text = limits_.max_tag_bytes;
  size_t scan = 0;
  for (;;) {  // text up to the next markup
    const char* from = window_.data() + pos_ + scan;
    const void* found = end_ > pos_ + scan ? std::memchr(from, '<', end_ - pos_ - scan) : nullptr;
    if (found != nullptr) {
      const size_t at = static_cast<size_t>(static_cast<const char*>(found) - window_.data());
      if (keep_text_) text_.assign(window_.data() + pos_, at - pos_);
      pos_ = at;
      if (!Need(3)) return fatal_ ? Token::kError : Fail("the file ends inside a tag");
      const Token token = ParseMarkup();
      if (token != Token::kEof || fatal_) return token;
      scan = 0;  // a comment or the like
      continue;
    }
    scan = end_ - pos_;
    if (scan > max_text) {
      pos_ += scan;
      scan = 0;
    }
    if (!Fill()) break;
  }
  if (fatal_) return Token::kError;
  if (!open_.empty()) return Fail("the file ends before </" + open_.back() + ">");
  return Token::kEof;
}

// kEof here means: nothing to report, go on.
XmlReader::Token XmlReader::ParseMarkup() {
  const char* p = window_.data() + pos_;
  if (p[1] == '?') {
    return SkipUntil("?>") ? Token::kEof : Fail("a processing instruction does not end");
  }
  if (p[1] == '!') {
    if (p[2] == '-') return SkipUntil("-->") ? Token::kEof : Fail("a comment does not end");
    if (p[2] == '[') return SkipUntil("]]>") ? Token::kEof : Fail("a CDATA section does not end");
    if (SkipDoctype()) return Token::kEof;
    return fatal_ ? Token::kError : Fail("the document type does not end");
  }
  return p[1] == '/' ? ParseEndTag() : ParseStartTag();
}

XmlReader::Token XmlReader::ParseEndTag() {
  size_t at = 2;
  for (;; ++at) {
    if (!Need(at)) return fatal_ ? Token::kError : Fail("the file ends inside an end tag");
    if (window_[pos_ + at] == '>') break;
  }
  name_ = {window_.data() + pos_ + 2, at - 2};
  while (!name_.empty() && IsSpace(name_.back())) name_.remove_suffix(1);
  if (open_.empty() || open_.back() != name_) {
    return Fail("</" + std::string(name_.substr(0, 100)) + "> closes nothing that is open");
  }
  pos_ += at + 1;
  end_name_.swap(open_.back());
  open_.pop_back();
  name_ = end_name_;
  return Token::kEnd;
}

XmlReader::Token XmlReader::ParseStartTag() {
  size_t at = 1;
  for (;; ++at) {
    if (!Need(at)) return fatal_ ? Token::kError : Fail("a tag does not end, or is too long");
    if (IsNameEnd(window_[pos_ + at])) break;
  }
  if (at == 1) return Fail("a tag without a name");
  if (open_.size() >= limits_.max_depth) {
    return Fail("elements nested deeper than " + std::to_string(limits_.max_depth),
                ErrorCode::kInvalidArgument);
  }
  const size_t name_size = at - 1;
  if (!ParseAttributes(at)) return Token::kError;  // sets pos_ behind the tag
  name_ = {name_.data(), name_size};
  open_.emplace_back(name_);
  return Token::kStart;
}

bool XmlReader::ParseAttributes(size_t at) {
  attr_count_ = 0;
  // Positions relative to pos_: the window may move while more is read.
  struct Span {
    size_t name, name_size, value, value_size;
  };
  std::array<Span, 16> spans;
  const auto char_at = [this](size_t i) { return window_[pos_ + i]; };
  const auto broken = [this](std::string what) {
    if (!fatal_) Fail(std::move(what));
    return false;
  };
  bool empty_element = false;
  for (;;) {
    while (Need(at) && IsSpace(char_at(at))) ++at;
    if (!Need(at + 1) && !Need(at)) return broken("a tag does not end, or is too long");
    if (char_at(at) == '>') break;
    if (char_at(at) == '/') {
      if (!Need(at + 1) || char_at(at + 1) != '>') return broken("a stray / in a tag");
      empty_element = true;
      ++at;
      break;
    }
    const size_t name = at;
    while (Need(at) && !IsNameEnd(char_at(at))) ++at;
    const size_t name_size = at - name;
    while (Need(at) && IsSpace(char_at(at))) ++at;
    if (!Need(at) || char_at(at) != '=' || name_size == 0) {
      return broken("an attribute without a value");
    }
    ++at;
    while (Need(at) && IsSpace(char_at(at))) ++at;
    if (!Need(at)) return broken("a tag does not end, or is too long");
    const char quote = char_at(at);
    if (quote != '"' && quote != '\'') return broken("an attribute value without quotes");
    const size_t value = ++at;
    for (;;) {
      if (!Need(at)) return broken("an attribute value does not end, or is too long");
      const void* found = std::memchr(window_.data() + pos_ + at, quote, end_ - pos_ - at);
      if (found != nullptr) {
        at = static_cast<size_t>(static_cast<const char*>(found) - window_.data()) - pos_;
        break;
      }
      at = end_ - pos_;
    }
    if (attr_count_ < spans.size()) spans[attr_count_++] = {name, name_size, value, at - value};
    ++at;
  }
  const char* base = window_.data() + pos_;
  for (size_t i = 0; i < attr_count_; ++i) {
    attrs_[i] = {{base + spans[i].name, spans[i].name_size},
                 {base + spans[i].value, spans[i].value_size},
                 false};
  }
  name_ = {base + 1, 1};
  pos_ += at + 1;
  pending_end_ = empty_element;
  return true;
}

bool XmlReader::HasAttribute(std::string_view name) const {
  for (size_t i = 0; i < attr_count_; ++i) {
    if (attrs_[i].name == name) return true;
  }
  return false;
}

std::string_view XmlReader::Attribute(std::string_view name) {
  for (size_t i = 0; i < attr_count_; ++i) {
    Attr& attr = attrs_[i];
    if (attr.name != name) continue;
    if (attr.decoded || std::memchr(attr.raw.data(), '&', attr.raw.size()) == nullptr) {
      return attr.decoded ? std::string_view(decoded_[i]) : attr.raw;
    }
    decoded_[i].clear();
    if (!Decode(attr.raw, decoded_[i])) decoded_[i] = attr.raw;
    attr.decoded = true;
    return decoded_[i];
  }
  return {};
}

// An entity nobody declared stays as it is written: nothing is lost, nothing expands.
bool XmlReader::Decode(std::string_view raw, std::string& out) {
  size_t pos = 0;
  while (pos < raw.size()) {
    const size_t amp = raw.find('&', pos);
    out.append(raw.substr(pos, amp == std::string_view::npos ? amp : amp - pos));
    if (amp == std::string_view::npos) break;
    const size_t semi = raw.substr(amp, 16).find(';');
    if (semi == std::string_view::npos || !DecodeEntity(raw.substr(amp + 1, semi - 1), out)) {
      out += '&';
      pos = amp + 1;
      continue;
    }
    pos = amp + semi + 1;
  }
  return true;
}

bool XmlReader::DecodeEntity(std::string_view entity, std::string& out) {
  if (entity == "amp") return out += '&', true;
  if (entity == "lt") return out += '<', true;
  if (entity == "gt") return out += '>', true;
  if (entity == "quot") return out += '"', true;
  if (entity == "apos") return out += '\'', true;
  if (entity.size() < 2 || entity[0] != '#') return false;
  const bool hex = entity[1] == 'x';
  uint32_t code = 0;
  for (const char c : entity.substr(hex ? 2 : 1)) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : 99;
    if (digit >= (hex ? 16 : 10) || code > 0x110000) return false;
    code = code * (hex ? 16 : 10) + static_cast<uint32_t>(digit);
  }
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
  AppendUtf8(out, code);
  return true;
}

bool XmlReader::ResumeAt(std::string_view element, size_t depth) {
  if (fatal_ || depth > open_.size()) return false;
  open_.resize(depth);
  pending_end_ = false;
  const std::string start = "<" + std::string(element);
  if (pos_ < end_) ++pos_;  // not the tag that failed
  for (;;) {
    if (!SkipUntil(start)) return false;
    pos_ -= start.size();
    if (!Need(start.size())) return false;
    if (IsNameEnd(window_[pos_ + start.size()])) return true;
    pos_ += start.size();
  }
}

}  // namespace huiyin::mining
