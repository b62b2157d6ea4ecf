// Takes a line over after an accepted upgrade and runs it as a WebSocket session. Internal.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "http/stream_transport.h"

namespace huiyin::http {

void StartWebSocket(Socket stream, WebSocketStart start);
void StartWebSocket(boost::asio::ssl::stream<Socket> stream, WebSocketStart start);

}  // namespace huiyin::http
