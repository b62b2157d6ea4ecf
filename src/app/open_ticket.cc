#include "app/open_ticket.h"

#include <future>

#include "app/config.h"
#include "app/fact_json.h"
#include "app/fingerprint.h"
#include "app/idempotency.h"
#include "app/json_read.h"
#include "app/masking.h"
#include "app/notices.h"
#include "app/rollup.h"
#include "app/ticket_clocks.h"
#include "app/understanding.h"
#include "app/webhook_events.h"
#include "base/json_text.h"
#include "base/utf8.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr Duration kDuplicateWindow = Duration::Minutes(10);
constexpr size_t kTitleCodePoints = 60;

// Everything that can be computed before the writer; immutable while the command runs (again).
struct Prepared {
  Feedback in;
  Understood said;
  domain::RoutingDecision routed;
  domain::Lifecycle life;
  std::shared_ptr<const Config> config;
  std::string actor;
  std::string title;
  SecretKey data_key = SecretKey::Generate();
  SecretKey customer_key = SecretKey::Generate();
  std::string commitment;
  std::string mobile, email;  // normalised
  Hash32 mobile_index{}, email_index{};
  std::string idempotency_body;
  Hash32 idempotency_key{}, idempotency_hash{};
  int64_t fingerprint = 0;
  int64_t department_id = 0;
  Instant received_at;
};

Error TooLong(const char* field, size_t most) {
  return InvalidField(field, "too_long", "at most " + std::to_string(most) + " characters");
}

Status CheckText(const char* field, const std::string& text, size_t most) {
  const size_t bad = FirstInvalidUtf8(text);
  if (bad != std::string_view::npos) {
    return InvalidField(field, "invalid_utf8", "not valid UTF-8 at byte " + std::to_string(bad));
  }
  if (text.find('\0') != std::string::npos) {
    return InvalidField(field, "invalid_character", "contains a NUL character");
  }
  if (CodePointCount(text) > most) return TooLong(field, most);
  return Ok();
}

bool IsBlank(std::string_view text) {
  size_t pos = 0;
  while (pos < text.size()) {
    const char32_t c = NextCodePoint(text, pos);
    const bool blank =
        c <= 0x20 || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200F) || c == 0xFEFF;
    if (!blank) return false;
  }
  return true;
}

Status CheckWords(const Feedback& in) {
  if (!domain::ParseChannel(in.channel)) {
    return InvalidField("channel", "unknown_value", "not a channel; see docs/glossary.md");
  }
  if (!in.category.empty() && !domain::ParseCategory(in.category)) {
    return InvalidField("category", "unknown_value",
                        "suggestion, complaint, malfunction, inquiry or other");
  }
  if (!in.priority.empty() && !domain::ParsePriority(in.priority)) {
    return InvalidField("priority", "unknown_value", "high, mid or low");
  }
  if (!in.complaint_kind.empty() && !domain::ParseComplaintKind(in.complaint_kind)) {
    return InvalidField("complaint_kind", "unknown_value", "product, service, price or logistics");
  }
  return Ok();
}

Status CheckFeedback(const Feedback& in, Instant now) {
  TRY(CheckText("text", in.text, kMaxTextCodePoints));
  if (IsBlank(in.text)) return InvalidField("text", "required", "say what happened");
  TRY(CheckWords(in));
  TRY(CheckText("contact.name", in.name, kMaxNameCodePoints));
  TRY(CheckText("product", in.product, kMaxShortFieldCodePoints));
  TRY(CheckText("order_no", in.order_no, kMaxShortFieldCodePoints));
  if (!in.mobile.empty() && NormaliseMobile(in.mobile).empty()) {
    return InvalidField("contact.mobile", "format", "not a telephone number");
  }
  if (!in.email.empty() && NormaliseEmail(in.email).empty()) {
    return InvalidField("contact.email", "format", "not an e-mail address");
  }
  if (in.custom.size() > kMaxCustomBytes) {
    return InvalidField("custom", "too_long", "at most 16384 bytes");
  }
  if (in.received_at && *in.received_at > now + Duration::Minutes(5)) {
    return InvalidField("received_at", "in_future", "lies in the future");
  }
  return Ok();
}

