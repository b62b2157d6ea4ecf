#include "http/connection.h"

#include <algorithm>
#include <cstring>
#include <exception>

#include "base/bytes.h"
#include "base/log.h"
#include "http/encoding.h"
#include "http/stream_body.h"

namespace huiyin::http {
namespace {

constexpr size_t kFirstBufferBytes = 4 * 1024;
constexpr size_t kBodyBufferBytes = 64 * 1024;
constexpr size_t kKeptBufferBytes = 16 * 1024;
constexpr size_t kBodyChargeBytes = 256 * 1024;  // small bodies are not counted
// Who sends a body to its end before he reads has the refusal only if that much is read and thrown
// away; more than the largest body of any route.
constexpr size_t kMaxLingerBytes = 32 * 1024 * 1024;

constexpr Refusal kHeadSlow{408, "request_timeout", "The request headers came too slowly."};
constexpr Refusal kBodySlow{408, "request_timeout", "The request body came too slowly."};
constexpr Refusal kBadChunk{400, "bad_chunk", "The chunked body is malformed."};
constexpr Refusal kTooLarge{413, "too_large", "The request body is too large."};
constexpr Refusal kNoLength{411, "length_required", "This route needs a Content-Length."};
constexpr Refusal kNoMemory{503, "busy", "Too many large bodies at once; try again later."};
constexpr Refusal kBadUpgrade{
    400, "bad_upgrade", "A WebSocket upgrade needs version 13, a key of 16 bytes and no body."};
constexpr Refusal kBadOrigin{403, "bad_origin", "This page may not open a WebSocket here."};

}  // namespace

Connection::Connection(std::shared_ptr<Core> core, std::shared_ptr<Loop> loop,
                       std::unique_ptr<Transport> transport, Core::Slot slot, std::string peer)
    : core_(std::move(core)),
      loop_(std::move(loop)),
      transport_(std::move(transport)),
      slot_(std::move(slot)),
      peer_(std::move(peer)) {}

void Connection::Start() {
  loop_->Join(this);
  SetDeadline(core_->options.header_timeout_ms);
  if (transport_->scheme() == Scheme::kHttps) {
    state_ = State::kHandshake;
    transport_->Handshake(shared_from_this());
    return;
  }
  if (core_->draining) return CloseNow();
  WantRead();
}

void Connection::OnReady(bool ok) {
  if (state_ != State::kHandshake) return;
  if (!ok || core_->draining) return CloseNow();
  state_ = State::kHead;
  SetDeadline(core_->options.header_timeout_ms);
  WantRead();
}

void Connection::SetDeadline(int64_t after_ms) { deadline_ms_ = SteadyMs() + after_ms; }

void Connection::WantRead() {
  if (reading_ || state_ == State::kClosed) return;
  if (begin_ == end_) begin_ = end_ = 0;
  const size_t largest = std::max(core_->options.max_header_bytes + 64, kBodyBufferBytes);
  if (end_ == capacity_ && begin_ > 0) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  const bool wants_more = end_ == capacity_ || (state_ == State::kBody && begin_ == end_ &&
                                                body_left_ > kKeptBufferBytes);
  if (wants_more && capacity_ < largest) {
    size_t grown = capacity_ == 0 ? kFirstBufferBytes : std::min(capacity_ * 4, largest);
    if (state_ == State::kBody) grown = largest;
    auto bigger = std::make_unique_for_overwrite<char[]>(grown);
    if (end_ > begin_) std::memcpy(bigger.get(), buffer_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    buffer_ = std::move(bigger);
    capacity_ = grown;
  }
  if (end_ == capacity_) return;  // nothing may be read before something is answered
  reading_ = true;
  transport_->Read(buffer_.get() + end_, capacity_ - end_, shared_from_this());
}

void Connection::OnRead(size_t bytes) {
  reading_ = false;
  switch (state_) {
    case State::kClosed:
    case State::kHandshake:
      return;
    case State::kLingering:
      lingered_bytes_ += bytes;
      begin_ = end_ = 0;
      if (bytes == 0 || lingered_bytes_ > kMaxLingerBytes) return CloseNow();
      return WantRead();
    case State::kHead:
    case State::kBody:
      if (bytes == 0) return CloseNow();
      end_ += bytes;
      Process();
      return;
    case State::kStreaming:
      // What comes now waits for its turn; the end of the line ends the stream.
      if (bytes == 0) return CloseNow();
      end_ += bytes;
      return;
    case State::kHandling:
    case State::kUpgrading:
    case State::kWriting:
      end_ += bytes;  // a read that was begun before a refusal
      return;
  }
}

void Connection::Process() {
  if (processing_) return;
  processing_ = true;
  while (true) {
    if (state_ == State::kHead) {
      if (StepHead() == Step::kStop) break;
    } else if (state_ == State::kBody) {
      if (StepBody() == Step::kStop) break;
    } else {
      break;
    }
  }
  processing_ = false;
  if (state_ == State::kHead || state_ == State::kBody) WantRead();
}

Connection::Step Connection::StepHead() {
  const std::string_view bytes = Buffered();
  if (bytes.empty()) return Step::kStop;
  if (!head_started_) {
    head_started_ = true;
    SetDeadline(core_->options.header_timeout_ms);
  }
  const ServerOptions& options = core_->options;
  const HeadLimits limits{options.max_request_line_bytes, options.max_header_bytes,
                          options.max_header_fields};
  switch (scanner_.Scan(bytes, limits)) {
    case HeadScanner::Outcome::kNeedMore:
      return Step::kStop;
    case HeadScanner::Outcome::kRefused:
      info_ = {};
      Refuse(scanner_.refusal());
      return Step::kStop;
    case HeadScanner::Outcome::kComplete:
      break;
  }
  const size_t skipped = scanner_.skipped_bytes();
  head_ = {};
  const auto refusal = ParseHead(bytes.substr(skipped, scanner_.end() - skipped), limits, head_);
  begin_ += scanner_.end();
  scanner_.Reset();
  if (refusal) {
    info_ = {};
    Refuse(*refusal);
    return Step::kStop;
  }
  return BeginRequest();
}

Connection::Step Connection::BeginRequest() {
  Request& request = head_.request;
  const bool proxied =
      !core_->trusted_proxies.empty() &&
      core_->trusted_proxies.Contains(ParseAddress(peer_).value_or(AddressBytes{}));
  request.scheme = transport_->scheme();
  if (proxied) {
    request.peer_address =
        ClientAddress(peer_, request.Get("X-Forwarded-For"), core_->trusted_proxies);
    if (EqualsIgnoreCase(request.Get("X-Forwarded-Proto"), "https")) {
      request.scheme = Scheme::kHttps;
    }
  } else {
    request.peer_address = peer_;
  }
  request.request_id = core_->NewRequestId();
  info_.method = request.method;
  info_.scheme = request.scheme;
  info_.path = request.path;
  info_.request_id = request.request_id;
  accepts_gzip_ = AcceptsCoding(request.Get("Accept-Encoding"), Coding::kGzip);
  http_1_1_ = request.http_1_1;
  close_after_ = !head_.keep_alive || core_->draining ||
                 ++served_ >= core_->options.max_requests_per_connection;

  if (head_.framing == Framing::kNoBody) {
    Dispatch();
    return Step::kGoOn;
  }
  const BodyLimits limits = core_->options.route_limits
                                ? core_->options.route_limits(request.method, request.path)
                                : core_->options.body;
  if (head_.framing == Framing::kChunked && limits.chunked == Chunked::kRefused) {
    Refuse(kNoLength);
  } else if (head_.framing == Framing::kLength && head_.content_length > limits.max_bytes) {
    Refuse(kTooLarge);
  } else {
    body_left_ = head_.content_length;
    chunks_.reset();
    if (head_.framing == Framing::kChunked) chunks_.emplace(limits.max_bytes);
    state_ = State::kBody;
    SetDeadline(core_->options.body_timeout_ms +
                static_cast<int64_t>(head_.content_length / 65'536) * 1000);
    if (head_.expects_continue && Buffered().empty()) {
      writing_ = !transport_->Write("HTTP/1.1 100 Continue\r\n\r\n", {}, shared_from_this());
    }
  }
  return Step::kGoOn;
}

Connection::Step Connection::StepBody() {
  std::string& body = head_.request.body;
  const std::string_view bytes = Buffered();
  if (bytes.empty()) return Step::kStop;
  if (!chunks_) {
    const size_t take = std::min<uint64_t>(body_left_, bytes.size());
    body.append(bytes.substr(0, take));
    begin_ += take;
    body_left_ -= take;
    if (!ChargeBody()) return Step::kStop;
    if (body_left_ > 0) return Step::kStop;
    Dispatch();
    return Step::kGoOn;
  }
  size_t used = 0;
  const size_t before = body.size();
  const auto outcome = chunks_->Feed(bytes, used, body);
  begin_ += used;
  if (!ChargeBody()) return Step::kStop;
  switch (outcome) {
    case ChunkDecoder::Outcome::kNeedMore:
      deadline_ms_ += static_cast<int64_t>((body.size() - before) / 64);  // 1 s per 64 KiB
      return Step::kStop;
    case ChunkDecoder::Outcome::kDone:
      Dispatch();
      return Step::kGoOn;
    case ChunkDecoder::Outcome::kMalformed:
      Refuse(kBadChunk);
      return Step::kStop;
    case ChunkDecoder::Outcome::kTooLarge:
      Refuse(kTooLarge);
      return Step::kStop;
  }
  return Step::kStop;
}

bool Connection::ChargeBody() {
  while (head_.request.body.size() > body_charged_ + kBodyChargeBytes) {
    const size_t now = core_->buffered_body_bytes.fetch_add(kBodyChargeBytes) + kBodyChargeBytes;
    body_charged_ += kBodyChargeBytes;
    if (now > core_->options.max_buffered_body_bytes) {
      Refuse(kNoMemory);
      return false;
    }
  }
  return true;
}

void Connection::Dispatch() {
  deadline_ms_ = 0;
  if (head_.wants_websocket && core_->upgrade) return DispatchUpgrade();
  core_->requests.fetch_add(1, std::memory_order_relaxed);
  state_ = State::kHandling;
  try {
    core_->handler(std::move(head_.request), Reply(shared_from_this()));
  } catch (const std::exception& error) {
    log::Error(std::string("handler threw: ") + error.what());
  }
}

void Connection::DispatchUpgrade() {
  Request& request = head_.request;
  websocket_key_ = std::string(request.Get("Sec-WebSocket-Key"));
  websocket_host_ = std::string(request.Get("Host"));
  const bool key_is_good = websocket_key_.size() == 24 && websocket_key_.ends_with("==");
  if (request.Get("Sec-WebSocket-Version") != "13" || !key_is_good ||
      head_.framing != Framing::kNoBody || !Buffered().empty()) {
    return Refuse(kBadUpgrade);
  }
  const auto& accept_origin = core_->options.accept_origin;
  if (!(accept_origin ? accept_origin(request) : IsSameOrigin(request))) {
    return Refuse(kBadOrigin);
  }
  core_->requests.fetch_add(1, std::memory_order_relaxed);
  state_ = State::kUpgrading;
  try {
    core_->upgrade(std::move(request), UpgradeReply(shared_from_this()));
  } catch (const std::exception& error) {
    log::Error(std::string("upgrade handler threw: ") + error.what());
  }
}

void Connection::OnTick(int64_t now_ms) {
  if (deadline_ms_ == 0 || now_ms < deadline_ms_) return;
  const auto self = shared_from_this();
  switch (state_) {
    case State::kHead:
      return head_started_ ? Refuse(kHeadSlow) : CloseNow();
    case State::kBody:
      return Refuse(kBodySlow);
    default:
      return CloseNow();
  }
}

void Connection::OnDrain() {
  const auto self = shared_from_this();
  close_after_ = true;
  if (state_ == State::kHandshake || (state_ == State::kHead && !head_started_)) {
    CloseNow();
  } else if (state_ == State::kStreaming && stream_->when_draining() == WhenDraining::kCut) {
    CloseNow();
  }
}

}  // namespace huiyin::http
