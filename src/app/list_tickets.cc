#include "app/list_tickets.h"

#include <algorithm>
#include <charconv>
#include <unordered_set>
#include <utility>

#include "app/json_read.h"
#include "app/search_text.h"
#include "app/ticket_reads.h"
#include "base/utf8.h"
#include "domain/vocabulary.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr int64_t kCountLimit = 1'000;
constexpr int kSearchPage = 200;
constexpr int kMaxSearchCandidates = 5'000;
constexpr size_t kMaxFound = 1'000;
constexpr size_t kMaxFoundAlone = 200;
constexpr std::string_view kNewestFirst = "-received_at";
constexpr std::string_view kDueFirst = "due_at";
constexpr Duration kDueSoon = Duration::Hours(4);

constexpr const char* kViews[] = {"mine",     "department", "unassigned",
                                  "due_soon", "breached",   "waiting_approval",
                                  "mentions", "watching",   "all"};

struct Sort {
  const char* name;
  const char* column;  // the keyset's first column
  bool descending;
  const char* condition;
};
constexpr Sort kSorts[] = {
    {"-received_at", "received_at", true, nullptr},
    {"received_at", "received_at", false, nullptr},
    {"due_at", "next_due_at", false, "next_due_at IS NOT NULL"},
    {"-updated_at", "updated_at", true, nullptr},
    {"-priority", "CAST(CASE priority WHEN 'high' THEN 2 WHEN 'mid' THEN 1 ELSE 0 END AS BIGINT)",
     true, nullptr},
};

const Sort* SortNamed(std::string_view name) {
  for (const Sort& known : kSorts) {
    if (name == known.name) return &known;
  }
  return nullptr;
}

// SQL text and its values side by side; user text only ever goes into the values.
class Where {
 public:
  std::string Place(std::string value) {
    texts_.push_back(std::move(value));
    order_.push_back({true, texts_.size() - 1});
    return "?" + std::to_string(order_.size());
  }
  std::string Place(int64_t value) {
    numbers_.push_back(value);
    order_.push_back({false, numbers_.size() - 1});
    return "?" + std::to_string(order_.size());
  }
  void And(std::string condition) {
    sql_ += (sql_.empty() ? " WHERE " : " AND ") + std::move(condition);
  }
  void In(const char* column, const std::vector<std::string>& values) {
    if (values.empty()) return;
    std::string list;
    for (const std::string& value : values) list += (list.empty() ? "" : ",") + Place(value);
    And(std::string(column) + " IN (" + list + ")");
  }
  void In(const char* column, const std::vector<int64_t>& values) {
    if (values.empty()) return;
    std::string list;
    for (const int64_t value : values) list += (list.empty() ? "" : ",") + Place(value);
    And(std::string(column) + " IN (" + list + ")");
  }
  const std::string& sql() const { return sql_; }
  std::vector<store::Param> Params() const {
    std::vector<store::Param> out;
    for (const auto& [text, index] : order_) {
      if (text) {
        out.emplace_back(std::string_view(texts_[index]));
      } else {
        out.emplace_back(numbers_[index]);
      }
    }
    return out;
  }

 private:
  std::string sql_;
  std::vector<std::string> texts_;
  std::vector<int64_t> numbers_;
  std::vector<std::pair<bool, size_t>> order_;
};

template <typename Parse>
Status CheckAll(const char* field, const std::vector<std::string>& values, Parse parse) {
  for (const std::string& value : values) {
    if (!parse(value)) {
      return InvalidField(field, "unknown_value", "\"" + value.substr(0, 40) + "\" is not known");
    }
  }
  return Ok();
}

