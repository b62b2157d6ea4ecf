// A public form: what it asks, in three languages, and whether answers fit it. Stored as a document
// of kind "form" (docs/admin.md, "Forms"); read here once for the check of the document, the public
// answer and the check of what a customer sends.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/result.h"

namespace huiyin::app {

using Labels = std::map<std::string, std::string>;  // locale to text

enum class FieldKind {
  kText,
  kLongText,
  kSelect,
  kNumber,
  kDate,
  kStore,
  kProduct,  // goes into the ticket's product
  kOrderNo   // goes into the ticket's order number
};
std::string_view Name(FieldKind kind);

struct FormOption {
  std::string value;
  Labels label;
};

struct FormField {
  std::string name;
  FieldKind kind = FieldKind::kText;
  Labels label, help;
  bool required = false;
  std::vector<FormOption> options;    // empty: anything may be typed
  std::optional<double> least, most;  // of numbers
};

enum class AskContact { kNo, kOptional, kRequired };
std::string_view Name(AskContact ask);

struct Form {
  Labels title, intro;
  std::vector<std::string> categories;
  std::vector<FormField> fields;
  std::vector<std::string> products;
  AskContact contact = AskContact::kOptional;
  bool active = true;
  std::vector<std::string> origins;  // sites that may show the form in a frame: "https://a.example"
  int64_t widget_key = 1;            // raised to make a new secret for signing user ids
};

// "invalid_field" with the path of what is wrong.
Result<Form> ParseForm(std::string_view body);

struct FormAnswers {
  std::string_view product, order_no, custom;  // custom: a JSON object or ""
  bool has_contact = false;
};

// "invalid_field" naming every field that is missing or does not fit.
Status CheckAnswers(const Form& form, const FormAnswers& answers);

// The secret with which a site signs the ids of its users for the widget: HMAC-SHA256 of the id, in
// hexadecimal. Made from the instance's key, which is sealed at rest; never stored itself.
std::string WidgetSecret(const SecretKey& instance_key, std::string_view form, int64_t widget_key);

bool IsSignedByWidgetSecret(std::string_view secret, std::string_view user_id,
                            std::string_view signature);

}  // namespace huiyin::app
