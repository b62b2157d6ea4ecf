// Live updates over WebSocket: each committed fact goes to the clients that subscribed to its topic
// and may see it. A client that gives `since` first gets what it missed, from the log.
#pragma once

#include <memory>

#include "app/context.h"
#include "domain/permissions.h"
#include "http/websocket.h"

namespace huiyin::api {

class LiveHub {
 public:
  explicit LiveHub(const app::Context& context);
  ~LiveHub();
  http::WebSocketAccept Accept(const domain::Actor& actor);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace huiyin::api
