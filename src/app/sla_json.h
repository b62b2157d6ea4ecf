// SLA policies as documents (kind sla_policy), and the sets of them that tickets name.
//
//   {"name": "VIP", "active": true,
//    "when": {"priority": "high", "category": "complaint", "channel": "phone",
//             "customer_tier": "vip", "department_id": 3},
//    "clocks": [{"clock": "ack", "limit": "1 h"},
//               {"clock": "solution", "target": "1 wd", "limit": "2 wd"}]}
//
// A document with the id of a built-in policy (high, mid, low, complaint, internal, live_chat)
// stands in its place; any other adds to them. Not active: not applied, the built-in one of that id
// neither.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "domain/sla.h"

namespace huiyin::app {

struct PolicyDocument {
  bool active = true;
  domain::SlaPolicy policy;
};
// kInvalidArgument with the field.
Result<PolicyDocument> ParseSlaPolicy(std::string_view id, std::string_view body);
// The document that says what a policy says; ParseSlaPolicy reads it back.
std::string SlaPolicyText(const domain::SlaPolicy& policy);

// Every version of every document there ever was. Thread-safe.
class PolicyVersions {
 public:
  using Policies = std::vector<domain::SlaPolicy>;

  void Add(const std::string& id, int64_t version, PolicyDocument document);
  // The newest version of each document, as a ticket's fact names them; empty: none was ever saved.
  const std::vector<std::string>& newest() const { return newest_; }
  // Built-in policies and the named ones. Null when a name is not known.
  std::shared_ptr<const Policies> Named(const std::vector<std::string>& names) const;

 private:
  std::map<std::string, PolicyDocument, std::less<>> documents_;  // by "id@version"
  std::map<std::string, int64_t> versions_;
  std::vector<std::string> newest_;
  mutable std::mutex mutex_;
  mutable std::map<std::vector<std::string>, std::shared_ptr<const Policies>> sets_;
};

}  // namespace huiyin::app
