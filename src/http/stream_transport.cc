#include "http/stream_transport.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "http/websocket_session.h"

namespace huiyin::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using TlsStream = asio::ssl::stream<Socket>;

Socket& Lowest(Socket& socket) { return socket; }
Socket& Lowest(TlsStream& stream) { return stream.next_layer(); }

// Shared, so that a pending operation outlives the connection that gave it up.
template <typename Stream>
struct Line {
  explicit Line(Stream s) : stream(std::move(s)) {}
  Stream stream;
  std::string_view first, second;  // still to be written

  std::array<asio::const_buffer, 2> Buffers() const {
    return {asio::buffer(first.data(), first.size()), asio::buffer(second.data(), second.size())};
  }
  void Took(size_t bytes) {
    const size_t from_first = std::min(bytes, first.size());
    first.remove_prefix(from_first);
    second.remove_prefix(bytes - from_first);
  }
  bool done() const { return first.empty() && second.empty(); }
};

template <typename Stream>
void WriteRest(const std::shared_ptr<Line<Stream>>& line, EventsPtr events) {
  line->stream.async_write_some(
      line->Buffers(), [line, events = std::move(events)](error_code ec, size_t bytes) mutable {
        if (ec) return events->OnWritten(false);
        line->Took(bytes);
        if (line->done()) return events->OnWritten(true);
        events->OnWriteProgress();
        WriteRest(line, std::move(events));
      });
}

template <typename Stream>
class StreamTransport final : public Transport {
 public:
  explicit StreamTransport(Stream stream)
      : line_(std::make_shared<Line<Stream>>(std::move(stream))) {}

  Scheme scheme() const override { return kTls ? Scheme::kHttps : Scheme::kHttp; }

  void Handshake(EventsPtr events) override {
    if constexpr (kTls) {
      line_->stream.async_handshake(
          asio::ssl::stream_base::server,
          [line = line_, events = std::move(events)](error_code ec) { events->OnReady(!ec); });
    }
  }

  void Read(char* data, size_t size, EventsPtr events) override {
    line_->stream.async_read_some(
        asio::buffer(data, size),
        [line = line_, events = std::move(events)](error_code ec, size_t bytes) {
          events->OnRead(ec ? 0 : bytes);
        });
  }

  bool Write(std::string_view head, std::string_view body, EventsPtr events) override {
    line_->first = head;
    line_->second = body;
    if constexpr (!kTls) {
      error_code ec;
      const size_t bytes = line_->stream.write_some(line_->Buffers(), ec);
      if (!ec) line_->Took(bytes);
      if (line_->done()) return true;
    }
    WriteRest(line_, std::move(events));
    return false;
  }

  void Shutdown(EventsPtr events) override {
    if constexpr (kTls) {
      line_->stream.async_shutdown(
          [line = line_, events = std::move(events)](error_code) { events->OnShutdown(); });
    } else {
      error_code ec;
      line_->stream.shutdown(Socket::shutdown_send, ec);
      asio::post(line_->stream.get_executor(),
                 [events = std::move(events)] { events->OnShutdown(); });
    }
  }

  void Close() override {
    error_code ec;
    Lowest(line_->stream).shutdown(Socket::shutdown_both, ec);
    Lowest(line_->stream).close(ec);
  }

  void StartWebSocket(WebSocketStart start) override {
    http::StartWebSocket(std::move(line_->stream), std::move(start));
  }

 private:
  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;
  const std::shared_ptr<Line<Stream>> line_;
};

}  // namespace

std::unique_ptr<Transport> MakePlainTransport(Socket socket) {
  return std::make_unique<StreamTransport<Socket>>(std::move(socket));
}

std::unique_ptr<Transport> MakeTlsTransport(Socket socket, asio::ssl::context& context) {
  return std::make_unique<StreamTransport<TlsStream>>(TlsStream(std::move(socket), context));
}

}  // namespace huiyin::http
