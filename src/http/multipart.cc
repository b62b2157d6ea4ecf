#include "http/multipart.h"

#include <optional>

#include "base/utf8.h"
#include "http/message.h"

namespace huiyin::http {
namespace {

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

Error Malformed(std::string_view what) {
  return InvalidArgument("multipart body: " + std::string(what), "bad_multipart");
}

Error TooLarge(std::string_view what) {
  return Error(ErrorCode::kTooLarge, "multipart body: " + std::string(what), "too_large");
}

// "form-data; name=\"a\"; filename=\"b\"" → value of one parameter. Browsers send %22 for a quote
// and no backslash escapes; a backslash is a plain character.
struct Parameters {
  std::string kind;
  std::vector<std::pair<std::string, std::string>> values;
  const std::string* Find(std::string_view name) const {
    for (const auto& [key, value] : values) {
      if (EqualsIgnoreCase(key, name)) return &value;
    }
    return nullptr;
  }
};

std::optional<Parameters> ParseParameters(std::string_view text) {
  Parameters out;
  const size_t first = text.find(';');
  out.kind = std::string(Trim(text.substr(0, first)));
  text = first == text.npos ? std::string_view() : text.substr(first + 1);
  while (!(text = Trim(text)).empty()) {
    const size_t equals = text.find('=');
    if (equals == text.npos || equals == 0) return std::nullopt;
    const std::string_view key = Trim(text.substr(0, equals));
    text.remove_prefix(equals + 1);
    std::string_view value;
    if (text.starts_with('"')) {
      const size_t end = text.find('"', 1);
      if (end == text.npos) return std::nullopt;
      value = text.substr(1, end - 1);
      text = Trim(text.substr(end + 1));
      if (!text.empty() && text.front() != ';') return std::nullopt;
      if (!text.empty()) text.remove_prefix(1);
    } else {
      const size_t end = text.find(';');
      value = Trim(text.substr(0, end));
      text = end == text.npos ? std::string_view() : text.substr(end + 1);
    }
    if (out.Find(key)) return std::nullopt;
    out.values.emplace_back(key, value);
  }
  return out;
}

bool IsBoundary(std::string_view boundary) {
  if (boundary.empty() || boundary.size() > 70 || boundary.back() == ' ') return false;
  for (const char c : boundary) {
    const bool alnum = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!alnum && std::string_view("'()+_,-./:=? ").find(c) == std::string_view::npos) return false;
  }
  return true;
}

Status ReadDisposition(std::string_view value, Part& part) {
  const auto parameters = ParseParameters(value);
  if (!parameters || !EqualsIgnoreCase(parameters->kind, "form-data")) {
    return Malformed("a part is not form-data");
  }
  const std::string* name = parameters->Find("name");
  if (!name || name->empty() || !IsValidUtf8(*name)) return Malformed("a part has no valid name");
  part.name = *name;
  if (const std::string* file = parameters->Find("filename")) {
    part.is_file = true;
    part.file_name = SanitizeFileName(*file);
  }
  return Ok();
}

Status ReadPartHeaders(std::string_view block, Part& part) {
  bool has_disposition = false;
  while (!block.empty()) {
    const size_t end = block.find("\r\n");
    const std::string_view line = block.substr(0, end);
    block = end == block.npos ? std::string_view() : block.substr(end + 2);
    const size_t colon = line.find(':');
    if (colon == line.npos || colon == 0) return Malformed("a part header is malformed");
    for (const char c : line) {
      const auto byte = static_cast<unsigned char>(c);
      if ((byte < 0x20 && c != '\t') || byte == 0x7f) return Malformed("control character");
    }
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = Trim(line.substr(colon + 1));
    if (EqualsIgnoreCase(name, "Content-Disposition")) {
      if (has_disposition) return Malformed("two Content-Disposition");
      has_disposition = true;
      TRY(ReadDisposition(value, part));
    } else if (EqualsIgnoreCase(name, "Content-Type")) {
      part.content_type = std::string(value);
    } else if (EqualsIgnoreCase(name, "Content-Transfer-Encoding")) {
      if (!EqualsIgnoreCase(value, "binary") && !EqualsIgnoreCase(value, "8bit") &&
          !EqualsIgnoreCase(value, "7bit")) {
        return Malformed("a transfer encoding is not taken");
      }
    }
  }
  return has_disposition ? Ok() : Status(Malformed("a part without Content-Disposition"));
}

Result<std::string> BoundaryOf(std::string_view content_type) {
  const auto parameters = ParseParameters(content_type);
  if (!parameters || !EqualsIgnoreCase(parameters->kind, "multipart/form-data")) {
    return Malformed("the content type is not multipart/form-data");
  }
  const std::string* boundary = parameters->Find("boundary");
  if (!boundary || !IsBoundary(*boundary)) return Malformed("no valid boundary");
  return *boundary;
}

}  // namespace

Result<std::vector<Part>> ParseMultipart(std::string_view content_type, std::string_view body,
                                         const MultipartLimits& limits) {
  TRY_ASSIGN(const std::string boundary, BoundaryOf(content_type));
  const std::string opening = "--" + boundary;
  const std::string delimiter = "\r\n--" + boundary;
  if (!body.starts_with(opening)) return Malformed("it does not begin with its boundary");
  body.remove_prefix(opening.size());
  std::vector<Part> parts;
  while (!body.starts_with("--")) {
    if (!body.starts_with("\r\n")) return Malformed("text after a boundary");
    body.remove_prefix(2);
    if (parts.size() == limits.max_parts) return TooLarge("too many parts");
    const size_t head = body.substr(0, limits.max_part_header_bytes + 4).find("\r\n\r\n");
    if (head == body.npos) return Malformed("part headers without an end, or too long");
    Part part;
    TRY(ReadPartHeaders(body.substr(0, head), part));
    // From the head's own last CRLF, so that an empty part ends right there.
    body.remove_prefix(head + 2);
    const size_t end = body.find(delimiter);
    if (end == body.npos) return Malformed("a part without an end");
    part.data = end < 2 ? std::string_view() : body.substr(2, end - 2);
    const size_t most = part.is_file ? limits.max_file_bytes : limits.max_field_bytes;
    if (part.data.size() > most) return TooLarge("the part " + part.name + " is too large");
    if (!part.is_file && !IsValidUtf8(part.data)) return Malformed("a field is not UTF-8");
    body.remove_prefix(end + delimiter.size());
    parts.push_back(std::move(part));
  }
  if (body != "--" && body != "--\r\n") return Malformed("text after the last boundary");
  return parts;
}

}  // namespace huiyin::http