Status CheckFilter(const TicketFilter& f) {
  TRY(CheckAll("state", f.state, domain::ParseState));
  TRY(CheckAll("sub_state", f.sub_state, domain::ParseSubState));
  TRY(CheckAll("priority", f.priority, domain::ParsePriority));
  TRY(CheckAll("category", f.category, domain::ParseCategory));
  TRY(CheckAll("complaint_kind", f.complaint_kind, domain::ParseComplaintKind));
  TRY(CheckAll("channel", f.channel, domain::ParseChannel));
  TRY(CheckAll("sentiment", f.sentiment, domain::ParseSentiment));
  if (f.limit < 1 || f.limit > kMaxListLimit) {
    return InvalidField("limit", "out_of_range", "1 to 200");
  }
  if (!IsValidUtf8(f.q) || CodePointCount(f.q) > kMaxQueryCodePoints) {
    return InvalidField("q", "too_long", "at most 100 characters");
  }
  if (!f.sort.empty() && SortNamed(f.sort) == nullptr) {
    return InvalidField("sort", "unknown_value", "there is no such order");
  }
  if (!f.view.empty() &&
      std::find(std::begin(kViews), std::end(kViews), f.view) == std::end(kViews)) {
    return InvalidField("view", "unknown_value", "there is no such view");
  }
  return Ok();
}

void AddScope(Where& where, const domain::Actor& actor) {
  if (actor.May("ticket.read_all")) return;
  const std::string department = where.Place(actor.department_id);
  const std::string user = where.Place(actor.user_id);
  where.And("(department_id = " + department + " OR owner_id = " + user +
            " OR first_owner_id = " + user + ")");
}

void AddView(Where& where, const std::string& view, const domain::Actor& actor, Instant now) {
  const std::string open = "state <> 'closed'";
  // Not a list of the other states: that would fetch every one of them and sort.
  const std::string active = open + " AND state <> 'resolved'";
  if (view == "mine") {
    where.And("owner_id IS NOT NULL AND " + open + " AND owner_id = " + where.Place(actor.user_id));
  } else if (view == "department") {
    where.And(open + " AND department_id = " + where.Place(actor.department_id));
  } else if (view == "unassigned") {
    where.And(open + " AND owner_id IS NULL");
  } else if (view == "due_soon") {
    where.And("next_due_at IS NOT NULL AND next_due_at >= " + where.Place(now.us) +
              " AND next_due_at <= " + where.Place((now + kDueSoon).us));
  } else if (view == "breached") {
    where.And(active + " AND breached = 1");
  } else if (view == "waiting_approval") {
    where.And("id IN (SELECT ticket_id FROM approvals WHERE decision IS NULL)");
  } else if (view == "mentions") {
    where.And("id IN (SELECT ticket_id FROM mentions WHERE seen_at IS NULL AND user_id = " +
              where.Place(actor.user_id) + ")");
  } else if (view == "watching") {
    where.And("id IN (SELECT ticket_id FROM watchers WHERE user_id = " +
              where.Place(actor.user_id) + ")");
  }
}

Status AddOwner(Where& where, const std::string& owner, const domain::Actor& actor) {
  if (owner.empty()) return Ok();
  if (owner == "none") {
    where.And("owner_id IS NULL");
    return Ok();
  }
  int64_t id = actor.user_id;
  if (owner != "me") {
    const auto parsed = std::from_chars(owner.data(), owner.data() + owner.size(), id);
    if (parsed.ec != std::errc() || parsed.ptr != owner.data() + owner.size()) {
      return InvalidField("owner", "unknown_value", "me, none or a user id");
    }
  }
  where.And("owner_id IS NOT NULL AND owner_id = " + where.Place(id));  // the index's own words
  return Ok();
}

// The view's own order. Not due_at for breached ones: of a ticket that waits for the customer no
// clock is due next, and it would be missing from its list.
std::string_view OrderOf(const TicketFilter& f) {
  if (!f.sort.empty()) return f.sort;
  if (f.view == "due_soon") return kDueFirst;
  return f.view == "breached" ? "received_at" : kNewestFirst;
}