std::string TitleOf(std::string_view masked) {
  size_t end = masked.find_first_of("\r\n");
  for (const std::string_view stop : {"。", "！", "？", "!", "?"}) {
    end = std::min(end, masked.find(stop, 12));
  }
  return std::string(Prefix(masked.substr(0, end), kTitleCodePoints));
}

domain::RoutingInput RoutingInputOf(const Prepared& p) {
  domain::RoutingInput in;
  in.channel = p.in.channel;
  in.category = domain::Name(p.said.category);
  if (p.said.complaint_kind) in.complaint_kind = domain::Name(*p.said.complaint_kind);
  in.priority = domain::Name(p.said.priority);
  in.sentiment = domain::Name(p.said.sentiment);
  in.lang = p.said.lang;
  in.product = p.in.product;
  in.sensitive = p.said.sensitive;
  in.emotion_intensity = p.said.emotion_intensity;
  in.topics = p.said.topics;
  in.sensitive_classes = p.said.sensitive_classes;
  in.text = p.said.masked;
  return in;
}

// What the caller states stands above what understanding says; a sensitive text stays high.
void ApplyStated(const Feedback& in, Understood& said) {
  if (!in.category.empty()) said.category = *domain::ParseCategory(in.category);
  if (!in.complaint_kind.empty())
    said.complaint_kind = domain::ParseComplaintKind(in.complaint_kind);
  if (said.category != domain::Category::kComplaint) said.complaint_kind.reset();
  if (!in.priority.empty()) {
    said.priority = *domain::ParsePriority(in.priority);
    said.priority_rule = "stated";
  } else if (!in.category.empty() && said.priority == domain::Priority::kLow &&
             (said.category == domain::Category::kComplaint ||
              said.category == domain::Category::kMalfunction)) {
    said.priority = domain::Priority::kMid;  // domain.md §1.5, step 4
    said.priority_rule = "complaint_or_malfunction";
  }
  if (said.sensitive) said.priority = domain::Priority::kHigh;
}

Result<std::shared_ptr<Prepared>> Prepare(const Context& context, const domain::Actor& actor,
                                          Feedback in) {
  const Instant now = context.Now();
  TRY(CheckFeedback(in, now));
  auto p = std::make_shared<Prepared>();
  p->in = std::move(in);
  p->config = context.config->Get();
  p->actor = actor.Label();
  p->said = Understand(context, p->in.text);
  ApplyStated(p->in, p->said);
  p->title = TitleOf(p->said.masked);
  p->routed = domain::Route(p->config->routing, RoutingInputOf(*p));
  if (!p->routed.priority.empty()) {
    p->said.priority = *domain::ParsePriority(p->routed.priority);
    p->said.priority_rule = "routing";
  }
  if (const Department* d = p->config->DepartmentByCode(p->routed.department_code)) {
    p->department_id = d->id;
  }
  if (p->in.department_id != 0) {
    if (!p->config->departments.contains(p->in.department_id)) {
      return InvalidField("department_id", "unknown_value", "there is no such department");
    }
    p->department_id = p->in.department_id;
  }
  if (p->in.owner_id != 0 && !p->config->people.contains(p->in.owner_id)) {
    return InvalidField("owner_id", "unknown_value", "there is no such person");
  }
  p->commitment = HexEncode(View(Commitment(p->data_key, p->in.text)));
  p->fingerprint = Fingerprint(p->in.text);
  if (!p->in.mobile.empty()) {
    p->mobile = NormaliseMobile(p->in.mobile);
    p->mobile_index = BlindIndex(*context.instance_key, "mobile", p->mobile);
  }
  if (!p->in.email.empty()) {
    p->email = NormaliseEmail(p->in.email);
    p->email_index = BlindIndex(*context.instance_key, "email", p->email);
  }
  if (!p->in.idempotency_key.empty()) {
    p->idempotency_key =
        Sha256({"feedback\n", p->in.idempotency_scope, "\n", p->in.idempotency_key});
    p->idempotency_hash = Sha256({p->in.channel, "\n", p->in.text, "\n", p->in.mobile, "\n",
                                  p->in.email, "\n", p->in.category, "\n", p->in.order_no, "\n",
                                  p->in.custom, p->in.to_human ? "\nto_human" : ""});
  }
  const int64_t received_us = (p->in.received_at ? *p->in.received_at : now).us;
  p->received_at = Instant{received_us / 1000 * 1000};
  return p;
}

