#include "app/forms.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "app/json_read.h"
#include "base/bytes.h"
#include "base/hmac.h"
#include "base/time.h"
#include "base/utf8.h"
#include "domain/vocabulary.h"

namespace huiyin::app {

namespace json = boost::json;

namespace {

constexpr size_t kMaxFields = 50;
constexpr size_t kMaxOptions = 500;
constexpr size_t kMaxLabelBytes = 2000;
constexpr size_t kMaxOrigins = 50;
constexpr size_t kMaxAnswer = 200;
constexpr size_t kMaxLongAnswer = 4000;

constexpr std::string_view kKinds[] = {"text", "long_text", "select",  "number",
                                       "date", "store",     "product", "order_no"};
constexpr std::string_view kContact[] = {"none", "optional", "required"};

// {"zh-CN": text, …}: ours only.
Result<Labels> ReadLabels(const std::string& path, const json::value* labels) {
  Labels out;
  if (labels == nullptr || !labels->is_object() || labels->get_object().empty()) {
    return InvalidField(path, "required", "a text in at least one language");
  }
  for (const auto& [locale, text] : labels->get_object()) {
    const std::string at = path + "." + std::string(locale);
    if (locale != "zh-CN" && locale != "en" && locale != "zh-TW") {
      return InvalidField(at, "unknown_field", "zh-CN, en or zh-TW");
    }
    if (!text.is_string() || text.get_string().size() > kMaxLabelBytes) {
      return InvalidField(at, "type", "a text of at most 2000 bytes");
    }
    out.emplace(locale, text.get_string());
  }
  return out;
}

Result<FormOption> ReadOption(const std::string& path, const json::value& value) {
  FormOption out;
  if (value.is_string()) {
    out.value = std::string(value.get_string());
  } else if (value.is_object()) {
    out.value = TextOf(value.get_object(), "value");
    if (const auto* label = value.get_object().if_contains("label")) {
      TRY_ASSIGN(out.label, ReadLabels(path + ".label", label));
    }
  }
  if (out.value.empty() || CodePointCount(out.value) > kMaxAnswer) {
    return InvalidField(path, "required", "a text, or {\"value\",\"label\"}");
  }
  return out;
}

Result<std::vector<FormOption>> ReadOptions(const std::string& path, const json::object& field) {
  std::vector<FormOption> out;
  const json::value* options = field.if_contains("options");
  if (options == nullptr) return out;
  if (!options->is_array() || options->get_array().size() > kMaxOptions) {
    return InvalidField(path, "too_long", "a list of at most 500");
  }
  std::set<std::string> seen;
  for (const json::value& option : options->get_array()) {
    const std::string at = path + "[" + std::to_string(out.size()) + "]";
    TRY_ASSIGN(auto read, ReadOption(at, option));
    if (!seen.insert(read.value).second) {
      return InvalidField(at, "duplicate", "this value is in the list twice");
    }
    out.push_back(std::move(read));
  }
  return out;
}

Result<std::optional<double>> ReadBound(const std::string& path, const json::object& field,
                                        const char* key) {
  const json::value* bound = field.if_contains(key);
  if (bound == nullptr || bound->is_null()) return std::optional<double>();
  if (!bound->is_number()) return InvalidField(path + "." + key, "type", "a number");
  return std::optional<double>(bound->to_number<double>());
}

template <size_t N>
std::optional<size_t> Find(const std::string_view (&words)[N], std::string_view word) {
  const auto at = std::find(std::begin(words), std::end(words), word);
  if (at == std::end(words)) return std::nullopt;
  return static_cast<size_t>(at - std::begin(words));
}

bool IsPlainName(std::string_view name) {
  return !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Result<FormField> ReadField(const std::string& path, const json::value& value) {
  if (!value.is_object()) return InvalidField(path, "type", "an object");
  const json::object& field = value.get_object();
  FormField out;
  out.name = TextOf(field, "name");
  if (!IsPlainName(out.name) || out.name.starts_with("widget_")) {
    return InvalidField(path + ".name", "format",
                        "lower-case letters, digits and _, not beginning with widget_");
  }
  const auto kind = Find(kKinds, TextOf(field, "kind"));
  if (!kind) {
    return InvalidField(path + ".kind", "unknown_value",
                        "text, long_text, select, number, date, store, product or order_no");
  }
  out.kind = static_cast<FieldKind>(*kind);
  TRY_ASSIGN(out.label, ReadLabels(path + ".label", field.if_contains("label")));
  if (const auto* help = field.if_contains("help")) {
    TRY_ASSIGN(out.help, ReadLabels(path + ".help", help));
  }
  out.required = BoolOf(field, "required").value_or(false);
  TRY_ASSIGN(out.options, ReadOptions(path + ".options", field));
  if (out.kind == FieldKind::kSelect && out.options.empty()) {
    return InvalidField(path + ".options", "required", "what can be chosen");
  }
  TRY_ASSIGN(out.least, ReadBound(path, field, "min"));
  TRY_ASSIGN(out.most, ReadBound(path, field, "max"));
  if (out.least && out.most && *out.least > *out.most) {
    return InvalidField(path + ".max", "out_of_range", "not below min");
  }
  return out;
}

Result<std::vector<FormField>> ReadFields(const json::object& form) {
  std::vector<FormField> out;
  const json::value* fields = form.if_contains("fields");
  if (fields == nullptr) return out;
  if (!fields->is_array() || fields->get_array().size() > kMaxFields) {
    return InvalidField("fields", "too_long", "a list of at most 50");
  }
  std::set<std::string> seen;
  for (const json::value& field : fields->get_array()) {
    const std::string path = "fields[" + std::to_string(out.size()) + "]";
    TRY_ASSIGN(auto read, ReadField(path, field));
    if (!seen.insert(read.name).second) {
      return InvalidField(path + ".name", "duplicate", "another field has this name");
    }
    out.push_back(std::move(read));
  }
  return out;
}

// An origin that can stand in a frame-ancestors directive: nothing else may slip into the header.
bool IsOrigin(std::string_view origin) {
  const bool https = origin.starts_with("https://");
  if (!https && !origin.starts_with("http://")) return false;
  const std::string_view host = origin.substr(https ? 8 : 7);
  return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':';
  });
}

Error Misfit(const FormField& field, std::string problem, std::string detail) {
  const bool own = field.kind == FieldKind::kProduct || field.kind == FieldKind::kOrderNo;
  const std::string path = own ? std::string(Name(field.kind)) : "custom." + field.name;
  return InvalidField(path, std::move(problem), std::move(detail));
}

std::string NumberText(double number) {
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, number).ptr;
  return {text, end};
}

