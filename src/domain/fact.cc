#include "domain/fact.h"

#include <charconv>

namespace huiyin::domain {
namespace {
template <typename T>
const T* Find(const std::map<std::string, FactValue>& fields, std::string_view key) {
  const auto it = fields.find(std::string(key));
  return it == fields.end() ? nullptr : std::get_if<T>(&it->second);
}
}  // namespace

std::string Fact::Text(std::string_view key) const {
  const auto* value = Find<std::string>(fields, key);
  return value == nullptr ? std::string() : *value;
}

int64_t Fact::Int(std::string_view key, int64_t otherwise) const {
  const auto* value = Find<int64_t>(fields, key);
  return value == nullptr ? otherwise : *value;
}

double Fact::Real(std::string_view key, double otherwise) const {
  if (const auto* value = Find<double>(fields, key)) return *value;
  const auto* integer = Find<int64_t>(fields, key);
  return integer == nullptr ? otherwise : static_cast<double>(*integer);
}

bool Fact::Flag(std::string_view key) const {
  const auto* value = Find<bool>(fields, key);
  return value != nullptr && *value;
}

std::vector<std::string> Fact::List(std::string_view key) const {
  const auto* value = Find<std::vector<std::string>>(fields, key);
  return value == nullptr ? std::vector<std::string>() : *value;
}

bool Fact::Has(std::string_view key) const { return fields.contains(std::string(key)); }

Instant Fact::At(std::string_view key, Instant otherwise) const {
  const auto* value = Find<std::string>(fields, key);
  if (value == nullptr) return otherwise;
  const auto parsed = ParseInstant(*value);
  return parsed.ok() ? *parsed : otherwise;
}

int64_t Fact::UserId() const {
  constexpr std::string_view kPrefix = "user:";
  if (!actor.starts_with(kPrefix)) return 0;
  int64_t id = 0;
  std::from_chars(actor.data() + kPrefix.size(), actor.data() + actor.size(), id);
  return id;
}

Fact& Fact::Set(std::string key, FactValue value) {
  fields.insert_or_assign(std::move(key), std::move(value));
  return *this;
}

Fact& Fact::SetIf(std::string key, std::string value) {
  if (!value.empty()) Set(std::move(key), std::move(value));
  return *this;
}

Fact MakeFact(std::string kind, Instant at, std::string actor) {
  Fact fact;
  fact.kind = std::move(kind);
  fact.at = at;
  fact.actor = std::move(actor);
  return fact;
}

}  // namespace huiyin::domain
