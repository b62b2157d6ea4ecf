// Typed JSON: structs described with BOOST_DESCRIBE_STRUCT are read, written and turned into JSON
// Schema by visiting their members; nothing is mapped by hand. Reading refuses unknown fields and
// names the path of what is wrong ("contact.mobile", "steps[2]"); std::optional members may be
// absent or null, all others are required. Instants are ISO 8601 texts. Include in .cc files only.
#pragma once

#include <boost/core/type_name.hpp>
#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "api/schema_set.h"
#include "base/json_text.h"
#include "base/result.h"
#include "base/time.h"

namespace huiyin::api {

// JSON text that is passed through as it is (custom fields, rules).
struct RawJson {
  std::string text = "null";
};

namespace codec {

// What the text or JSON member `member` of the struct `type` holds (schema_names.cc), or "".
std::string_view HeldBy(std::string_view type, std::string_view member);

namespace d = boost::describe;
namespace j = boost::json;

template <typename T>
struct IsOptional : std::false_type {};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <typename T>
struct IsVector : std::false_type {};
template <typename T>
struct IsVector<std::vector<T>> : std::true_type {};
template <typename T>
struct IsVariant : std::false_type {};
template <typename... T>
struct IsVariant<std::variant<T...>> : std::true_type {};
template <typename T>
struct IsMap : std::false_type {};
template <typename T>
struct IsMap<std::map<std::string, T>> : std::true_type {};
template <typename T>
using Members = d::describe_members<T, d::mod_public | d::mod_inherited>;

inline Error Wrong(const std::string& path, const char* expected) {
  return InvalidField(path.empty() ? "body" : path, "type",
                      std::string(expected) + " is expected here");
}

template <typename T>
Status Read(const j::value& value, const std::string& path, T& out);

template <typename T>
Status ReadStruct(const j::value& value, const std::string& path, T& out) {
  if (!value.is_object()) return Wrong(path, "an object");
  const j::object& object = value.get_object();
  const std::string prefix = path.empty() ? "" : path + ".";
  Status status;
  size_t seen = 0;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    if (!status.ok()) return;
    using Field = std::remove_cvref_t<decltype(out.*member.pointer)>;
    const auto* found = object.if_contains(member.name);
    if (found == nullptr) {
      if constexpr (!IsOptional<Field>::value) {
        status = InvalidField(prefix + member.name, "required", "is missing");
      }
      return;
    }
    ++seen;
    status = Read(*found, prefix + member.name, out.*member.pointer);
  });
  if (!status.ok() || seen == object.size()) return status;
  for (const auto& given : object) {
    const auto key = given.key();
    bool known = false;
    boost::mp11::mp_for_each<Members<T>>([&](auto member) { known = known || key == member.name; });
    if (!known) {
      return InvalidField(prefix + std::string(key).substr(0, 60), "unknown_field",
                          "there is no such field");
    }
  }
  return Ok();
}

template <typename T>
Status Read(const j::value& value, const std::string& path, T& out) {
  if constexpr (IsOptional<T>::value) {
    if (value.is_null()) {
      out.reset();
      return Ok();
    }
    return Read(value, path, out.emplace());
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!value.is_bool()) return Wrong(path, "true or false");
    out = value.get_bool();
    return Ok();
  } else if constexpr (std::is_same_v<T, int64_t> || std::is_same_v<T, int>) {
    if (!value.is_int64()) return Wrong(path, "a whole number");
    const int64_t number = value.get_int64();
    if (number < std::numeric_limits<T>::min() || number > std::numeric_limits<T>::max()) {
      return InvalidField(path, "out_of_range", "the number is too large");
    }
    out = static_cast<T>(number);
    return Ok();
  } else if constexpr (std::is_same_v<T, double>) {
    if (!value.is_number()) return Wrong(path, "a number");
    out = value.to_number<double>();
    return Ok();
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!value.is_string()) return Wrong(path, "a text");
    out.assign(value.get_string().data(), value.get_string().size());
    return Ok();
  } else if constexpr (std::is_same_v<T, Instant>) {
    if (!value.is_string()) return Wrong(path, "an ISO 8601 time");
    auto parsed =
        ParseInstant(std::string_view(value.get_string().data(), value.get_string().size()));
    if (!parsed.ok()) return InvalidField(path, "format", parsed.error().message);
    out = *parsed;
    return Ok();
  } else if constexpr (std::is_same_v<T, RawJson>) {
    out.text = j::serialize(value);
    return Ok();
  } else if constexpr (IsVector<T>::value) {
    if (!value.is_array()) return Wrong(path, "a list");
    if (value.get_array().size() > 10'000) return InvalidField(path, "too_many", "at most 10000");
    for (const auto& item : value.get_array()) {
      TRY(Read(item, path + "[" + std::to_string(out.size()) + "]", out.emplace_back()));
    }
    return Ok();
  } else if constexpr (IsMap<T>::value) {
    if (!value.is_object()) return Wrong(path, "an object");
    for (const auto& [key, item] : value.get_object()) {
      TRY(Read(item, path + "." + std::string(key), out[std::string(key)]));
    }
    return Ok();
  } else {
    return ReadStruct(value, path, out);
  }
}

