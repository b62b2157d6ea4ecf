#include "http/etag.h"

#include <optional>
#include <vector>

namespace huiyin::http {
namespace {

struct Tag {
  bool weak;
  std::string_view opaque;
};

bool IsTagByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x21 && c != '"' && byte != 0x7f;
}

void SkipSpace(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}

std::optional<Tag> TakeTag(std::string_view& text) {
  Tag tag{text.starts_with("W/"), {}};
  if (tag.weak) text.remove_prefix(2);
  if (!text.starts_with('"')) return std::nullopt;
  size_t end = 1;
  while (end < text.size() && IsTagByte(text[end])) ++end;
  if (end == text.size() || text[end] != '"') return std::nullopt;
  tag.opaque = text.substr(1, end - 1);
  text.remove_prefix(end + 1);
  return tag;
}

std::optional<std::vector<Tag>> ParseTags(std::string_view list) {
  std::vector<Tag> tags;
  while (true) {
    SkipSpace(list);
    const auto tag = TakeTag(list);
    if (!tag) return std::nullopt;
    tags.push_back(*tag);
    SkipSpace(list);
    if (list.empty()) return tags;
    if (list.front() != ',') return std::nullopt;
    list.remove_prefix(1);
  }
}

}  // namespace

std::string MakeETag(std::string_view opaque) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out = "\"";
  for (const char c : opaque) {
    if (IsTagByte(c) && c != '%' && static_cast<unsigned char>(c) < 0x7f) {
      out += c;
    } else {
      out += '%';
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
    }
  }
  return out + '"';
}

IfMatch CheckIfMatch(std::string_view header, std::string_view current_etag) {
  if (header.empty()) return IfMatch::kAbsent;
  if (header == "*") return IfMatch::kMatches;
  const auto tags = ParseTags(header);
  const auto current = TakeTag(current_etag);
  if (!tags) return IfMatch::kMalformed;
  for (const Tag& tag : *tags) {
    if (current && !tag.weak && !current->weak && tag.opaque == current->opaque) {
      return IfMatch::kMatches;
    }
  }
  return IfMatch::kStale;
}

bool IfNoneMatchHits(std::string_view header, std::string_view current_etag) {
  if (header == "*") return true;
  const auto tags = ParseTags(header);
  const auto current = TakeTag(current_etag);
  if (!tags || !current) return false;
  for (const Tag& tag : *tags) {
    if (tag.opaque == current->opaque) return true;
  }
  return false;
}

}  // namespace huiyin::http
