#include "api/live.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "api/codec.h"
#include "api/presence.h"
#include "app/config.h"
#include "app/users_account.h"
#include "domain/fact.h"
#include "store/log_follower.h"
#include "store/queries.h"

namespace huiyin::api {
namespace {

using store::StoredEvent;

constexpr size_t kMaxTopics = 200;
// More than this at once, or this much unsent, and reading the page anew is cheaper: "reload".
constexpr size_t kMaxAtOnce = 300;
constexpr size_t kMaxUnsentBytes = 256 * 1024;
constexpr int kMaxCatchUp = 10'000;  // events of the log looked through for one client
constexpr Duration kAskAgain = Duration::Seconds(60);
constexpr uint16_t kSignedOut = 4401;
constexpr uint16_t kTryAgain = 1013;

std::shared_ptr<const std::string> EventText(const StoredEvent& e) {
  JsonText json;
  json.Open('{').Key("seq").Int(static_cast<int64_t>(e.seq)).Key("at").Str(FormatUtc(e.at));
  json.Key("kind").Str(e.event.kind).Key("ticket_no").Str(e.event.ticket_no);
  json.Key("actor").Str(e.event.actor).Close('}');
  return std::make_shared<const std::string>(json.Take());
}

// {"hello":{"seq"}} and {"reload":{"seq"}}: `seq` is the newest fact known.
std::shared_ptr<const std::string> NoticeText(const char* name, uint64_t next) {
  JsonText json;
  json.Open('{').Key(name).Open('{');
  json.Key("seq").Int(static_cast<int64_t>(next) - 1).Close('}').Close('}');
  return std::make_shared<const std::string>(json.Take());
}

// Facts that no list, page or wall shows and that only the security auditor may read.
bool IsInternal(std::string_view kind) {
  return kind.starts_with("session_") || kind.starts_with("login_") || kind.starts_with("token_") ||
         kind.starts_with("password_");
}

// {"viewers":{"ticket_no","people":[{"id","name","writing"}]}}: the others on the ticket.
std::string ViewersText(const app::Config& config, const std::string& ticket_no,
                        const std::vector<Presence::Person>& people, int64_t own_id) {
  JsonText json;
  json.Open('{').Key("viewers").Open('{').Key("ticket_no").Str(ticket_no).Key("people").Open('[');
  for (const Presence::Person& person : people) {
    if (person.user_id == own_id) continue;
    json.Open('{').Key("id").Int(person.user_id).Key("name").Str(config.PersonName(person.user_id));
    json.Key("writing").Bool(person.writing == Writing::kYes).Close('}');
  }
  json.Close(']').Close('}').Close('}');
  return json.Take();
}

struct Place {
  int64_t department = 0, owner = 0, first_owner = 0;
};
using Places = std::map<int64_t, Place>;

}  // namespace

// Everything but handing over happens on the follower's thread, so facts, catching
// up and subscriptions of a client can never overtake each other.
class LiveHub::State {
 public:
  explicit State(const app::Context& context)
      : context_(context),
        follower_(*context.db, [this](const auto& events) { Broadcast(events); }) {}

  void Stop() { follower_.Stop(); }

  struct Client {
    domain::Actor actor;
    Who who;
    Instant asked_at;
    std::shared_ptr<http::WebSocketSession> session;
    std::set<std::string, std::less<>> topics;
    std::string viewing;  // the ticket on the page, as the page names it
    int64_t viewing_id = 0;
    std::string viewers_told;    // so that nothing is said twice
    bool reload_unread = false;  // a "reload" stands at the end of what is unsent

    bool Follows(std::string_view topic) const { return topics.contains(topic); }
  };

  void Joined(const std::shared_ptr<Client>& client) {
    Do(client, [this, client] {
      client->asked_at = context_.Now();
      clients_.insert(client);
      client->session->Send(NoticeText("hello", follower_.next()));
    });
  }
  void Said(const std::shared_ptr<Client>& client, std::string_view text) {
    Do(client, [this, client, copy = std::string(text)] {
      // What somebody said before he was shown out is not heard after it.
      if (clients_.contains(client)) OnMessage(*client, copy);
    });
  }
  void Left(const std::shared_ptr<Client>& client) {
    // A client whose leaving cannot be queued is dropped when it is next written to.
    (void)follower_.Post([this, client] {
      clients_.erase(client);
      Announce(presence_.Remove(client.get()));
    });
  }