Status CheckNumber(const FormField& field, const std::string& answer) {
  double number = 0;
  const auto parsed = std::from_chars(answer.data(), answer.data() + answer.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != answer.data() + answer.size()) {
    return Misfit(field, "type", "a number is expected here");
  }
  if (field.least && number < *field.least) {
    return Misfit(field, "out_of_range", "at least " + NumberText(*field.least));
  }
  if (field.most && number > *field.most) {
    return Misfit(field, "out_of_range", "at most " + NumberText(*field.most));
  }
  return Ok();
}

Status CheckAnswer(const FormField& field, const std::string& answer) {
  const size_t most = field.kind == FieldKind::kLongText ? kMaxLongAnswer : kMaxAnswer;
  if (CodePointCount(answer) > most) {
    return Misfit(field, "too_long", "at most " + std::to_string(most) + " characters");
  }
  if (field.kind == FieldKind::kNumber) return CheckNumber(field, answer);
  if (field.kind == FieldKind::kDate) {
    const bool shape = answer.size() == 10 && answer[4] == '-' && answer[7] == '-';
    if (!shape || !ParseInstant(answer + "T00:00:00Z").ok()) {
      return Misfit(field, "format", "a date such as 2026-03-10");
    }
    return Ok();
  }
  const auto same = [&](const FormOption& option) { return option.value == answer; };
  if (!field.options.empty() && std::none_of(field.options.begin(), field.options.end(), same)) {
    return Misfit(field, "unknown_value", "one of the choices of the form");
  }
  return Ok();
}