struct Customer {
  int64_t id = 0;
  std::string tier = "standard";
};

// Somebody whose every contact given now is his. One that differs makes another customer: it would
// be lost otherwise, and adding it would let a stranger who knows a number hang his own address on
// it and read the notices.
Result<Customer> FindCustomer(const Prepared& p, store::Tx& tx) {
  const auto read = [](const store::Row& row) { return Customer{row.Int(0), row.Str(1)}; };
  std::optional<Customer> found;
  if (!p.mobile.empty() && !p.email.empty()) {
    TRY_ASSIGN(found, tx.db().One(q::customer_by_both, {p.mobile_index, p.email_index}, read));
  } else if (!p.mobile.empty()) {
    TRY_ASSIGN(found, tx.db().One(q::customer_by_mobile, {p.mobile_index}, read));
  } else if (!p.email.empty()) {
    TRY_ASSIGN(found, tx.db().One(q::customer_by_email, {p.email_index}, read));
  }
  return found.value_or(Customer{});
}

Result<int64_t> MakeCustomer(const Context& context, const Prepared& p, store::Tx& tx) {
  TRY_ASSIGN(const int64_t id, tx.NextId());
  const std::string owner = "customer:" + std::to_string(id);
  const std::string key = context.keys->WrapKey(p.customer_key, owner);
  const auto sealed = [&](const std::string& value, const char* column) {
    return value.empty() ? std::string()
                         : Seal(p.customer_key, value, std::string(column) + ":" + owner);
  };
  const std::string name = sealed(p.in.name, "name");
  const std::string mobile = sealed(p.mobile, "mobile");
  const std::string email = sealed(p.email, "email");
  const auto blob = [](const std::string& bytes) {
    return bytes.empty() ? store::Param() : store::Param(store::Blob{bytes});
  };
  TRY(tx.Exec(q::customer_insert, {id, store::Blob{key}, blob(name), blob(mobile), blob(email),
                                   MaskName(p.in.name), MaskMobile(p.mobile), MaskEmail(p.email),
                                   p.mobile.empty() ? store::Param() : store::Param(p.mobile_index),
                                   p.email.empty() ? store::Param() : store::Param(p.email_index),
                                   "standard", tx.now()}));
  return id;
}

domain::Fact CreatedFact(const Prepared& p, Instant now) {
  // Goes out with the customer's receipt: nothing internal in here.
  domain::Fact fact = domain::MakeFact(domain::fact::kTicketCreated, now, p.actor)
                          .Set("channel", p.in.channel)
                          .Set("commitment", p.commitment)
                          .Set("received_at", FormatUtc(p.received_at));
  if (p.in.to_human) fact.Set("to_human", true);
  return fact;
}

