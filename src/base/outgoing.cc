#include "base/outgoing.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>
#include <optional>

namespace huiyin {
namespace {

using Bytes = std::array<uint8_t, 16>;

constexpr size_t kMaxUrlBytes = 2048;
constexpr size_t kMaxAnswerBytes = 64 * 1024;

bool InNetwork(const Bytes& address, const Bytes& network, int bits) {
  const int whole = bits / 8;
  if (std::memcmp(address.data(), network.data(), static_cast<size_t>(whole)) != 0) return false;
  if (bits % 8 == 0) return true;
  const auto mask = static_cast<uint8_t>(0xFF << (8 - bits % 8));
  const auto at = static_cast<size_t>(whole);
  return (address[at] & mask) == (network[at] & mask);
}

Bytes Mapped(const uint8_t* ipv4) {
  Bytes out{};
  out[10] = out[11] = 0xFF;
  std::memcpy(out.data() + 12, ipv4, 4);
  return out;
}

struct Literal {
  Bytes address;
  bool is_ipv4;
};

std::optional<Literal> ParseLiteral(const std::string& text) {
  uint8_t raw[16];
  if (inet_pton(AF_INET, text.c_str(), raw) == 1) return Literal{Mapped(raw), true};
  if (inet_pton(AF_INET6, text.c_str(), raw) != 1) return std::nullopt;
  Literal out{{}, false};
  std::memcpy(out.address.data(), raw, 16);
  return out;
}

struct Special {
  const char* network;
  int bits;
};
// What is not the public Internet; 168.63.129.16 is the metadata service of one cloud, which uses a
// public address for it.
constexpr Special kSpecialIpv4[] = {
    {"0.0.0.0", 8},        {"10.0.0.0", 8},     {"100.64.0.0", 10},  {"127.0.0.0", 8},
    {"168.63.129.16", 32}, {"169.254.0.0", 16}, {"172.16.0.0", 12},  {"192.0.0.0", 24},
    {"192.0.2.0", 24},     {"192.88.99.0", 24}, {"192.168.0.0", 16}, {"198.18.0.0", 15},
    {"198.51.100.0", 24},  {"203.0.113.0", 24}, {"224.0.0.0", 4},    {"240.0.0.0", 4}};
// Within 2000::/3, outside of which nothing is public: protocol assignments with Teredo, examples,
// 6to4.
constexpr Special kSpecialIpv6[] = {
    {"2001::", 23}, {"2001:db8::", 32}, {"2002::", 16}, {"3fff::", 20}};

bool InSpecial(const Bytes& address, const Special& special) {
  const auto network = ParseLiteral(special.network);
  return InNetwork(address, network->address, special.bits + (network->is_ipv4 ? 96 : 0));
}

bool IsPublic(const Bytes& address) {
  const auto in = [&](const Special& special) { return InSpecial(address, special); };
  static const Bytes kMapped = ParseLiteral("::ffff:0:0")->address;
  static const Bytes kNat64 = ParseLiteral("64:ff9b::")->address;
  if (InNetwork(address, kMapped, 96))
    return std::none_of(kSpecialIpv4, std::end(kSpecialIpv4), in);
  if (InNetwork(address, kNat64, 96)) return IsPublic(Mapped(address.data() + 12));
  if ((address[0] & 0xE0) != 0x20) return false;
  return std::none_of(kSpecialIpv6, std::end(kSpecialIpv6), in);
}

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (out.ends_with('.')) out.pop_back();
  return out;
}

bool IsHostName(std::string_view text) {
  return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
}

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string PartOf(const Url& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK || text == nullptr) return {};
  std::string out(text);
  curl_free(text);
  return out;
}

Result<std::string> HostOf(const std::string& url) {
  const bool odd = std::any_of(url.begin(), url.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '\\';
  });
  if (url.empty() || url.size() > kMaxUrlBytes || odd) {
    return InvalidArgument("an address of at most 2048 characters without blanks", "url_invalid");
  }
  const Url parsed(curl_url(), curl_url_cleanup);
  if (parsed == nullptr || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(),
                                        CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    return InvalidArgument("this is no address", "url_invalid");
  }
  const std::string scheme = PartOf(parsed, CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") {
    return InvalidArgument("only http and https", "url_scheme");
  }
  if (!PartOf(parsed, CURLUPART_USER).empty() || !PartOf(parsed, CURLUPART_PASSWORD).empty() ||
      url.substr(0, url.find_first_of("/?#", url.find("//") + 2)).find('@') != std::string::npos) {
    return InvalidArgument("no user or password in the address", "url_credentials");
  }
  const std::string host = PartOf(parsed, CURLUPART_HOST);
  if (host.empty()) return InvalidArgument("the address names no host", "url_invalid");
  return host;
}

