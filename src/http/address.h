// IP addresses as far as a server needs them: blocks of trusted proxies, and who the client is.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace huiyin::http {

// IPv4 as IPv4-mapped IPv6.
using AddressBytes = std::array<uint8_t, 16>;
std::optional<AddressBytes> ParseAddress(std::string_view text);

// What one client is counted by: the whole IPv4 address, the /64 of an IPv6 one.
AddressBytes CountingKey(const AddressBytes& address);

class AddressSet {
 public:
  // "192.0.2.1", "10.0.0.0/8", "2001:db8::/32". kInvalidArgument names the bad one.
  static Result<AddressSet> Parse(const std::vector<std::string>& blocks);
  bool Contains(const AddressBytes& address) const;
  bool empty() const { return blocks_.empty(); }

 private:
  struct Block {
    AddressBytes bytes;
    int bits;
  };
  std::vector<Block> blocks_;
};

// The client behind trusted proxies: X-Forwarded-For read from the right, the first address that
// is not a trusted proxy. `peer` itself when it is not trusted or the header is malformed there.
std::string ClientAddress(std::string_view peer, std::string_view forwarded_for,
                          const AddressSet& trusted);

}  // namespace huiyin::http