domain::Fact ClassifiedFact(const Config& config, const Prepared& p, const Customer& customer,
                            Instant now) {
  const Understood& said = p.said;
  domain::Fact fact = domain::MakeFact(domain::fact::kClassified, now, "system");
  fact.Set("category", std::string(domain::Name(said.category)))
      .Set("sentiment", std::string(domain::Name(said.sentiment)))
      .Set("emotion_intensity", int64_t{said.emotion_intensity})
      .Set("priority", std::string(domain::Name(said.priority)))
      .Set("priority_rule", said.priority_rule)
      .Set("sensitive", said.sensitive)
      .Set("lang", said.lang)
      .Set("confidence", said.category_confidence)
      .Set("version", said.version)
      .Set("department_id", p.department_id)
      .Set("customer_tier", customer.tier);
  if (said.complaint_kind) {
    fact.Set("complaint_kind", std::string(domain::Name(*said.complaint_kind)));
  }
  // What a person stated is no verdict and is not counted as one (verdict_quality.h).
  std::vector<std::string> stated;
  if (!p.in.category.empty()) stated.emplace_back("category");
  if (!p.in.complaint_kind.empty()) stated.emplace_back("complaint_kind");
  if (!p.in.priority.empty()) stated.emplace_back("priority");
  if (!stated.empty()) fact.Set("stated", stated);
  if (p.in.owner_id != 0) fact.Set("owner_id", p.in.owner_id);
  if (!config.sla_names.empty()) fact.Set("sla", config.sla_names);
  if (!said.emotions.empty()) fact.Set("emotions", said.emotions);
  if (!said.sensitive_classes.empty()) fact.Set("sensitive_classes", said.sensitive_classes);
  if (!said.topics.empty()) fact.Set("topics", said.topics);
  std::vector<std::string> steps;
  for (const auto& step : p.routed.steps) {
    std::string text = step.rule;
    for (const std::string& did : step.did) text += "\n" + did;
    steps.push_back(std::move(text));
  }
  if (!steps.empty()) fact.Set("routing", steps);
  fact.Set("routing_version", p.routed.version);
  fact.SetIf("skill", p.routed.skill).SetIf("tier", p.routed.tier);
  return fact;
}

// The command; runs on the writer's thread, perhaps more than once.
class OpenCommand {
 public:
  OpenCommand(const Context& context, std::shared_ptr<Prepared> prepared, int64_t customer_id = 0)
      : context_(context), p_(std::move(prepared)), customer_id_(customer_id) {}

  Status Run(store::Tx& tx, Opened& out) {
    out = Opened{};
    if (!p_->in.idempotency_key.empty()) {
      TRY_ASSIGN(const bool replayed, Replay(tx, out));
      if (replayed) return Ok();
    }
    Customer customer;
    if (customer_id_ != 0) {
      customer.id = customer_id_;
      return Insert(tx, customer, out);
    }
    if (!p_->mobile.empty() || !p_->email.empty()) {
      TRY_ASSIGN(customer, FindCustomer(*p_, tx));
      if (customer.id != 0) {
        TRY_ASSIGN(const bool duplicate, FindDuplicate(tx, customer.id, out));
        if (duplicate) return Remember(tx, out);
      }
    }
    if (customer.id == 0 && (!p_->mobile.empty() || !p_->email.empty() || !p_->in.name.empty())) {
      TRY_ASSIGN(customer.id, MakeCustomer(context_, *p_, tx));
    }
    TRY(Insert(tx, customer, out));
    return Remember(tx, out);
  }

 private:
  void Address(int64_t id, Opened& out) const {
    out.ticket_id = id;
    out.tracking_secret = TrackingSecret(*context_.instance_key, id);
    out.tracking_url = context_.public_url + "/t/" + out.tracking_secret;
    out.contact_code = ContactCode(*context_.instance_key, id);
  }

  Result<bool> Replay(store::Tx& tx, Opened& out) {
    TRY_ASSIGN(const auto before, RecallAnswer(tx, p_->idempotency_key, p_->idempotency_hash));
    if (!before) return false;
    TRY_ASSIGN(const int64_t id, TicketIdOf(*before));
    Address(id, out);
    out.ticket_no = *before;
    out.replayed = true;
    return true;
  }