template <typename T>
void Write(JsonText& json, const T& value) {
  if constexpr (IsOptional<T>::value) {
    if (value) {
      Write(json, *value);
    } else {
      json.Null();
    }
  } else if constexpr (IsVariant<T>::value) {
    std::visit([&](const auto& held) { Write(json, held); }, value);
  } else if constexpr (std::is_same_v<T, bool>) {
    json.Bool(value);
  } else if constexpr (std::is_integral_v<T>) {
    json.Int(static_cast<int64_t>(value));
  } else if constexpr (std::is_floating_point_v<T>) {
    json.Real(value);
  } else if constexpr (std::is_same_v<T, std::string>) {
    json.Str(value);
  } else if constexpr (std::is_same_v<T, Instant>) {
    json.Str(FormatUtc(value));
  } else if constexpr (std::is_same_v<T, RawJson>) {
    json.Raw(value.text);
  } else if constexpr (IsVector<T>::value) {
    json.Open('[');
    for (const auto& item : value) Write(json, item);
    json.Close(']');
  } else if constexpr (IsMap<T>::value) {
    json.Open('{');
    for (const auto& [key, item] : value) {
      json.Key(key);
      Write(json, item);
    }
    json.Close('}');
  } else {
    json.Open('{');
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
      json.Key(member.name);
      Write(json, value.*member.pointer);
    });
    json.Close('}');
  }
}

template <typename T>
std::string StructReference(SchemaSet& set);

// Writes the JSON Schema of T into `json`; structs become named definitions of `set` and are
// referred to. `of` names what a text or JSON member holds ("Priority"), empty when anything.
template <typename T>
void Schema(SchemaSet& set, JsonText& json, std::string_view of = {}) {
  if constexpr (IsOptional<T>::value) {
    json.Open('{').Key("anyOf").Open('[');
    Schema<typename T::value_type>(set, json, of);
    json.Raw(R"({"type":"null"})").Close(']').Close('}');
  } else if constexpr (IsVariant<T>::value) {
    json.Open('{').Key("anyOf").Open('[');
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, T>>(
        [&](auto type) { Schema<typename decltype(type)::type>(set, json); });
    json.Close(']').Close('}');
  } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, RawJson>) {
    if (!of.empty()) {
      json.Raw(SchemaSet::Reference(of));
    } else {
      json.Raw(std::is_same_v<T, RawJson> ? "{}" : R"({"type":"string"})");
    }
  } else if constexpr (std::is_same_v<T, bool>) {
    json.Raw(R"({"type":"boolean"})");
  } else if constexpr (std::is_integral_v<T>) {
    json.Raw(R"({"type":"integer"})");
  } else if constexpr (std::is_floating_point_v<T>) {
    json.Raw(R"({"type":"number"})");
  } else if constexpr (std::is_same_v<T, Instant>) {
    json.Raw(R"({"type":"string","format":"date-time"})");
  } else if constexpr (IsVector<T>::value) {
    json.Open('{').Key("type").Str("array").Key("items");
    Schema<typename T::value_type>(set, json, of);
    json.Close('}');
  } else if constexpr (IsMap<T>::value) {
    json.Open('{').Key("type").Str("object").Key("additionalProperties");
    Schema<typename T::mapped_type>(set, json, of);
    json.Close('}');
  } else {
    json.Raw(StructReference<T>(set));
  }
}

template <typename T>
std::string StructReference(SchemaSet& set) {
  std::string name = boost::core::type_name<T>();
  name.erase(0, name.rfind(':') + 1);
  JsonText json;
  json.Open('{').Key("type").Str("object").Key("additionalProperties").Bool(false);
  json.Key("properties").Open('{');
  std::vector<std::string> required;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    using Field = std::remove_cvref_t<decltype(std::declval<T>().*member.pointer)>;
    json.Key(member.name);
    Schema<Field>(set, json, HeldBy(name, member.name));
    if constexpr (!IsOptional<Field>::value) required.push_back(member.name);
  });
  json.Close('}').Key("required").Open('[');
  for (const std::string& key : required) json.Str(key);
  json.Close(']').Close('}');
  return set.Define(name, json.Take());
}

}  // namespace codec

// kInvalidArgument "invalid_json" (text, depth > 32, bad UTF-8) or "invalid_field" with the path.
Result<boost::json::value> ParseBody(std::string_view body);

template <typename T>
Result<T> Decode(std::string_view body) {
  TRY_ASSIGN(const auto value, ParseBody(body));
  T out{};
  TRY(codec::Read(value, "", out));
  return out;
}

template <typename T>
std::string Encode(const T& value) {
  JsonText json;
  codec::Write(json, value);
  return json.Take();
}

// The schema of T: a reference into `set`.
template <typename T>
std::string SchemaText(SchemaSet& set) {
  JsonText json;
  codec::Schema<T>(set, json);
  return json.Take();
}

}  // namespace huiyin::api
