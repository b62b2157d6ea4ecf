#include "app/template_render.h"

#include <algorithm>

#include "app/config.h"
#include "app/json_read.h"
#include "app/template_lint.h"
#include "base/utf8.h"

namespace huiyin::app {
namespace {

constexpr size_t kMaxVariableBytes = 40;
constexpr size_t kMaxSubjectCodePoints = 200;
constexpr size_t kMaxTextCodePoints = 5'000;

struct Piece {
  std::string_view literal;   // before the variable
  std::string_view variable;  // empty: the end of the text
};

bool IsVariableName(std::string_view name) {
  if (name.empty() || name.size() > kMaxVariableBytes || name[0] < 'a' || name[0] > 'z') {
    return false;
  }
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

Result<std::vector<Piece>> Split(std::string_view text) {
  std::vector<Piece> out;
  for (;;) {
    const size_t open = text.find("{{");
    if (open == std::string_view::npos) {
      out.push_back({text, {}});
      return out;
    }
    const size_t close = text.find("}}", open + 2);
    if (close == std::string_view::npos) {
      return InvalidArgument("a {{ is not closed by }}", "template_syntax");
    }
    const std::string_view name = Trim(text.substr(open + 2, close - open - 2));
    if (!IsVariableName(name)) {
      return InvalidArgument(
          "\"" + std::string(Prefix(SanitizeUtf8(name), 40)) + "\" is not the name of a variable",
          "template_syntax");
    }
    out.push_back({text.substr(0, open), name});
    text.remove_prefix(close + 2);
  }
}

// Line breaks and tabs stay; other control characters have no place in a message.
std::string CleanValue(std::string_view value) {
  std::string out = SanitizeUtf8(value);
  out.erase(std::remove_if(
                out.begin(), out.end(),
                [](char c) { return (c >= 0 && c < 0x20 && c != '\n' && c != '\t') || c == 0x7F; }),
            out.end());
  return out;
}

enum class LineFate { kKept, kLeftOut };

Result<LineFate> RenderLine(std::string_view line, const TemplateValues& values, std::string& out) {
  TRY_ASSIGN(const auto pieces, Split(line));
  std::string rendered;
  for (const Piece& piece : pieces) {
    rendered += piece.literal;
    if (piece.variable.empty()) continue;
    const auto value = values.find(piece.variable);
    if (value == values.end()) {
      return InvalidArgument("no value for {{" + std::string(piece.variable) + "}}",
                             "template_variable");
    }
    if (value->second.empty()) return LineFate::kLeftOut;
    rendered += CleanValue(value->second);
  }
  out += rendered;
  return LineFate::kKept;
}

std::string OneLine(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\r', ' ');
  return text;
}

bool IsIdPart(std::string_view part) {
  return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Status CheckPart(const char* path, const std::string& text, size_t most) {
  if (!IsValidUtf8(text)) return InvalidField(path, "invalid_utf8", "not valid UTF-8");
  if (CodePointCount(text) > most) {
    return InvalidField(path, "too_long", "at most " + std::to_string(most) + " characters");
  }
  return Ok();
}

}  // namespace

Result<std::vector<std::string>> VariablesOf(std::string_view text) {
  TRY_ASSIGN(const auto pieces, Split(text));
  std::vector<std::string> out;
  for (const Piece& piece : pieces) {
    if (piece.variable.empty()) continue;
    if (std::find(out.begin(), out.end(), piece.variable) == out.end()) {
      out.emplace_back(piece.variable);
    }
  }
  return out;
}

Result<std::string> RenderText(std::string_view text, const TemplateValues& values) {
  std::string out;
  for (;;) {
    const size_t end = text.find('\n');
    TRY_ASSIGN(const LineFate fate, RenderLine(text.substr(0, end), values, out));
    if (end == std::string_view::npos) {
      // The last line left out takes the line break before it along.
      if (fate == LineFate::kLeftOut && !out.empty() && out.back() == '\n') out.pop_back();
      return out;
    }
    if (fate == LineFate::kKept) out += '\n';
    text.remove_prefix(end + 1);
  }
}

Result<Template> ParseTemplate(std::string_view document_id, std::string_view body) {
  Template out;
  const size_t first = document_id.find(':');
  const size_t second = first == std::string_view::npos ? first : document_id.find(':', first + 1);
  out.id = document_id.substr(0, first);
  if (first != std::string_view::npos) {
    out.locale = document_id.substr(first + 1, second - first - 1);
  }
  if (second != std::string_view::npos) out.channel = document_id.substr(second + 1);
  const bool known_locale = out.locale == "zh-CN" || out.locale == "zh-TW" || out.locale == "en";
  if (!IsIdPart(out.id) || !known_locale ||
      (second != std::string_view::npos && !IsIdPart(out.channel))) {
    return InvalidField("id", "format", "like ack_high:zh-CN or ack_high:en:sms");
  }
  TRY_ASSIGN(const auto object, ParseObject(body));
  for (const auto& [key, value] : object) {
    if (key != "subject" && key != "text") {
      return InvalidField(std::string(key), "unknown_field", "subject and text only");
    }
    if (!value.is_string()) return InvalidField(std::string(key), "type", "a text");
  }
  out.subject = TextOf(object, "subject");
  out.text = TextOf(object, "text");
  if (out.text.empty()) return InvalidField("text", "required", "the text of the message");
  TRY(CheckPart("subject", out.subject, kMaxSubjectCodePoints));
  TRY(CheckPart("text", out.text, kMaxTextCodePoints));
  return out;
}

Result<Template> FindTemplate(const Config& config, std::string_view id, std::string_view locale,
                              std::string_view channel) {
  const std::string base(id);
  for (const std::string& language : {std::string(locale), std::string("zh-CN")}) {
    const std::string any = base + ":" + language;
    for (const std::string& key : {any + ":" + std::string(channel), any}) {
      const auto found = config.templates.find(key);
      if (found != config.templates.end()) return ParseTemplate(found->first, found->second.body);
    }
  }
  return NotFound("there is no template \"" + base + "\"", "template_not_found");
}

Result<Rendered> RenderTemplate(const Template& source, const TemplateValues& values) {
  TemplateValues all = values;
  if (const TemplateSpec* spec = FindTemplateSpec(source.id)) {
    for (const std::string_view name : spec->optional) all.try_emplace(std::string(name));
    for (const std::string_view name : spec->required) {
      const auto value = all.find(name);
      if (value != all.end() && !value->second.empty()) continue;
      return InvalidArgument("no value for {{" + std::string(name) + "}}", "template_variable");
    }
  }
  for (const std::string_view name : CommonTemplateVariables()) {
    all.try_emplace(std::string(name));
  }
  Rendered out;
  TRY_ASSIGN(out.subject, RenderText(OneLine(source.subject), all));
  out.subject = OneLine(std::move(out.subject));
  TRY_ASSIGN(out.text, RenderText(source.text, all));
  return out;
}

}  // namespace huiyin::app