Result<std::string> AnswerOf(const FormField& field, const FormAnswers& given,
                             const json::object& custom) {
  if (field.kind == FieldKind::kProduct) return std::string(given.product);
  if (field.kind == FieldKind::kOrderNo) return std::string(given.order_no);
  const json::value* value = custom.if_contains(field.name);
  if (value == nullptr || value->is_null()) return std::string();
  if (value->is_string()) return std::string(value->get_string());
  if (value->is_number() && field.kind == FieldKind::kNumber) return json::serialize(*value);
  return Misfit(field, "type", "a text is expected here");
}

void Note(Error& all, const Error& one) {
  if (all.message.empty()) all.message = one.message;
  all.fields.insert(all.fields.end(), one.fields.begin(), one.fields.end());
}

}  // namespace

std::string_view Name(FieldKind kind) { return kKinds[static_cast<size_t>(kind)]; }
std::string_view Name(AskContact ask) { return kContact[static_cast<size_t>(ask)]; }

Result<Form> ParseForm(std::string_view body) {
  TRY_ASSIGN(const auto form, ParseObject(body));
  Form out;
  TRY_ASSIGN(out.title, ReadLabels("title", form.if_contains("title")));
  if (const auto* intro = form.if_contains("intro")) {
    TRY_ASSIGN(out.intro, ReadLabels("intro", intro));
  }
  out.categories = ListOf(form, "categories");
  for (const std::string& category : out.categories) {
    if (!domain::ParseCategory(category)) {
      return InvalidField("categories", "unknown_value",
                          "suggestion, complaint, malfunction, inquiry or other");
    }
  }
  TRY_ASSIGN(out.fields, ReadFields(form));
  out.products = ListOf(form, "products");
  if (form.contains("contact")) {
    const auto ask = Find(kContact, TextOf(form, "contact"));
    if (!ask) return InvalidField("contact", "unknown_value", "none, optional or required");
    out.contact = static_cast<AskContact>(*ask);
  }
  out.active = BoolOf(form, "active").value_or(true);
  out.origins = ListOf(form, "origins");
  if (out.origins.size() > kMaxOrigins) return InvalidField("origins", "too_long", "at most 50");
  for (size_t i = 0; i < out.origins.size(); ++i) {
    if (!IsOrigin(out.origins[i])) {
      return InvalidField("origins[" + std::to_string(i) + "]", "format",
                          "an origin such as https://shop.example.com, without a path");
    }
  }
  out.widget_key = IntOf(form, "widget_key", 1);
  if (out.widget_key < 1) return InvalidField("widget_key", "out_of_range", "1 or more");
  return out;
}

Status CheckAnswers(const Form& form, const FormAnswers& answers) {
  json::object custom;
  if (!answers.custom.empty()) {
    TRY_ASSIGN(custom, ParseObject(answers.custom));
  }
  Error all(ErrorCode::kInvalidArgument, "", "invalid_field");
  for (const FormField& field : form.fields) {
    const auto answer = AnswerOf(field, answers, custom);
    if (!answer.ok()) {
      Note(all, answer.error());
      continue;
    }
    const bool blank = answer->find_first_not_of(" \t\r\n") == std::string::npos;
    if (blank) {
      if (field.required) Note(all, Misfit(field, "required", "this form needs an answer here"));
      continue;
    }
    if (const Status fits = CheckAnswer(field, *answer); !fits.ok()) Note(all, fits.error());
  }
  for (const auto& [key, unused] : custom) {
    (void)unused;
    const auto asked = [&](const FormField& field) { return field.name == key; };
    if (std::none_of(form.fields.begin(), form.fields.end(), asked)) {
      Note(all, InvalidField("custom." + std::string(key).substr(0, 60), "unknown_field",
                             "the form does not ask for this"));
    }
  }
  if (form.contact == AskContact::kRequired && !answers.has_contact) {
    Note(all, InvalidField("contact.mobile", "required", "a mobile number or an e-mail address"));
  }
  if (all.fields.empty()) return Ok();
  return all;
}

std::string WidgetSecret(const SecretKey& instance_key, std::string_view form, int64_t widget_key) {
  const SecretKey own =
      instance_key.Derive("widget:" + std::string(form) + ":" + std::to_string(widget_key));
  return Base64UrlEncode(own.bytes());
}

bool IsSignedByWidgetSecret(std::string_view secret, std::string_view user_id,
                            std::string_view signature) {
  return SecretEquals(HmacSha256Hex(secret, user_id), signature);
}

}  // namespace huiyin::app