// A cursor is "value.id" of the last row of the page before.
Status AddCursor(Where& where, const Sort& sort, const std::string& cursor) {
  if (cursor.empty()) return Ok();
  int64_t value = 0;
  int64_t id = 0;
  const char* end = cursor.data() + cursor.size();
  const auto first = std::from_chars(cursor.data(), end, value);
  bool good = first.ec == std::errc() && first.ptr != end && *first.ptr == '.';
  if (good) {
    const auto second = std::from_chars(first.ptr + 1, end, id);
    good = second.ec == std::errc() && second.ptr == end;
  }
  if (!good) return InvalidField("cursor", "format", "not a cursor of this list");
  const char* before = sort.descending ? "<" : ">";
  const std::string v = where.Place(value);
  where.And("(" + std::string(sort.column) + " " + before + " " + v + " OR (" + sort.column +
            " = " + v + " AND id " + before + " " + where.Place(id) + "))");
  return Ok();
}

constexpr const char* kColumns =
    "SELECT id, ticket_no, channel, category, complaint_kind, sentiment, emotion_intensity, "
    "sensitive, priority, state, sub_state, title, lang, product, department_id, owner_id, "
    "received_at, updated_at, next_due_at, next_due_clock, breached, cycle, rating, topics, tags, "
    "version, coalesce((SELECT name_masked || ' ' || mobile_masked FROM customers c WHERE c.id = "
    "tickets.customer_id), ''), ";

TicketRow ReadTicketRow(const store::Row& row) {
  TicketRow t;
  t.id = row.Int(0);
  t.ticket_no = row.Str(1);
  t.channel = row.Str(2);
  t.category = row.Str(3);
  t.complaint_kind = row.OptStr(4);
  t.sentiment = row.Str(5);
  t.emotion_intensity = static_cast<int>(row.Int(6));
  t.sensitive = row.Bool(7);
  t.priority = row.Str(8);
  t.state = row.Str(9);
  t.sub_state = row.OptStr(10);
  t.title = row.Str(11);
  t.lang = row.Str(12);
  t.product = row.OptStr(13);
  t.department_id = row.OptInt(14);
  t.owner_id = row.OptInt(15);
  t.received_at = row.At(16);
  t.updated_at = row.At(17);
  t.next_due_at = row.OptAt(18);
  t.next_due_clock = row.OptStr(19);
  t.breached = row.Bool(20);
  t.cycle = static_cast<int>(row.Int(21));
  t.rating = row.OptInt(22);
  t.topics = StringList(row.Text(23));
  t.tags = StringList(row.Text(24));
  t.version = row.Int(25);
  t.customer_masked = row.Str(26);
  while (!t.customer_masked.empty() && t.customer_masked.back() == ' ')
    t.customer_masked.pop_back();
  return t;
}

struct Found {
  int64_t id = 0, received_at = 0;
};

// Collects the tickets of one search, each once.
class Hits {
 public:
  void Add(int64_t id, int64_t received_at) {
    if (seen_.insert(id).second) found_.push_back({id, received_at});
  }
  size_t size() const { return found_.size(); }
  std::vector<Found> Take() { return std::move(found_); }

 private:
  std::unordered_set<int64_t> seen_;
  std::vector<Found> found_;
};

// The next page of candidates below `before`, which moves on; how many there were.
Result<size_t> ProvenPage(store::Session& session, const TypedSearch& search, int64_t& before,
                          Hits& hits) {
  size_t rows = 0;
  TRY(session.Each(q::search_tickets, {search.query(), before, kSearchPage},
                   [&](const store::Row& row) {
                     ++rows;
                     before = row.Int(0);
                     if (const auto ticket = row.OptInt(1)) hits.Add(*ticket, row.Int(2));
                     return Ok();
                   }));
  return rows;
}

