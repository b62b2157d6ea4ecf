// Pages and files of the web app: a fresh nonce and a strict policy for each page, long caching for
// hashed assets.
#include "api/handlers.h"
#include "api/service.h"
#include "app/forms.h"
#include "base/random.h"
#include "http/encoding.h"
#include "http/etag.h"

namespace huiyin::api {
namespace {

constexpr std::string_view kNonceMark = "__CSP_NONCE__";

bool IsCustomerPage(std::string_view path) {
  return path == "/feedback" || path.starts_with("/feedback/") || path.starts_with("/t/") ||
         path == "/track";
}

bool IsDeskPage(std::string_view path) {
  for (const std::string_view page :
       {"/inbox", "/tickets", "/board", "/wall", "/approvals", "/settings", "/login", "/incidents",
        "/audit", "/outbox", "/process", "/understanding"}) {
    if (path == page || (path.starts_with(page) && path[page.size()] == '/')) return true;
  }
  return path == "/";
}

// Which sites may show this page in a frame: those the form names, for the widget.
std::string FrameAncestors(const app::Config& config, std::string_view path) {
  std::string out = "'self'";
  if (path != "/feedback" && !path.starts_with("/feedback/")) return out;
  const std::string id(path.size() > 10 ? path.substr(10) : "default");
  const auto found = config.forms.find(id);
  if (found == config.forms.end()) return out;
  const auto form = app::ParseForm(found->second.body);
  if (!form.ok()) return out;
  for (const std::string& origin : form->origins) out += " " + origin;
  return out;
}

http::Response Page(const http::Response& file, const std::string& frame_ancestors = "'self'") {
  static SystemRandom random;
  const std::string nonce = random.Token(16);
  http::Response page = http::Response::Html(200, std::string(file.Body()));
  for (size_t at = page.body.find(kNonceMark); at != std::string::npos;
       at = page.body.find(kNonceMark, at)) {
    page.body.replace(at, kNonceMark.size(), nonce);
  }
  page.Set("Content-Security-Policy",
           "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-" + nonce +
               "'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' "
               "data:; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; "
               "form-action 'self'; frame-ancestors " +
               frame_ancestors);
  page.Set("Cache-Control", "no-store");
  return page;
}

using FindAsset = std::function<const http::Response*(std::string_view path)>;

// A packed form has no address of its own.
const http::Response* SmallestForm(const http::Request& request, const FindAsset& asset) {
  const std::string& path = request.path;
  if (path.ends_with(kBrotliSuffix) || path.ends_with(kGzipSuffix)) return nullptr;
  const std::string_view taken = request.Get("Accept-Encoding");
  for (const auto& [coding, suffix] : {std::pair(http::Coding::kBrotli, kBrotliSuffix),
                                       std::pair(http::Coding::kGzip, kGzipSuffix)}) {
    if (!http::AcceptsCoding(taken, coding)) continue;
    if (const auto* packed = asset(path + std::string(suffix))) return packed;
  }
  return asset(path);
}

}  // namespace

std::optional<http::Response> WebPage(
    const http::Request& request, const app::Config& config,
    const std::function<const http::Response*(std::string_view path)>& asset) {
  const http::Response* file = nullptr;
  if (IsCustomerPage(request.path)) {
    file = asset("/feedback.html");
    if (file != nullptr) return Page(*file, FrameAncestors(config, request.path));
  } else if (request.path == "/docs" || request.path == "/widget-demo") {
    file = asset(request.path + ".html");
    if (file != nullptr) return Page(*file);
  } else if (IsDeskPage(request.path)) {
    file = asset("/index.html");
    if (file != nullptr) return Page(*file);
  }
  file = SmallestForm(request, asset);
  if (file == nullptr) {
    // A person who mistyped gets the app's own "not found" page; a program gets a problem document.
    const bool person = request.Get("Accept").find("text/html") != std::string_view::npos;
    const http::Response* index = person ? asset("/index.html") : nullptr;
    if (index == nullptr) return std::nullopt;
    http::Response page = Page(*index);
    page.status = 404;
    return page;
  }
  http::Response out;
  out.headers = file->headers;
  if (http::IfNoneMatchHits(request.Get("If-None-Match"), file->Get("ETag"))) {
    out.status = 304;
    return out;
  }
  out.static_body = file->Body();
  return out;
}

}  // namespace huiyin::api
