// The web app compiled into the program: every file of web's build, and its gzip form made at build
// time. Immutable, from any thread. Without HUIYIN_WEB the table is empty and every look-up is
// null.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace huiyin::server {

struct WebAsset {
  std::string_view path;  // "/assets/index-Dq3.js", "/index.html"
  std::string_view content_type;
  std::string_view bytes;
  std::string_view gzip_bytes;  // empty: not smaller, or a page that carries a nonce
  std::string_view etag;        // with its quotes; empty for pages
  bool immutable;               // the name carries a hash of the contents
};

std::span<const WebAsset> WebAssets();

// The file of a request path (no query), or the page its client-side route belongs to: the customer
// pages for /feedback, /t and /track, the desk for its own addresses. Null when there is neither.
const WebAsset* FindWebAsset(std::string_view path);

// A page with its nonce put in; other files unchanged.
std::string WithNonce(const WebAsset& asset, std::string_view nonce);
// The policy that goes with it: own scripts only, styles by nonce, no frames, no plug-ins.
std::string ContentSecurityPolicy(std::string_view nonce);

}  // namespace huiyin::server