Result<size_t> DoubtfulPage(store::Session& session, const TypedSearch& search, int64_t& before,
                            Hits& hits) {
  TRY_ASSIGN(const auto rows,
             session.All(q::search_candidates, {search.query(), before, kSearchPage},
                         [](const store::Row& row) { return row.Int(0); }));
  for (const int64_t id : rows) {
    before = id;
    TRY(session.Each(q::search_text, {id}, [&](const store::Row& row) {
      if (search.Matches(row.Text(2)) || search.Matches(row.Text(3))) {
        hits.Add(row.Int(0), row.Int(1));
      }
      return Ok();
    }));
  }
  return rows.size();
}

// The newest tickets whose text, or one of whose messages, really holds what was typed.
Result<std::vector<Found>> Search(store::Session& session, const std::string& typed, size_t most) {
  const TypedSearch search(session.engine(), typed);
  Hits hits;
  if (search.query().empty()) return hits.Take();
  const auto page = search.index_proves() ? ProvenPage : DoubtfulPage;
  int64_t before = INT64_MAX;
  for (int candidates = 0; candidates < kMaxSearchCandidates; candidates += kSearchPage) {
    TRY_ASSIGN(const size_t rows, page(session, search, before, hits));
    if (hits.size() >= most || rows < kSearchPage) break;
  }
  return hits.Take();
}

void KeepNewest(std::vector<Found>& found, size_t most) {
  if (found.size() <= most) return;
  const auto end = found.begin() + static_cast<std::ptrdiff_t>(most);
  std::nth_element(found.begin(), end, found.end(), [](const Found& a, const Found& b) {
    return std::pair(a.received_at, a.id) > std::pair(b.received_at, b.id);
  });
  found.erase(end, found.end());
}

Status AddConditions(store::Session& session, const Context& context, const domain::Actor& actor,
                     const TicketFilter& f, Where& where) {
  AddScope(where, actor);
  AddView(where, f.view, actor, context.Now());
  TRY(AddOwner(where, f.owner, actor));
  // One state is read in order from its index. Several would be fetched whole and sorted, so then
  // the order's index is read and filtered; the expression keeps the planner from the state's.
  where.In(f.state.size() > 1 ? "(state || '')" : "state", f.state);
  where.In("sub_state", f.sub_state);
  where.In("priority", f.priority);
  where.In("category", f.category);
  where.In("complaint_kind", f.complaint_kind);
  where.In("channel", f.channel);
  where.In("sentiment", f.sentiment);
  where.In("department_id", f.department);
  where.In("id", f.ids);
  if (f.received_from) where.And("received_at >= " + where.Place(f.received_from->us));
  if (f.received_to) where.And("received_at < " + where.Place(f.received_to->us));
  if (!f.tag.empty()) {
    std::string quoted = StringListText({f.tag});
    quoted = quoted.substr(1, quoted.size() - 2);
    std::string pattern;
    for (const char c : quoted) {
      if (c == '%' || c == '_' || c == '!') pattern += '!';
      pattern += c;
    }
    where.And("tags LIKE " + where.Place("%" + pattern + "%") + " ESCAPE '!'");
  }
  if (!f.q.empty()) {
    // A ticket number typed into the search box finds that ticket.
    const auto number = TicketIdOf(f.q);
    std::vector<int64_t> ids;
    if (number.ok()) {
      ids.push_back(*number);
    } else {
      // Other conditions, and orders, are applied to what was found, so then more is looked for.
      const bool alone = where.sql().empty() && OrderOf(f) == kNewestFirst;
      TRY_ASSIGN(auto found, Search(session, f.q, alone ? kMaxFoundAlone : kMaxFound));
      if (alone && f.cursor.empty()) KeepNewest(found, static_cast<size_t>(f.limit) + 1);
      for (const Found& hit : found) ids.push_back(hit.id);
    }
    if (ids.empty()) ids.push_back(0);
    where.In("id", ids);
  }
  return Ok();
}

bool IsSorted(const TicketFilter& f) {
  return !f.q.empty() || (f.view == "due_soon" && OrderOf(f) != kDueFirst);
}

