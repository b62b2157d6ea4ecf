#include "http/websocket.h"

namespace huiyin::http {

bool IsSameOrigin(const Request& request) {
  if (!request.Has("Origin")) return true;
  std::string_view origin = request.Get("Origin");
  const size_t scheme = origin.find("://");
  if (scheme == origin.npos) return false;  // "null" of a sandboxed page
  origin.remove_prefix(scheme + 3);
  return EqualsIgnoreCase(origin, request.Get("Host"));
}

std::vector<std::string_view> OfferedSubprotocols(const Request& request) {
  std::vector<std::string_view> out;
  std::string_view list = request.Get("Sec-WebSocket-Protocol");
  while (!list.empty()) {
    const size_t comma = list.find(',');
    std::string_view item = list.substr(0, comma);
    list.remove_prefix(comma == list.npos ? list.size() : comma + 1);
    while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
    while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
    if (!item.empty()) out.push_back(item);
  }
  return out;
}

}  // namespace huiyin::http