  Status Remember(store::Tx& tx, const Opened& out) {
    if (p_->in.idempotency_key.empty()) return Ok();
    return RememberAnswer(tx, p_->idempotency_key, p_->idempotency_hash, out.ticket_no);
  }

  Result<bool> FindDuplicate(store::Tx& tx, int64_t customer_id, Opened& out) {
    const Instant since = p_->received_at - kDuplicateWindow;
    int64_t id = 0;
    std::string number;
    TRY(tx.db().Each(q::ticket_recent_of_customer, {customer_id, since},
                     [&](const store::Row& row) -> Status {
                       if (id == 0 && NearlyIdentical(row.Int(2), p_->fingerprint)) {
                         id = row.Int(0);
                         number = row.Str(1);
                       }
                       return Ok();
                     }));
    if (id == 0) return false;
    Address(id, out);
    out.ticket_no = number;
    out.duplicate = true;
    return true;
  }

  Status Insert(store::Tx& tx, const Customer& customer, Opened& out) {
    TRY_ASSIGN(const int64_t id, tx.NextId());
    const Instant now = tx.now();
    out.ticket_no = TicketNo(id, p_->received_at);
    Address(id, out);
    std::vector<domain::Fact> facts = {CreatedFact(*p_, now),
                                       ClassifiedFact(*p_->config, *p_, customer, now)};
    TicketClocks clocks = ComputeClocks(*p_->config, facts, now);
    const NoticeRequest ack = Acknowledge(out, now, facts, clocks);
    out.promised_at = clocks.promised_at;
    TRY(InsertRow(tx, id, customer, clocks, facts, out));
    for (const domain::Fact& fact : facts) {
      tx.Append({out.ticket_no, id, fact.actor, fact.kind, FactPayload(fact)});
    }
    for (auto& delta : ReceivedRollups(domain::Replay(facts), p_->in.channel)) {
      tx.Add(std::move(delta));
    }
    if (!ack.template_id.empty()) TRY(QueueNotice(context_, tx, id, ack));
    return TellWebhooks(tx, id, clocks, facts, out);
  }

  Status TellWebhooks(store::Tx& tx, int64_t id, const TicketClocks& clocks,
                      const std::vector<domain::Fact>& facts, const Opened& out) {
    if (p_->config->webhooks.empty()) return Ok();
    TicketRecord record;
    record.id = id;
    record.ticket_no = out.ticket_no;
    record.channel = p_->in.channel;
    record.sentiment = domain::Name(p_->said.sentiment);
    record.emotion_intensity = p_->said.emotion_intensity;
    record.title = p_->title;
    record.content_masked = p_->said.masked;
    record.lang = p_->said.lang;
    record.product = p_->in.product;
    record.topics = StringListText(p_->said.topics);
    record.tags = StringListText(p_->routed.tags);
    record.received_at = p_->received_at;
    record.updated_at = tx.now();
    record.breached = clocks.breached;
    record.life = domain::Replay(facts);
    std::vector<std::string> kinds;
    for (const domain::Fact& fact : facts) kinds.push_back(fact.kind);
    return QueueTicketEvents(context_, *p_->config, tx, record, kinds);
  }

  // Who can be written to is told at once that it arrived, and by when he hears from a person; the
  // fact and the clocks it stops come with the letter. Nothing without a template or an address.
  NoticeRequest Acknowledge(const Opened& opened, Instant now, std::vector<domain::Fact>& facts,
                            TicketClocks& clocks) const {
    if (p_->email.empty()) return {};
    std::vector<domain::Fact> told = facts;
    told.push_back(
        domain::MakeFact(domain::fact::kAcknowledged, now, "system").Set("automatic", true));
    TicketClocks after = ComputeClocks(*p_->config, told, now);
    NoticeRequest ack =
        AcknowledgementFor(*p_->config, p_->said.lang, domain::Name(p_->said.priority), p_->email,
                           p_->in.name, p_->title, opened, p_->department_id, after.promised_at);
    if (ack.template_id.empty()) return ack;
    told.back().Set("template", ack.template_id);
    facts = std::move(told);
    clocks = std::move(after);
    return ack;
  }

