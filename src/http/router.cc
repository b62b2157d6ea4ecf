#include "http/router.h"

#include <algorithm>
#include <array>
#include <map>

namespace huiyin::http {
namespace {

constexpr size_t kNoRoute = static_cast<size_t>(-1);
constexpr size_t kMaxSegments = 32;

struct Routes {
  std::array<size_t, kMethodCount> by_method;
  std::array<std::vector<std::string>, kMethodCount> names;  // of the params, per route
  Routes() { by_method.fill(kNoRoute); }
  bool empty() const {
    return std::all_of(by_method.begin(), by_method.end(),
                       [](size_t route) { return route == kNoRoute; });
  }
};

bool IsParam(std::string_view segment) { return segment.starts_with('{'); }

bool IsName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::vector<std::string_view> Split(std::string_view path) {
  std::vector<std::string_view> out;
  path.remove_prefix(1);
  if (path.empty()) return out;
  while (true) {
    const size_t slash = path.find('/');
    out.push_back(path.substr(0, slash));
    if (slash == path.npos) return out;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> param;
  Routes here;  // patterns that end at this node
  Routes rest;  // patterns that end with {name...} below this node

  static Node& Below(std::unique_ptr<Node>& child) {
    if (!child) child = std::make_unique<Node>();
    return *child;
  }
};

namespace {

// One walk over the trie; the first route with the method wins, all methods met go into Allow.
class Walk {
 public:
  Walk(Method method, std::string_view path, const std::vector<std::string_view>& segments)
      : method_(method), path_(path), segments_(segments) {}

  template <typename Node>
  bool Visit(const Node& node, size_t depth) {
    if (depth == segments_.size()) return Take(node.here) || Take(node.rest);
    const std::string_view segment = segments_[depth];
    if (const auto found = node.literals.find(segment); found != node.literals.end()) {
      if (Visit(*found->second, depth + 1)) return true;
    }
    if (node.param && !segment.empty()) {
      values_.push_back(segment);
      if (Visit(*node.param, depth + 1)) return true;
      values_.pop_back();
    }
    if (node.rest.empty()) return false;
    values_.push_back(path_.substr(static_cast<size_t>(segment.data() - path_.data())));
    if (Take(node.rest)) return true;
    values_.pop_back();
    return false;
  }

  Router::Match Finish() {
    if (match_.outcome == Router::Outcome::kFound) return std::move(match_);
    for (size_t i = 0; i < kMethodCount; ++i) {
      if (!met_[i]) continue;
      match_.outcome = Router::Outcome::kMethodNotAllowed;
      if (!match_.allow.empty()) match_.allow += ", ";
      match_.allow += MethodName(static_cast<Method>(i));
    }
    return std::move(match_);
  }

 private:
  bool Take(const Routes& routes) {
    for (size_t i = 0; i < kMethodCount; ++i) met_[i] |= routes.by_method[i] != kNoRoute;
    constexpr auto kGetAt = static_cast<size_t>(Method::kGet);
    constexpr auto kHeadAt = static_cast<size_t>(Method::kHead);
    met_[kHeadAt] |= met_[kGetAt];
    auto at = static_cast<size_t>(method_);
    if (at == kHeadAt && routes.by_method[at] == kNoRoute) at = kGetAt;
    if (routes.by_method[at] == kNoRoute) return false;
    match_.outcome = Router::Outcome::kFound;
    match_.route = routes.by_method[at];
    const auto& names = routes.names[at];
    for (size_t i = 0; i < names.size(); ++i) {
      match_.params.emplace_back(names[i], i < values_.size() ? values_[i] : std::string_view());
    }
    return true;
  }

  const Method method_;
  const std::string_view path_;
  const std::vector<std::string_view>& segments_;
  std::vector<std::string_view> values_;
  std::array<bool, kMethodCount> met_ = {};
  Router::Match match_;
};

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

Status Router::Add(Method method, std::string_view pattern, size_t route) {
  const auto malformed = [&] {
    return InvalidArgument("not a route pattern: " + std::string(pattern));
  };
  if (!pattern.starts_with('/') || route == kNoRoute) return malformed();
  const auto segments = Split(pattern);
  if (segments.size() > kMaxSegments) return malformed();
  Node* node = root_.get();
  Routes* end = nullptr;
  std::vector<std::string> names;
  for (const std::string_view segment : segments) {
    if (segment.empty() || end) return malformed();
    if (!IsParam(segment)) {
      auto& child = node->literals[std::string(segment)];
      node = &Node::Below(child);
      continue;
    }
    if (!segment.ends_with('}')) return malformed();
    std::string_view name = segment.substr(1, segment.size() - 2);
    const bool takes_rest = name.ends_with("...");
    if (takes_rest) name.remove_suffix(3);
    if (!IsName(name) || std::find(names.begin(), names.end(), name) != names.end()) {
      return malformed();
    }
    names.emplace_back(name);
    if (takes_rest) {
      end = &node->rest;
    } else {
      node = &Node::Below(node->param);
    }
  }
  Routes& routes = end ? *end : node->here;
  const auto at = static_cast<size_t>(method);
  if (routes.by_method[at] != kNoRoute) {
    return Conflict("route taken: " + std::string(MethodName(method)) + " " + std::string(pattern));
  }
  routes.by_method[at] = route;
  routes.names[at] = std::move(names);
  return Ok();
}

Router::Match Router::Find(Method method, std::string_view path) const {
  if (!path.starts_with('/')) return {};
  const auto segments = Split(path);
  if (segments.size() > kMaxSegments) return {};
  Walk walk(method, path, segments);
  walk.Visit(*root_, 0);
  return walk.Finish();
}

}  // namespace huiyin::http