Status FillUnread(store::Session& session, int64_t user_id, std::vector<TicketRow>& rows) {
  std::vector<int64_t> ids;
  for (const TicketRow& row : rows) ids.push_back(row.id);
  TRY_ASSIGN(const ReadMarks marks, ReadMarksOf(session, user_id, ids));
  for (TicketRow& row : rows) {
    row.unread = IsUnread(marks, user_id, row.id, row.version, row.owner_id.value_or(0), row.state);
  }
  return Ok();
}

}  // namespace

Status CheckTicketFilter(const TicketFilter& filter) { return CheckFilter(filter); }

Result<TicketPage> ListTickets(const Context& context, store::Session& session,
                               const domain::Actor& actor, const TicketFilter& f) {
  TRY(CheckFilter(f));
  const Sort* sort = SortNamed(OrderOf(f));
  Where where;
  TRY(AddConditions(session, context, actor, f, where));
  if (sort->condition != nullptr) where.And(sort->condition);
  TRY(AddCursor(where, *sort, f.cursor));
  const char* direction = sort->descending ? " DESC" : "";
  const std::string limit = where.Place(int64_t{f.limit} + 1);
  const std::string order =
      std::string(" ORDER BY ") + sort->column + direction + ", id" + direction;
  // Where no index gives the order, the ids are sorted, not the whole rows.
  const std::string chosen = IsSorted(f) ? " WHERE id IN (SELECT id FROM tickets" + where.sql() +
                                               order + " LIMIT " + limit + ")" + order
                                         : where.sql() + order + " LIMIT " + limit;
  const std::string sql = std::string(kColumns) + sort->column + " FROM tickets" + chosen;
  TicketPage page;
  int64_t last_value = 0;
  TRY(session.EachSql(sql, where.Params(), [&](const store::Row& row) -> Status {
    if (static_cast<int>(page.items.size()) == f.limit) {
      page.next_cursor = std::to_string(last_value) + "." + std::to_string(page.items.back().id);
      return Ok();
    }
    page.items.push_back(ReadTicketRow(row));
    last_value = row.Int(27);
    return Ok();
  }));
  if (actor.kind == domain::Actor::Kind::kUser) {
    TRY(FillUnread(session, actor.user_id, page.items));
  }
  return page;
}

Result<std::unordered_map<int64_t, TicketRow>> ReadableTickets(const Context& context,
                                                               store::Session& session,
                                                               const domain::Actor& actor,
                                                               const std::vector<int64_t>& ids) {
  std::unordered_map<int64_t, TicketRow> out;
  for (size_t at = 0; at < ids.size(); at += kMaxListLimit) {
    TicketFilter filter;
    const size_t end = std::min(ids.size(), at + kMaxListLimit);
    filter.ids.assign(ids.begin() + static_cast<std::ptrdiff_t>(at),
                      ids.begin() + static_cast<std::ptrdiff_t>(end));
    filter.limit = kMaxListLimit;
    TRY_ASSIGN(auto page, ListTickets(context, session, actor, filter));
    for (TicketRow& row : page.items) out.emplace(row.id, std::move(row));
  }
  return out;
}

Result<std::vector<ViewCount>> CountViews(const Context& context, store::Session& session,
                                          const domain::Actor& actor) {
  std::vector<ViewCount> out;
  for (const char* view : kViews) {
    Where where;
    AddScope(where, actor);
    AddView(where, view, actor, context.Now());
    if (std::string_view(view) == "all") where.And("state <> 'closed'");
    const std::string limit = where.Place(kCountLimit);
    int64_t n = 0;
    TRY(session.EachSql("SELECT count(*) FROM (SELECT 1 AS one FROM tickets" + where.sql() +
                            " LIMIT " + limit + ") AS counted",
                        where.Params(), [&](const store::Row& row) -> Status {
                          n = row.Int(0);
                          return Ok();
                        }));
    out.push_back({view, n});
  }
  return out;
}

}  // namespace huiyin::app