  Status InsertRow(store::Tx& tx, int64_t id, const Customer& customer, const TicketClocks& clocks,
                   const std::vector<domain::Fact>& facts, const Opened& out) {
    const domain::Lifecycle life = domain::Replay(facts);
    const std::string owner = "ticket:" + std::to_string(id);
    const std::string key = context_.keys->WrapKey(p_->data_key, owner);
    const std::string content = Seal(p_->data_key, p_->in.text, "content:" + owner);
    const std::string topics = StringListText(p_->said.topics);
    const std::string tags = StringListText(p_->routed.tags);
    const auto text = [](const std::string& value) {
      return value.empty() ? store::Param() : store::Param(value);
    };
    const auto number = [](int64_t value) {
      return value == 0 ? store::Param() : store::Param(value);
    };
    TRY(tx.Exec(
        q::ticket_insert,
        {id,
         out.ticket_no,
         p_->in.channel,
         domain::Name(life.category),
         life.complaint_kind ? store::Param(domain::Name(*life.complaint_kind)) : store::Param(),
         domain::Name(p_->said.sentiment),
         p_->said.emotion_intensity,
         life.sensitive,
         domain::Name(life.priority),
         domain::Name(life.state),
         store::Param(),
         p_->title,
         p_->said.masked,
         store::Blob{content},
         store::Blob{key},
         p_->fingerprint,
         p_->said.lang,
         text(p_->in.product),
         text(p_->in.order_no),
         number(life.department_id),
         number(life.owner_id),
         number(life.first_owner_id),
         number(customer.id),
         p_->received_at,
         tx.now(),
         tx.now(),
         clocks.next_due_at,
         text(clocks.next_due_clock),
         clocks.next_timer_at,
         clocks.breached,
         1,
         topics,
         tags,
         p_->in.custom}));
    return Ok();
  }

  const Context& context_;
  std::shared_ptr<Prepared> p_;
  const int64_t customer_id_;
};

}  // namespace

void OpenTicket(const Context& context, const domain::Actor& actor, Feedback feedback,
                OpenedDone done) {
  auto prepared = Prepare(context, actor, std::move(feedback));
  if (!prepared.ok()) {
    done(std::move(prepared).error());
    return;
  }
  auto command = std::make_shared<OpenCommand>(context, std::move(prepared).value());
  auto out = std::make_shared<Opened>();
  auto shared_done = std::make_shared<OpenedDone>(std::move(done));
  Status submitted = context.db->writer().Submit(
      [command, out](store::Tx& tx) { return command->Run(tx, *out); },
      [out, shared_done](Status status, std::shared_ptr<const store::CommitInfo> info) {
        if (!status.ok()) {
          (*shared_done)(std::move(status).error());
          return;
        }
        if (info != nullptr && !info->events().empty()) {
          auto receipt = info->Receipt(0);
          if (receipt.ok()) out->receipt = std::move(*receipt);
        }
        (*shared_done)(std::move(*out));
      });
  if (!submitted.ok()) (*shared_done)(std::move(submitted).error());
}

Result<Opened> OpenInside(const Context& context, const domain::Actor& actor, Feedback feedback,
                          store::Tx& tx, int64_t customer_id) {
  TRY_ASSIGN(auto prepared, Prepare(context, actor, std::move(feedback)));
  Opened out;
  TRY(OpenCommand(context, std::move(prepared), customer_id).Run(tx, out));
  return out;
}

Result<Opened> OpenTicketNow(const Context& context, const domain::Actor& actor,
                             Feedback feedback) {
  std::promise<Result<Opened>> promise;
  auto future = promise.get_future();
  OpenTicket(context, actor, std::move(feedback),
             [&](Result<Opened> opened) { promise.set_value(std::move(opened)); });
  return future.get();
}

}  // namespace huiyin::app
