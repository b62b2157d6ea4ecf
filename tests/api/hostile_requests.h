// Endless hostile requests, always the same for the same seed: bodies made after the schema of each
// route in the OpenAPI document and then spoilt (wrong types, unknown fields, over-long text, deep
// nesting, bytes that are no UTF-8, NUL), odd paths, queries and headers.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "api/route.h"
#include "base/random.h"
#include "http/message.h"

namespace huiyin::test {

struct HostileRequest {
  http::Method method = http::Method::kGet;
  std::string path;  // with its query
  std::string body;
  std::vector<http::Header> headers;
};

class HostileRequests {
 public:
  // `names` are ids, ticket numbers, secrets and the like that exist, put into paths and fields.
  HostileRequests(uint64_t seed, std::vector<std::string> names);

  HostileRequest Next();

 private:
  const api::Route& AnyRoute();
  std::string Path(const api::Route& route);
  std::string Query(const api::Route& route);
  std::string Body(const api::Route& route);
  std::vector<http::Header> Headers();
  boost::json::value After(const boost::json::object& schema, int depth);
  boost::json::value ObjectAfter(const boost::json::object& schema, int depth);
  boost::json::value Anything(int depth);
  std::string AnyText();
  std::string Spoilt(std::string body);
  std::string_view Name();
  bool Once(uint64_t in);  // true one time in so many

  SeededRandom random_;
  const std::vector<std::string> names_;
  std::string last_key_;
};

}  // namespace huiyin::test
