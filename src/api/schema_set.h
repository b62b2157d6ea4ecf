// The named schemas of the API, collected while routes describe their bodies.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace huiyin::api {

class SchemaSet {
 public:
  // {"$ref": …} to the schema called `name`.
  static std::string Reference(std::string_view name) {
    return R"({"$ref":"#/components/schemas/)" + std::string(name) + R"("})";
  }
  // Keeps the schema and answers the reference to it. Two types of one name are a mistake of the
  // program: clients could not tell them apart.
  std::string Define(const std::string& name, std::string schema);
  // Adds the vocabularies of the domain (State, Priority, …), which members refer to by name.
  void DefineVocabularies();

  const std::map<std::string, std::string>& all() const { return all_; }

 private:
  std::map<std::string, std::string> all_;
};

}  // namespace huiyin::api