struct Connecting {
  const OutgoingPolicy* policy;
  bool any_address;
  bool refused = false;
};

// The one moment at which the address is known for certain.
curl_socket_t OpenSocket(void* user, curlsocktype, curl_sockaddr* address) {
  auto* connecting = static_cast<Connecting*>(user);
  if (!connecting->any_address && !connecting->policy->AllowsAddress(address->addr)) {
    connecting->refused = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// Counts, and ends the transfer when it is too much: the status is known by then.
size_t CountAnswer(char*, size_t size, size_t count, void* user) {
  auto* total = static_cast<size_t*>(user);
  *total += size * count;
  return *total > kMaxAnswerBytes ? 0 : size * count;
}

void Configure(CURL* curl, const OutgoingPost& post, curl_slist* headers) {
  curl_easy_setopt(curl, CURLOPT_URL, post.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  // A proxy of the environment would connect where it likes.
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "Huiyin");
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, post.body.data());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(post.body.size()));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 5L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 15L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
}

}  // namespace

Result<OutgoingPolicy> OutgoingPolicy::Parse(const std::vector<std::string>& allowed) {
  OutgoingPolicy policy;
  for (const std::string& entry : allowed) {
    const Error bad =
        InvalidArgument(entry + ": a network, an address or the name of a host", "outgoing_allow");
    const size_t slash = entry.find('/');
    const auto literal = ParseLiteral(entry.substr(0, slash));
    if (!literal) {
      const std::string host = Lower(entry);
      if (!IsHostName(host)) return bad;
      policy.hosts_.insert(host);
      continue;
    }
    const int most = literal->is_ipv4 ? 32 : 128;
    int bits = most;
    if (slash != std::string::npos) {
      const std::string_view text = std::string_view(entry).substr(slash + 1);
      const auto parsed = std::from_chars(text.data(), text.data() + text.size(), bits);
      if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return bad;
    }
    if (bits < 0 || bits > most) return bad;
    policy.networks_.push_back({literal->address, bits + (literal->is_ipv4 ? 96 : 0)});
  }
  return policy;
}

bool OutgoingPolicy::AllowsAddress(const sockaddr& address) const {
  Bytes bytes{};
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    bytes = Mapped(reinterpret_cast<const uint8_t*>(&in.sin_addr));
  } else if (address.sa_family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
  } else {
    return false;
  }
  return IsPublic(bytes) || std::any_of(networks_.begin(), networks_.end(), [&](const Network& n) {
           return InNetwork(bytes, n.address, n.bits);
         });
}

bool OutgoingPolicy::AllowsHost(std::string_view host) const {
  return hosts_.contains(Lower(host));
}

Status CheckOutgoingUrl(const std::string& url) {
  TRY(HostOf(url));
  return Ok();
}

Result<int> PostOutgoing(const OutgoingPolicy& policy, const OutgoingPost& post) {
  TRY_ASSIGN(const std::string host, HostOf(post.url));
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 curl_easy_cleanup);
  if (curl == nullptr) return Unavailable("the HTTP client did not start", "outgoing_failed");
  curl_slist* list = curl_slist_append(nullptr, "Expect:");
  for (const std::string& header : post.headers) list = curl_slist_append(list, header.c_str());
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list,
                                                                            curl_slist_free_all);
  Connecting connecting{&policy, policy.AllowsHost(host)};
  size_t answer_bytes = 0;
  Configure(curl.get(), post, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_OPENSOCKETFUNCTION, OpenSocket);
  curl_easy_setopt(curl.get(), CURLOPT_OPENSOCKETDATA, &connecting);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, CountAnswer);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer_bytes);
  const CURLcode code = curl_easy_perform(curl.get());
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  const bool cut = code == CURLE_WRITE_ERROR && answer_bytes > kMaxAnswerBytes;
  if (code == CURLE_OK || cut) return static_cast<int>(status);
  if (connecting.refused) {
    return PermissionDenied("the address is not of the public Internet and not allowed",
                            "address_refused");
  }
  return Unavailable(curl_easy_strerror(code), "outgoing_failed");
}

}  // namespace huiyin
