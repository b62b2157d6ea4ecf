// A small pull parser for the XML that logs and nets are written in: elements and attributes, no
// text nodes. It streams: memory is bounded by the longest tag. Entities other than the five of XML
// and character references are refused, as is any entity declaration, so nothing can expand.
// Not checked: well-formedness beyond tags (duplicate attributes, allowed name characters).
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "mining/byte_source.h"

namespace huiyin::mining {

struct XmlLimits {
  size_t max_tag_bytes = 4 << 20;
  size_t max_depth = 256;
};

class XmlReader {
 public:
  enum class Token { kStart, kEnd, kEof, kError };
  using Limits = XmlLimits;

  // UTF-8 input; a byte order mark is skipped.
  explicit XmlReader(ByteSource& source, Limits limits = {}, size_t buffer_bytes = 1 << 20);

  // <a/> gives kStart, then kEnd. Views are valid until the next call.
  Token Next();
  std::string_view name() const { return name_; }
  // The value with entities resolved; empty when absent.
  std::string_view Attribute(std::string_view name);
  bool HasAttribute(std::string_view name) const;
  size_t depth() const { return open_.size(); }
  // Text between this token and the one before it, as written; only after KeepText().
  const std::string& text() const { return text_; }
  void KeepText() { keep_text_ = true; }
  // Says the line and the element. kCorruption, or kInvalidArgument for refused constructs.
  const Error& error() const { return error_; }
  // An entity declaration or a failing source: nothing after it may be trusted.
  bool fatal() const { return fatal_; }
  // The bytes stopped coming (a cut gzip file); what was read before is good.
  bool source_failed() const { return source_failed_; }
  // After kError: goes on at the next "<element" (not taken), with `depth` elements open around it.
  bool ResumeAt(std::string_view element, size_t depth);
  size_t line();

 private:
  struct Attr {
    std::string_view name, raw;
    bool decoded = false;
  };
  bool Fill();           // more bytes behind the window; false at the end
  bool Need(size_t at);  // window_[at] exists
  Token Fail(std::string what, ErrorCode code = ErrorCode::kCorruption);
  Token ParseMarkup();
  Token ParseStartTag();
  Token ParseEndTag();
  bool SkipUntil(std::string_view end);
  bool SkipDoctype();
  bool ParseAttributes(size_t at);
  bool Decode(std::string_view raw, std::string& out);
  bool DecodeEntity(std::string_view entity, std::string& out);

  ByteSource& source_;
  Limits limits_;
  std::vector<char> window_;
  size_t pos_ = 0;  // start of the token being parsed
  size_t end_ = 0;  // filled bytes
  bool ended_ = false, fatal_ = false, source_failed_ = false, pending_end_ = false, first_ = true;
  size_t lines_before_ = 0;
  std::string_view name_;
  std::string end_name_, text_;
  bool keep_text_ = false;
  std::array<Attr, 16> attrs_;
  size_t attr_count_ = 0;
  std::array<std::string, 16> decoded_;
  std::vector<std::string> open_;
  Error error_;
};

}  // namespace huiyin::mining
