#include "api/live.h"

#include <algorithm>
#include <mutex>
#include <set>
#include <vector>

#include "api/codec.h"
#include "app/config.h"
#include "http/worker_pool.h"
#include "store/queries.h"

namespace huiyin::api {
namespace {

constexpr size_t kMaxTopics = 200;
constexpr int64_t kCatchUpLimit = 10'000;

std::string EventText(const store::StoredEvent& e) {
  JsonText json;
  json.Open('{').Key("seq").Int(static_cast<int64_t>(e.seq)).Key("at").Str(FormatUtc(e.at));
  json.Key("kind").Str(e.event.kind).Key("ticket_no").Str(e.event.ticket_no);
  json.Key("actor").Str(e.event.actor).Close('}');
  return json.Take();
}

// Facts that no list, page or wall shows and that only the security auditor may read.
bool IsInternal(std::string_view kind) {
  return kind.starts_with("session_") || kind.starts_with("login_") || kind.starts_with("token_") ||
         kind.starts_with("password_");
}

}  // namespace

struct LiveHub::State : std::enable_shared_from_this<LiveHub::State> {
  struct Client {
    domain::Actor actor;
    std::shared_ptr<http::WebSocketSession> session;
    std::set<std::string> topics;
    bool all_tickets = false;
  };

  explicit State(const app::Context& context_in) : context(context_in) {}

  struct Place {
    int64_t department = 0, owner = 0, first_owner = 0;
  };

  // Where each ticket of a batch belongs, read once a batch.
  Result<std::map<int64_t, Place>> PlacesOf(const std::vector<store::StoredEvent>& events) {
    std::map<int64_t, Place> places;
    TRY(context.db->Read([&](store::Session& session) -> Status {
      for (const auto& e : events) {
        if (e.event.ticket_id == 0 || places.contains(e.event.ticket_id)) continue;
        TRY(session.Each(
            store::q::ticket_place, {e.event.ticket_id}, [&](const store::Row& row) -> Status {
              places[e.event.ticket_id] = {row.OptInt(0).value_or(0), row.OptInt(1).value_or(0),
                                           row.OptInt(2).value_or(0)};
              return Ok();
            }));
      }
      return Ok();
    }));
    return places;
  }

  static bool Wants(const Client& client, const store::StoredEvent& e,
                    const std::map<int64_t, Place>& places) {
    if (e.event.ticket_id == 0)
      return !IsInternal(e.event.kind) && client.topics.contains("config");
    if (!client.all_tickets && !client.topics.contains("ticket:" + e.event.ticket_no)) return false;
    const auto found = places.find(e.event.ticket_id);
    const Place place = found == places.end() ? Place{} : found->second;
    return domain::MayReadTicket(client.actor, place.department, place.owner, place.first_owner);
  }

  // On the writer's thread: hands over and returns. Clients that cannot be served any more are cut;
  // they come back and catch up from the log.
  void Post(const std::vector<store::StoredEvent>& events) {
    {
      std::lock_guard lock(mutex);
      if (clients.empty()) return;
    }
    auto copy = std::make_shared<const std::vector<store::StoredEvent>>(events);
    if (fan.TryPost([self = shared_from_this(), copy] { self->Broadcast(*copy); })) return;
    std::lock_guard lock(mutex);
    for (const auto& client : clients) client->session->Close(1013, "too busy; reconnect");
  }

  void Broadcast(const std::vector<store::StoredEvent>& events) {
    std::vector<std::shared_ptr<Client>> now;
    {
      std::lock_guard lock(mutex);
      now = clients;
    }
    if (now.empty()) return;
    const auto places = PlacesOf(events);
    if (!places.ok()) return;
    for (const auto& e : events) {
      std::shared_ptr<const std::string> text;
      for (const auto& client : now) {
        std::lock_guard lock(client_mutex);
        if (!Wants(*client, e, *places)) continue;
        if (!text) text = std::make_shared<const std::string>(EventText(e));
        client->session->Send(text);
      }
    }
  }

