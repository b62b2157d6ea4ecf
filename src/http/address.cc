#include "http/address.h"

#include <arpa/inet.h>

#include <charconv>
#include <cstring>

namespace huiyin::http {
namespace {

constexpr AddressBytes kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};

bool IsV4(const AddressBytes& address) {
  return std::memcmp(address.data(), kMapped.data(), 12) == 0;
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// An entry of X-Forwarded-For: an address, some proxies add a port.
std::optional<AddressBytes> ParseForwarded(std::string_view entry) {
  if (auto plain = ParseAddress(entry)) return plain;
  if (!entry.empty() && entry.front() == '[') {
    const size_t end = entry.find(']');
    return end == entry.npos ? std::nullopt : ParseAddress(entry.substr(1, end - 1));
  }
  const size_t colon = entry.find(':');
  if (colon == entry.npos || entry.find(':', colon + 1) != entry.npos) return std::nullopt;
  return ParseAddress(entry.substr(0, colon));
}

std::string FormatAddress(const AddressBytes& address) {
  char text[INET6_ADDRSTRLEN];
  if (IsV4(address)) {
    inet_ntop(AF_INET, address.data() + 12, text, sizeof text);
  } else {
    inet_ntop(AF_INET6, address.data(), text, sizeof text);
  }
  return text;
}

}  // namespace

std::optional<AddressBytes> ParseAddress(std::string_view text) {
  char buffer[INET6_ADDRSTRLEN + 1];
  if (text.empty() || text.size() >= sizeof buffer) return std::nullopt;
  std::memcpy(buffer, text.data(), text.size());
  buffer[text.size()] = 0;
  AddressBytes out = kMapped;
  if (inet_pton(AF_INET, buffer, out.data() + 12) == 1) return out;
  if (inet_pton(AF_INET6, buffer, out.data()) == 1) return out;
  return std::nullopt;
}

AddressBytes CountingKey(const AddressBytes& address) {
  AddressBytes key = address;
  if (!IsV4(address)) std::memset(key.data() + 8, 0, 8);
  return key;
}

Result<AddressSet> AddressSet::Parse(const std::vector<std::string>& blocks) {
  AddressSet set;
  for (const std::string& text : blocks) {
    const size_t slash = text.find('/');
    const auto address = ParseAddress(std::string_view(text).substr(0, slash));
    int bits = 128;
    bool good = address.has_value();
    if (good && slash != text.npos) {
      const char* end = text.data() + text.size();
      const auto [at, error] = std::from_chars(text.data() + slash + 1, end, bits);
      const int most = IsV4(*address) ? 32 : 128;
      good = error == std::errc() && at == end && bits >= 0 && bits <= most;
      bits += 128 - most;
    }
    if (!good) return InvalidArgument("not an address or block: " + text);
    set.blocks_.push_back({*address, bits});
  }
  return set;
}

bool AddressSet::Contains(const AddressBytes& address) const {
  for (const Block& block : blocks_) {
    const int whole = block.bits / 8;
    const int rest = block.bits % 8;
    if (std::memcmp(block.bytes.data(), address.data(), static_cast<size_t>(whole)) != 0) continue;
    if (rest == 0) return true;
    const uint8_t mask = static_cast<uint8_t>(0xff << (8 - rest));
    const auto at = static_cast<size_t>(whole);
    if ((block.bytes[at] & mask) == (address[at] & mask)) return true;
  }
  return false;
}

std::string ClientAddress(std::string_view peer, std::string_view forwarded_for,
                          const AddressSet& trusted) {
  auto client = ParseAddress(peer);
  if (!client) return std::string(peer);
  while (trusted.Contains(*client) && !forwarded_for.empty()) {
    const size_t comma = forwarded_for.rfind(',');
    const size_t begin = comma == forwarded_for.npos ? 0 : comma + 1;
    const auto next = ParseForwarded(Trim(forwarded_for.substr(begin)));
    if (!next) break;
    client = next;
    forwarded_for = forwarded_for.substr(0, comma == forwarded_for.npos ? 0 : comma);
  }
  return FormatAddress(*client);
}

}  // namespace huiyin::http
