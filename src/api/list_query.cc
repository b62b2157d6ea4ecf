#include "api/list_query.h"

#include <charconv>

namespace huiyin::api {
namespace {

struct ListParameter {
  std::string_view name;
  std::vector<std::string> app::TicketFilter::*member;
};
constexpr ListParameter kLists[] = {
    {"state", &app::TicketFilter::state},
    {"sub_state", &app::TicketFilter::sub_state},
    {"priority", &app::TicketFilter::priority},
    {"category", &app::TicketFilter::category},
    {"complaint_kind", &app::TicketFilter::complaint_kind},
    {"channel", &app::TicketFilter::channel},
    {"sentiment", &app::TicketFilter::sentiment},
};

}  // namespace

std::vector<std::string> SplitList(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    if (comma > 0) out.emplace_back(text.substr(0, comma));
    text = comma == text.size() ? std::string_view() : text.substr(comma + 1);
  }
  return out;
}

Result<int64_t> ReadNumber(std::string_view name, std::string_view text) {
  int64_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) {
    return InvalidField(std::string(name), "type", "a whole number is expected here");
  }
  return value;
}

Result<int64_t> ReadNumber(std::string_view name, std::string_view text, int64_t least,
                           int64_t most) {
  TRY_ASSIGN(const int64_t value, ReadNumber(name, text));
  if (value >= least && value <= most) return value;
  return InvalidField(std::string(name), "out_of_range",
                      std::to_string(least) + " to " + std::to_string(most));
}

Status ReadFilter(std::string_view name, std::string_view value, app::TicketFilter& out) {
  for (const ListParameter& list : kLists) {
    if (name == list.name) {
      out.*list.member = SplitList(value);
      return Ok();
    }
  }
  if (name == "department") {
    for (const std::string& part : SplitList(value)) {
      TRY_ASSIGN(const int64_t id, ReadNumber(name, part));
      out.department.push_back(id);
    }
  } else if (name == "owner") {
    out.owner = std::string(value);
  } else if (name == "view") {
    out.view = std::string(value);
  } else if (name == "tag") {
    out.tag = std::string(value);
  } else if (name == "q") {
    out.q = std::string(value);
  } else if (name == "sort") {
    out.sort = std::string(value);
  } else if (name == "cursor") {
    out.cursor = std::string(value);
  } else if (name == "limit") {
    TRY_ASSIGN(const int64_t limit, ReadNumber(name, value));
    out.limit = limit < 1 || limit > app::kMaxListLimit ? 0 : static_cast<int>(limit);
  } else if (name == "received_from" || name == "received_to") {
    auto at = ParseInstant(value);
    if (!at.ok()) return InvalidField(std::string(name), "format", at.error().message);
    (name == "received_from" ? out.received_from : out.received_to) = *at;
  } else {
    return InvalidField(std::string(name), "unknown_field", "there is no such filter");
  }
  return Ok();
}

Result<app::TicketFilter> FilterOf(const http::Request& request) {
  app::TicketFilter out;
  for (const auto& [name, value] : request.query) TRY(ReadFilter(name, value, out));
  return out;
}

}  // namespace huiyin::api