  Result<std::vector<store::StoredEvent>> Since(int64_t seq) {
    std::vector<store::StoredEvent> out;
    TRY(context.db->Read([&](store::Session& session) -> Status {
      return session.Each(store::q::events_after, {seq, kCatchUpLimit},
                          [&](const store::Row& row) -> Status {
                            store::StoredEvent e;
                            e.seq = static_cast<uint64_t>(row.Int(0));
                            e.at = row.At(1);
                            e.event.ticket_id = row.Int(2);
                            e.event.ticket_no = row.Str(3);
                            e.event.actor = row.Str(4);
                            e.event.kind = row.Str(5);
                            out.push_back(std::move(e));
                            return Ok();
                          });
    }));
    return out;
  }

  int64_t Newest() {
    int64_t seq = -1;
    const Status read = context.db->Read([&](store::Session& session) -> Status {
      return session.Each(store::q::events_newest, {}, [&](const store::Row& row) -> Status {
        seq = row.Int(0);
        return Ok();
      });
    });
    return read.ok() ? seq : -1;
  }

  void Hello(const std::shared_ptr<http::WebSocketSession>& session) {
    JsonText json;
    json.Open('{').Key("hello").Open('{').Key("seq").Int(Newest()).Close('}').Close('}');
    session->Send(std::make_shared<const std::string>(json.Take()));
  }

  void OnMessage(const std::shared_ptr<Client>& client, std::string_view text) {
    const auto body = ParseBody(text);
    if (!body.ok() || !body->is_object()) {
      client->session->Close(1007, "a JSON object is expected");
      return;
    }
    const auto& object = body->get_object();
    {
      std::lock_guard lock(client_mutex);
      if (const auto* topics = object.if_contains("subscribe"); topics && topics->is_array()) {
        for (const auto& topic : topics->get_array()) {
          if (!topic.is_string() || client->topics.size() >= kMaxTopics) continue;
          client->topics.emplace(topic.get_string());
        }
      }
      client->all_tickets = client->topics.contains("tickets") || client->topics.contains("wall");
    }
    const auto* since = object.if_contains("since");
    if (since == nullptr || !since->is_int64()) return;
    const auto missed = Since(since->get_int64());
    if (!missed.ok()) return;
    const auto places = PlacesOf(*missed);
    if (!places.ok()) return;
    for (const auto& e : *missed) {
      std::lock_guard lock(client_mutex);
      if (Wants(*client, e, *places)) {
        client->session->Send(std::make_shared<const std::string>(EventText(e)));
      }
    }
  }

  const app::Context& context;
  std::mutex mutex;         // guards clients
  std::mutex client_mutex;  // guards what a client has subscribed to
  std::vector<std::shared_ptr<Client>> clients;
  http::WorkerPool fan{"live", 1, 1'000};
};

LiveHub::LiveHub(const app::Context& context) : state_(std::make_shared<State>(context)) {
  context.db->writer().OnCommit(
      [weak = std::weak_ptr<State>(state_)](const std::vector<store::StoredEvent>& events) {
        if (const auto state = weak.lock()) state->Post(events);
      });
}

LiveHub::~LiveHub() { state_->fan.Stop(); }

http::WebSocketAccept LiveHub::Accept(const domain::Actor& actor) {
  auto client = std::make_shared<State::Client>();
  client->actor = actor;
  http::WebSocketAccept accept;
  accept.callbacks.on_open = [state = state_, client](const auto& session) {
    client->session = session;
    {
      std::lock_guard lock(state->mutex);
      state->clients.push_back(client);
    }
    state->Hello(session);
  };
  accept.callbacks.on_message = [state = state_, client](const auto&, std::string_view text) {
    state->OnMessage(client, text);
  };
  accept.callbacks.on_close = [state = state_, client](uint16_t) {
    std::lock_guard lock(state->mutex);
    std::erase(state->clients, client);
  };
  return accept;
}

}  // namespace huiyin::api
