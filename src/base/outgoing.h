// Requests this server makes to addresses people typed in (webhooks, heads of the log). Such an
// address must not become a way into the network the server stands in (server-side request
// forgery), so:
//   - only http and https, no user or password in the address, no redirect followed, no proxy;
//   - every address a name resolves to is judged at the moment it is connected to, so nothing can
//     resolve to another one between check and use (DNS rebinding);
//   - addresses that are not of the public Internet are refused (IANA special-purpose registries,
//     RFC 6890 and its updates, and what IPv6 embeds of IPv4) unless the administrator allowed
//     them.
// Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

struct sockaddr;

namespace huiyin {

class OutgoingPolicy {
 public:
  // Each entry: a network ("10.1.0.0/16", "fd00::/8"), an address, or the exact name of a host, for
  // which any address is right. kInvalidArgument "outgoing_allow" naming the entry.
  static Result<OutgoingPolicy> Parse(const std::vector<std::string>& allowed);
  // Only the public Internet.
  OutgoingPolicy() = default;

  bool AllowsAddress(const sockaddr& address) const;
  bool AllowsHost(std::string_view host) const;  // whatever its address

 private:
  struct Network {
    std::array<uint8_t, 16> address;  // IPv4 as ::ffff:a.b.c.d
    int bits;
  };
  std::vector<Network> networks_;
  std::set<std::string, std::less<>> hosts_;
};

// Judged by the same parser that connects. kInvalidArgument "url_invalid", "url_scheme",
// "url_credentials".
Status CheckOutgoingUrl(const std::string& url);

struct OutgoingPost {
  std::string url;
  std::vector<std::string> headers;  // "Name: value"
  std::string_view body;
};
// POSTs and gives the status of the answer; its body is not kept, and cut off when it is long.
// At most 5 s to connect and 15 s in all. Errors never repeat the address, which may hold a secret.
// kInvalidArgument as above; kPermissionDenied "address_refused"; kUnavailable "outgoing_failed".
Result<int> PostOutgoing(const OutgoingPolicy& policy, const OutgoingPost& post);

}  // namespace huiyin
