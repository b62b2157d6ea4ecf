// The web app compiled into the program: every file of web's build, and its gzip and brotli forms
// made at build time. Immutable, from any thread. Without HUIYIN_WEB the table is empty and every
// look-up is null.
#pragma once

#include <span>
#include <string_view>

namespace huiyin::server {

struct WebAsset {
  std::string_view path;  // "/assets/index-Dq3.js", "/index.html"
  std::string_view content_type;
  std::string_view bytes;
  std::string_view gzip_bytes;    // empty: not smaller, or a page that carries a nonce
  std::string_view brotli_bytes;  // empty likewise
  std::string_view etag;          // with its quotes; empty for pages
  bool immutable;                 // the name carries a hash of the contents
};

std::span<const WebAsset> WebAssets();

// The file of exactly this path, null when there is none. Which address shows which page, and the
// policy a page goes out with, is api/web_pages.cc.
const WebAsset* FindWebAsset(std::string_view path);

}  // namespace huiyin::server
