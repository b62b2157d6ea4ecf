// The guards of the server, one by one, through raw sockets.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "http/raw_client.h"

namespace huiyin::http {
namespace {

using test::Answer;
using test::EchoHandler;
using test::Get;
using test::RawClient;
using test::StartServer;

ServerOptions Limits() {
  ServerOptions options;
  options.max_request_line_bytes = 512;
  options.max_header_bytes = 2048;
  options.max_header_fields = 20;
  options.body.max_bytes = 4096;
  options.route_limits = [](Method, std::string_view path) {
    if (path == "/upload") return BodyLimits{100'000, Chunked::kAllowed};
    return BodyLimits{4096, Chunked::kRefused};
  };
  return options;
}

struct Refused {
  const char* name;
  std::string request;
  int status;
};

std::string Post(std::string_view path, std::string_view headers, std::string_view body = {}) {
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n" + std::string(headers) + "\r\n" +
         std::string(body);
}

class Guards : public testing::TestWithParam<Refused> {};

// Each bad request is followed by a smuggled one on the same connection, which must not be served.
TEST_P(Guards, Server_WhenRequestIsBad_AnswersProblemAndCloses) {
  std::atomic<int> handled{0};
  auto server = StartServer(Limits(), [&](Request&&, Reply reply) {
    ++handled;
    reply(Response::Text(200, "served"));
  });
  RawClient client(server->port());
  client.Send(GetParam().request);
  client.Send(Get("/smuggled"));
  const Answer answer = client.Read();
  EXPECT_EQ(answer.status, GetParam().status);
  EXPECT_EQ(answer.Header("Connection"), "close");
  EXPECT_EQ(answer.Header("Content-Type"), "application/problem+json");
  EXPECT_NE(answer.body.find("\"request_id\":\"" + answer.Header("X-Request-Id") + "\""),
            std::string::npos)
      << answer.body;
  client.HalfClose();
  EXPECT_EQ(client.Read().status, 0);
  EXPECT_EQ(handled, 0);
  EXPECT_EQ(server->stats().refused, 1u);
}

std::vector<Refused> BadRequests() {
  const std::string long_path(600, 'a');
  const std::string nul(1, '\0');
  std::string many;
  for (int i = 0; i < 30; ++i) many += "X-" + std::to_string(i) + ": 1\r\n";
  std::string extensions = "1;" + std::string(40'000, 'x') + "\r\na\r\n0\r\n\r\n";
  std::string trailers = "1\r\na\r\n0\r\n";
  for (int i = 0; i < 3000; ++i) trailers += "T: 1234567890\r\n";
  std::string tiny;
  for (int i = 0; i < 20'000; ++i) tiny += "1;xxxxx\r\na\r\n";
  const std::string te = "Transfer-Encoding: ";
  const std::string chunked = te + "chunked\r\n";
  return {
      // (1) framing and host
      {"TeUnknown", Post("/upload", te + "xchunked\r\n", "0\r\n\r\n"), 400},
      {"TeList", Post("/upload", te + "chunked, identity\r\n", "0\r\n\r\n"), 400},
      {"TeGzipChunked", Post("/upload", te + "gzip, chunked\r\n", "0\r\n\r\n"), 400},
      {"TeTwice", Post("/upload", chunked + chunked, "0\r\n\r\n"), 400},
      {"TeIdentity", Post("/upload", te + "identity\r\n"), 400},
      {"TeEmpty", Post("/upload", te + "\r\n"), 400},
      {"TeThenLength", Post("/upload", chunked + "Content-Length: 5\r\n", "0\r\n\r\n"), 400},
      {"LengthThenTe", Post("/upload", "Content-Length: 5\r\n" + chunked, "0\r\n\r\n"), 400},
      {"TeWithHttp10",
       "POST /upload HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"HostMissing", "GET / HTTP/1.1\r\n\r\n", 400},
      {"HostTwice", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
      {"HostTwiceHttp10", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"HostEmpty", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
      {"HostWithUser", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400},
      {"HostOtherThanTarget", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"LengthTwice", Post("/", "Content-Length: 1\r\nContent-Length: 1\r\n", "x"), 400},
      {"LengthTwiceOther", Post("/", "Content-Length: 1\r\nContent-Length: 2\r\n", "xx"), 400},
      {"LengthList", Post("/", "Content-Length: 1, 1\r\n", "x"), 400},
      {"LengthPlus", Post("/", "Content-Length: +5\r\n", "xxxxx"), 400},
      {"LengthMinus", Post("/", "Content-Length: -5\r\n", "xxxxx"), 400},
      {"LengthText", Post("/", "Content-Length: 5x\r\n", "xxxxx"), 400},
      {"LengthHex", Post("/", "Content-Length: 0x5\r\n", "xxxxx"), 400},
      {"LengthOverflow", Post("/", "Content-Length: 18446744073709551617\r\n", "x"), 400},
      {"ObsFold", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n", 400},
      {"ObsFoldTab", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n\t2\r\n\r\n", 400},
      {"FoldedFirst", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
      {"SpaceBeforeColon", "GET / HTTP/1.1\r\nHost: a\r\nX : 1\r\n\r\n", 400},
      {"BareLf", "GET / HTTP/1.1\nHost: a\n\n", 400},
      {"BareLfInHeader", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\nY: 2\r\n\r\n", 400},
      {"BareCr", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\rY: 2\r\n\r\n", 400},
      {"NulInHeader", "GET / HTTP/1.1\r\nHost: a\r\nX: 1" + nul + "\r\n\r\n", 400},
      {"NulInTarget", "GET /" + nul + " HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"NoColon", "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", 400},
      {"EmptyName", "GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n", 400},
      {"TwoSpaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"NoVersion", "GET /\r\nHost: a\r\n\r\n", 400},
      {"Version2", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
      {"TlsHello", "\x16\x03\x01\x02", 400},
      {"AuthorizationTwice",
       "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n", 400},
      {"UnknownMethod", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"LowerCaseMethod", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      // targets
      {"BadEscape", Get("/%zz"), 400},
      {"CutEscape", Get("/%4"), 400},
      {"EscapedNul", Get("/%00"), 400},
      {"EscapedSlash", Get("/a%2Fb"), 400},
      {"DotSegment", Get("/a/../b"), 400},
      {"EscapedDotSegment", Get("/a/%2e%2e/b"), 400},
      {"EmptySegment", Get("//etc/passwd"), 400},
      {"BadUtf8", Get("/%ff"), 400},
      {"Fragment", Get("/a#b"), 400},
      {"QueryNul", Get("/?a=%00"), 400},
      // (2) chunked where it is not taken
      {"ChunkedNotTaken", Post("/", chunked, "1\r\na\r\n0\r\n\r\n"), 411},
      // (3) bytes of a message
      {"LengthTooLarge", Post("/", "Content-Length: 4097\r\n"), 413},
      {"UploadTooLarge", Post("/upload", "Content-Length: 100001\r\n"), 413},
      {"ChunkTooLarge", Post("/upload", chunked, "186a1\r\n"), 413},
      {"ChunkSizeOverflow", Post("/upload", chunked, "fffffffffffffffff\r\n"), 413},
      {"ChunkExtensions", Post("/upload", chunked, extensions), 413},
      {"ChunkTrailers", Post("/upload", chunked, trailers), 413},
      {"TinyChunksWithExtensions", Post("/upload", chunked, tiny), 413},
      {"ChunkSizePlus", Post("/upload", chunked, "+1\r\na\r\n0\r\n\r\n"), 400},
      {"ChunkSizeSpace", Post("/upload", chunked, "1 \r\na\r\n0\r\n\r\n"), 400},
      {"ChunkSizeHexPrefix", Post("/upload", chunked, "0x1\r\na\r\n0\r\n\r\n"), 400},
      {"ChunkBareLf", Post("/upload", chunked, "1\na\n0\n\n"), 400},
      {"ChunkNoCrLfAfterData", Post("/upload", chunked, "1\r\nab\r\n0\r\n\r\n"), 400},
      // (4) sizes of the head
      {"LineTooLong", Get("/" + long_path), 414},
      {"LineTooLongUnfinished", "GET /" + long_path, 414},
      {"HeaderTooLong", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(3000, 'x') + "\r\n\r\n",
       431},
      {"HeaderTooLongUnfinished", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(3000, 'x'), 431},
      {"TooManyHeaders", "GET / HTTP/1.1\r\nHost: a\r\n" + many + "\r\n", 431},
      {"UnknownExpectation", Post("/", "Expect: magic\r\nContent-Length: 1\r\n", "x"), 417},
  };
}

INSTANTIATE_TEST_SUITE_P(All, Guards, testing::ValuesIn(BadRequests()),
                         [](const auto& test) { return std::string(test.param.name); });

// (5) deadlines per phase
TEST(Deadlines, Server_WhenHeadComesTooSlowly_Answers408) {
  ServerOptions options;
  options.header_timeout_ms = 80;
  auto server = StartServer(options, EchoHandler);
  RawClient client(server->port());
  client.Send("GET / HTTP/1.1\r\nHos");
  const Answer answer = client.Read();
  EXPECT_EQ(answer.status, 408);
  EXPECT_TRUE(client.ReadsEnd());
}

TEST(Deadlines, Server_WhenNothingIsSent_ClosesSilently) {
  ServerOptions options;
  options.header_timeout_ms = 80;
  auto server = StartServer(options, EchoHandler);
  RawClient client(server->port());
  EXPECT_EQ(client.Read().head, "");
  EXPECT_TRUE(client.ReadsEnd());
}

TEST(Deadlines, Server_WhenBodyComesTooSlowly_Answers408) {
  ServerOptions options;
  options.body_timeout_ms = 80;
  auto server = StartServer(options, EchoHandler);
  RawClient client(server->port());
  const Answer answer = client.Ask(Post("/", "Content-Length: 10\r\n", "12345"));
  EXPECT_EQ(answer.status, 408);
  EXPECT_TRUE(client.ReadsEnd());
}

TEST(Deadlines, Server_WhenIdleBetweenRequests_Closes) {
  ServerOptions options;
  options.idle_timeout_ms = 80;
  auto server = StartServer(options, EchoHandler);
  RawClient client(server->port());
  EXPECT_EQ(client.Ask(Get("/")).status, 200);
  EXPECT_TRUE(client.ReadsEnd());
}

TEST(Deadlines, Server_WhenAnswerIsNotRead_CutsTheConnection) {
  ServerOptions options;
  options.write_timeout_ms = 80;
  const auto large = std::make_shared<const std::string>(64 * 1024 * 1024, 'x');
  std::atomic<bool> asked{false};
  auto server = StartServer(options, [&](Request&&, Reply reply) {
    asked = true;
    Response response;
    response.shared_body = large;
    reply(std::move(response));
  });
  RawClient client(server->port());
  client.SetReceiveBuffer(4096);
  client.Send(Get("/"));
  while (!asked || server->stats().connections != 0) std::this_thread::yield();
  EXPECT_TRUE(client.ReadsEnd());
}

// connection caps
TEST(Caps, Server_WhenAddressHasTooManyConnections_Answers429) {
  ServerOptions options;
  options.max_connections_per_address = 2;
  auto server = StartServer(options, EchoHandler);
  RawClient first(server->port());
  RawClient second(server->port());
  EXPECT_EQ(first.Ask(Get("/")).status, 200);
  EXPECT_EQ(second.Ask(Get("/")).status, 200);
  RawClient third(server->port());
  EXPECT_EQ(third.Read().status, 429);
  EXPECT_EQ(first.Ask(Get("/")).status, 200);
  EXPECT_EQ(server->stats().connections_refused, 1u);
}

TEST(Caps, Server_WhenTooManyConnectionsInAll_Answers503WithRetryAfter) {
  ServerOptions options;
  options.max_connections = 1;
  auto server = StartServer(options, EchoHandler);
  RawClient first(server->port());
  EXPECT_EQ(first.Ask(Get("/")).status, 200);
  RawClient second(server->port());
  const Answer answer = second.Read();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.Header("Retry-After"), "5");
}

TEST(Caps, Server_WhenConnectionEnds_ItsPlaceIsFreeAgain) {
  ServerOptions options;
  options.max_connections_per_address = 1;
  auto server = StartServer(options, EchoHandler);
  for (int round = 0; round < 5; ++round) {
    RawClient client(server->port());
    EXPECT_EQ(client.Ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").status, 200);
    client.HalfClose();
    EXPECT_TRUE(client.ReadsEnd());
    while (server->stats().connections != 0) std::this_thread::yield();
  }
}

TEST(Caps, Server_WhenBodiesExceedTheirMemory_Answers503) {
  ServerOptions options;
  options.body.max_bytes = 4 * 1024 * 1024;
  options.max_buffered_body_bytes = 1024 * 1024;
  auto server = StartServer(options, EchoHandler);
  RawClient client(server->port());
  client.Send(Post("/", "Content-Length: 3000000\r\n", std::string(3'000'000, 'x')));
  EXPECT_EQ(client.Read().status, 503);
  RawClient again(server->port());
  EXPECT_EQ(again.Ask(Post("/", "Content-Length: 500000\r\n", std::string(500'000, 'x'))).status,
            200);
}

}  // namespace
}  // namespace huiyin::http