 private:
  void Do(const std::shared_ptr<Client>& client, std::function<void()> task) {
    if (!follower_.Post(std::move(task))) client->session->Close(kTryAgain, "too busy; reconnect");
  }

  // Where each ticket of these events belongs.
  Result<Places> PlacesOf(const std::vector<StoredEvent>& events) {
    Places places;
    TRY(context_.db->Read([&](store::Session& session) -> Status {
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

  static bool Wants(const Client& client, const StoredEvent& e, const Places& places) {
    if (e.event.ticket_id == 0) return client.Follows("config") && !IsInternal(e.event.kind);
    if (!client.Follows("tickets") && !client.Follows("wall") &&
        !client.Follows("ticket:" + e.event.ticket_no)) {
      return false;
    }
    const auto found = places.find(e.event.ticket_id);
    const Place place = found == places.end() ? Place{} : found->second;
    return domain::MayReadTicket(client.actor, place.department, place.owner, place.first_owner);
  }

  // False: the client is cut.
  bool StillHere(Client& client, bool people_changed) {
    if (client.session->closed()) return false;
    const Instant now = context_.Now();
    if (!people_changed && now - client.asked_at < kAskAgain) return true;
    client.asked_at = now;
    auto actor = client.who();
    if (actor.ok() && actor->May("ticket.read")) {
      client.actor = std::move(*actor);
      return true;
    }
    client.session->Close(kSignedOut, "signed out");
    return false;
  }

  void Broadcast(const std::vector<StoredEvent>& events) {
    const bool people_changed = std::any_of(
        events.begin(), events.end(), [](const StoredEvent& e) { return e.event.ticket_id == 0; });
    // Another node or a command beside the server may have changed what is cached here.
    if (people_changed) {
      (void)app::ReloadConfig(context_);
    }
    std::vector<int64_t> left;
    std::erase_if(clients_, [&](const auto& c) {
      if (StillHere(*c, people_changed)) return false;
      for (const int64_t ticket : presence_.Remove(c.get())) left.push_back(ticket);
      return true;
    });
    Announce(left);
    if (clients_.empty()) return;
    // A ticket handed on may leave the sight of who has it open.
    for (const auto& e : events) {
      if (e.event.kind == domain::fact::kAssigned && presence_.Any(e.event.ticket_id)) {
        Announce({e.event.ticket_id});
      }
    }
    const auto places = PlacesOf(events);
    for (const auto& client : clients_) {
      if (places.ok()) {
        Deliver(*client, events, *places);
      } else {
        Reload(*client, events.back().seq + 1);
      }
    }
  }

  void Deliver(Client& client, const std::vector<StoredEvent>& events, const Places& places) {
    // What is unsent ends with "reload": whoever reads that reads this, too.
    if (client.reload_unread && client.session->queued_bytes() > 0) return;
    client.reload_unread = false;
    std::vector<const StoredEvent*> wanted;
    for (const auto& e : events) {
      if (Wants(client, e, places)) wanted.push_back(&e);
    }
    if (wanted.empty()) return;
    if (wanted.size() > kMaxAtOnce || client.session->queued_bytes() > kMaxUnsentBytes) {
      Reload(client, events.back().seq + 1);
      return;
    }
    for (const auto* e : wanted) client.session->Send(EventText(*e));
  }

  void Reload(Client& client, uint64_t next) {
    client.session->Send(NoticeText("reload", next));
    client.reload_unread = true;
  }

  void OnMessage(Client& client, const std::string& text) {
    const auto body = ParseBody(text);
    if (!body.ok() || !body->is_object()) {
      client.session->Close(1007, "a JSON object is expected");
      return;
    }
    const auto& object = body->get_object();
    if (const auto* topics = object.if_contains("subscribe"); topics && topics->is_array()) {
      if (topics->get_array().size() > kMaxTopics) {
        client.session->Close(1008, "more than 200 topics");
        return;
      }
      client.topics.clear();
      for (const auto& topic : topics->get_array()) {
        if (topic.is_string()) client.topics.emplace(topic.get_string());
      }
    }
    if (const auto* viewing = object.if_contains("viewing")) View(client, *viewing, object);
    const auto* since = object.if_contains("since");
    if (since != nullptr && since->is_int64()) CatchUp(client, since->get_int64());
  }

  // {"viewing":TICKET_NO|null,"writing":bool?}: what the page shows now.
  void View(Client& client, const boost::json::value& viewing, const boost::json::object& all) {
    if (client.actor.user_id == 0) return;  // programs are nobody to meet
    client.viewing = viewing.is_string() ? std::string(viewing.get_string()) : "";
    const auto id = app::TicketIdOf(client.viewing);
    client.viewing_id = id.ok() && MaySee(client.actor, *id) ? *id : 0;
    client.viewers_told.clear();
    const auto* writes = all.if_contains("writing");
    const bool writing = writes != nullptr && writes->is_bool() && writes->get_bool();
    auto changed = presence_.Put(&client, client.viewing_id,
                                 {client.actor.user_id, writing ? Writing::kYes : Writing::kNo});
    changed.push_back(client.viewing_id);  // whoever comes is told, also when nothing changed
    Announce(changed);
  }

  bool MaySee(const domain::Actor& actor, int64_t ticket_id) {
    bool may = false;
    const Status read = context_.db->Read([&](store::Session& session) -> Status {
      return session.Each(store::q::ticket_place, {ticket_id}, [&](const auto& row) -> Status {
        may = domain::MayReadTicket(actor, row.OptInt(0).value_or(0), row.OptInt(1).value_or(0),
                                    row.OptInt(2).value_or(0));
        return Ok();
      });
    });
    return read.ok() && may;
  }

  // Tells everybody on these tickets who is there. Who may no longer see one is not there.
  void Announce(std::vector<int64_t> tickets) {
    while (!tickets.empty()) {
      const int64_t ticket = tickets.back();
      tickets.pop_back();
      if (!presence_.Any(ticket)) continue;
      for (const auto& client : clients_) {
        if (client->viewing_id != ticket || MaySee(client->actor, ticket)) continue;
        client->viewing_id = 0;
        presence_.Remove(client.get());
      }
      const auto people = presence_.On(ticket);
      const auto config = context_.config->Get();
      for (const auto& client : clients_) {
        if (client->viewing_id != ticket) continue;
        std::string text = ViewersText(*config, client->viewing, people, client->actor.user_id);
        if (text == client->viewers_told) continue;
        client->viewers_told = text;
        client->session->Send(std::make_shared<const std::string>(std::move(text)));
      }
    }
  }

  void CatchUp(Client& client, int64_t since) {
    const uint64_t end = follower_.next();
    const uint64_t first = since < 0 ? 0 : static_cast<uint64_t>(since) + 1;
    if (first >= end) return;
    if (end - first > kMaxCatchUp) {
      Reload(client, end);
      return;
    }
    const auto missed = store::ReadEvents(*context_.db, first, end, kMaxCatchUp);
    if (!missed.ok()) {
      client.session->Close(kTryAgain, "the log does not answer; reconnect");
      return;
    }
    const auto places = PlacesOf(*missed);
    if (places.ok()) {
      Deliver(client, *missed, *places);
    } else {
      Reload(client, end);
    }
  }

  const app::Context& context_;
  std::set<std::shared_ptr<Client>> clients_;
  Presence presence_;
  store::LogFollower follower_;  // last: its thread uses the rest
};

LiveHub::LiveHub(const app::Context& context) : state_(std::make_shared<State>(context)) {}

LiveHub::~LiveHub() { state_->Stop(); }

http::WebSocketAccept LiveHub::Accept(domain::Actor actor, Who who) {
  auto client = std::make_shared<State::Client>();
  client->actor = std::move(actor);
  client->who = std::move(who);
  http::WebSocketAccept accept;
  accept.callbacks.on_open = [state = state_, client](const auto& session) {
    client->session = session;
    state->Joined(client);
  };
  accept.callbacks.on_message = [state = state_, client](const auto&, std::string_view text) {
    state->Said(client, text);
  };
  accept.callbacks.on_close = [state = state_, client](uint16_t) { state->Left(client); };
  return accept;
}

}  // namespace huiyin::api
