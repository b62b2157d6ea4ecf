// The HTTP/1.1 state machine of one connection. Lives on one I/O thread; Deliver, Stream, Accept
// and Dropped (the sinks of Reply) may come from any thread and go there. Internal to src/http.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/chunk_decoder.h"
#include "http/core.h"
#include "http/request_head.h"
#include "http/transport.h"

namespace huiyin::http {

class StreamBody;

class Connection final : public UpgradeSink,
                         public TransportEvents,
                         public LoopMember,
                         public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<Core> core, std::shared_ptr<Loop> loop,
             std::unique_ptr<Transport> transport, Core::Slot slot, std::string peer);
  void Start();

  // Any thread.
  void Deliver(Response response) override;
  std::shared_ptr<ResponseStream> Stream(Response head, StreamOptions options) override;
  void Accept(WebSocketAccept accept) override;
  void Dropped() override;

  // I/O thread.
  void OnReady(bool ok) override;
  void OnRead(size_t bytes) override;
  void OnWriteProgress() override;
  void OnWritten(bool ok) override;
  void OnShutdown() override;
  void OnTick(int64_t now_ms) override;
  void OnDrain() override;
  void Cut() override { CloseNow(); }
  void PumpStream();  // the stream has something to send

 private:
  enum class State : uint8_t {
    kHandshake,
    kHead,  // waiting for, or reading, a request head
    kBody,
    kHandling,  // the handler has it
    kUpgrading,
    kWriting,
    kStreaming,
    kLingering,  // answered for the last time; reads on so that the peer gets to see it
    kClosed,
  };
  enum class Step : uint8_t { kGoOn, kStop };

  void Process();
  Step StepHead();
  Step StepBody();
  Step BeginRequest();
  void BeginBody(Chunked chunked);
  void Dispatch();
  void DispatchUpgrade();
  bool ChargeBody();
  void WantRead();
  void Refuse(const Refusal& refusal);
  void Answer(Response response);
  void StartWrite();
  void ResponseWritten();
  void BeginStream(Response head, std::shared_ptr<StreamBody> stream);
  void AcceptNow(WebSocketAccept accept);
  void Linger();
  void CloseNow();
  void ReadNext();
  void SetDeadline(int64_t after_ms);
  // Hook, compression, header sanity; on the thread that answers.
  void Polish(Response& response) const;
  std::string_view Buffered() const { return {buffer_.get() + begin_, end_ - begin_}; }

  const std::shared_ptr<Core> core_;
  const std::shared_ptr<Loop> loop_;
  std::unique_ptr<Transport> transport_;
  Core::Slot slot_;
  const std::string peer_;

  State state_ = State::kHead;
  bool processing_ = false;
  bool reading_ = false;
  bool writing_ = false;
  bool write_waits_ = false;  // an answer is ready while "100 Continue" is still on its way
  bool head_started_ = false;
  bool close_after_ = false;
  bool body_to_eof_ = false;  // a stream to an HTTP/1.0 client
  int64_t deadline_ms_ = 0;   // 0: none
  int served_ = 0;

  std::unique_ptr<char[]> buffer_;
  size_t capacity_ = 0, begin_ = 0, end_ = 0;

  HeadScanner scanner_;
  RequestHead head_;
  std::optional<ChunkDecoder> chunks_;
  uint64_t body_left_ = 0;
  size_t body_charged_ = 0;
  size_t lingered_bytes_ = 0;

  // Of the request being answered; written before the handler is called, read by Deliver.
  ExchangeInfo info_;
  bool accepts_gzip_ = false;
  bool http_1_1_ = true;
  std::string websocket_key_, websocket_host_;

  Response response_;
  std::string out_;
  std::shared_ptr<StreamBody> stream_;
};

}  // namespace huiyin::http
