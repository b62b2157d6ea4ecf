// Live updates over WebSocket: each committed fact, whoever wrote it, goes to the clients that
// subscribed to its topic and may see it, in the order of the log. A client that gives `since`
// first gets what it missed. Who may no longer be here (signed out, deactivated, another role) is
// cut or sees less from the next fact on. docs/api.md has the messages.
#pragma once

#include <functional>
#include <memory>

#include "app/context.h"
#include "base/result.h"
#include "domain/permissions.h"
#include "http/websocket.h"

namespace huiyin::api {

class LiveHub {
 public:
  // Says anew who a client is; an error ends its session. Must not count as a use of its session.
  using Who = std::function<Result<domain::Actor>()>;

  explicit LiveHub(const app::Context& context);
  ~LiveHub();
  http::WebSocketAccept Accept(domain::Actor actor, Who who);

 private:
  class State;
  std::shared_ptr<State> state_;  // open sessions hold it, too
};

}  // namespace huiyin::api
