// Addresses people typed in, against a receiver that runs: what is reached and what never is.
#include "base/outgoing.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <cstdlib>
#include <cstring>

#include "base/base64.h"
#include "base/bytes.h"
#include "base/hmac.h"
#include "support/http_receiver.h"

namespace huiyin::test {
namespace {

bool Allows(const OutgoingPolicy& policy, const char* text) {
  sockaddr_storage storage{};
  auto* in = reinterpret_cast<sockaddr_in*>(&storage);
  auto* in6 = reinterpret_cast<sockaddr_in6*>(&storage);
  if (inet_pton(AF_INET, text, &in->sin_addr) == 1) {
    in->sin_family = AF_INET;
  } else {
    storage = {};
    EXPECT_EQ(inet_pton(AF_INET6, text, &in6->sin6_addr), 1) << text;
    in6->sin6_family = AF_INET6;
  }
  return policy.AllowsAddress(reinterpret_cast<const sockaddr&>(storage));
}

OutgoingPolicy Allowing(const std::vector<std::string>& entries) {
  auto policy = OutgoingPolicy::Parse(entries);
  EXPECT_TRUE(policy.ok()) << policy.error().ToString();
  return *policy;
}

std::string ErrorOf(const OutgoingPolicy& policy, const std::string& url) {
  const auto status = PostOutgoing(policy, {url, {}, "x"});
  return status.ok() ? std::to_string(*status) : status.error().type;
}

TEST(Outgoing, Addresses_OfThePublicInternet_AreAllowed) {
  const OutgoingPolicy policy;
  for (const char* address :
       {"1.1.1.1",         "8.8.8.8",         "9.255.255.255",        "11.0.0.0",
        "100.63.255.255",  "100.128.0.0",     "126.255.255.255",      "128.0.0.0",
        "169.253.255.255", "169.255.0.0",     "172.15.255.255",       "172.32.0.0",
        "192.167.255.255", "192.169.0.0",     "198.17.255.255",       "198.20.0.0",
        "223.255.255.255", "168.63.129.15",   "2606:4700:4700::1111", "2400:3200::1",
        "::ffff:8.8.8.8",  "64:ff9b::8.8.8.8"}) {
    EXPECT_TRUE(Allows(policy, address)) << address;
  }
}

TEST(Outgoing, Addresses_OfEverySpecialNetwork_AreRefused) {
  const OutgoingPolicy policy;
  for (const char* address : {"0.0.0.0",
                              "0.1.2.3",
                              "10.0.0.0",
                              "10.255.255.255",
                              "100.64.0.0",
                              "100.100.100.200",
                              "100.127.255.255",
                              "127.0.0.1",
                              "127.255.255.255",
                              "168.63.129.16",
                              "169.254.169.254",
                              "172.16.0.0",
                              "172.31.255.255",
                              "192.0.0.192",
                              "192.0.2.1",
                              "192.88.99.1",
                              "192.168.0.0",
                              "192.168.255.255",
                              "198.18.0.0",
                              "198.19.255.255",
                              "198.51.100.1",
                              "203.0.113.1",
                              "224.0.0.1",
                              "239.255.255.255",
                              "240.0.0.1",
                              "255.255.255.255",
                              "::",
                              "::1",
                              "::127.0.0.1",
                              "::ffff:127.0.0.1",
                              "::ffff:10.0.0.1",
                              "::ffff:169.254.169.254",
                              "64:ff9b::10.0.0.1",
                              "64:ff9b::127.0.0.1",
                              "64:ff9b:1::1",
                              "100::1",
                              "2001::1",
                              "2001:db8::1",
                              "2002:7f00:1::",
                              "2002:808:808::1",
                              "3fff::1",
                              "fc00::1",
                              "fd00:ec2::254",
                              "fe80::1",
                              "febf::1",
                              "fec0::1",
                              "ff02::1"}) {
    EXPECT_FALSE(Allows(policy, address)) << address;
  }
}

TEST(Outgoing, AllowedNetworks_ReachExactlyWhatTheySay) {
  const OutgoingPolicy policy = Allowing({"10.20.0.0/15", "192.168.7.9", "fd12:3400::/24"});
  EXPECT_TRUE(Allows(policy, "10.20.0.1"));
  EXPECT_TRUE(Allows(policy, "10.21.255.255"));
  EXPECT_FALSE(Allows(policy, "10.22.0.0"));
  EXPECT_FALSE(Allows(policy, "10.19.255.255"));
  EXPECT_TRUE(Allows(policy, "::ffff:10.20.0.1"));
  EXPECT_TRUE(Allows(policy, "192.168.7.9"));
  EXPECT_FALSE(Allows(policy, "192.168.7.8"));
  EXPECT_TRUE(Allows(policy, "fd12:34ff::1"));
  EXPECT_FALSE(Allows(policy, "fd12:3500::1"));
  EXPECT_FALSE(Allows(policy, "127.0.0.1"));
  EXPECT_TRUE(Allows(Allowing({"0.0.0.0/0"}), "10.0.0.1"));
  EXPECT_FALSE(Allows(Allowing({"0.0.0.0/0"}), "::1"));
}

TEST(Outgoing, AllowList_WithNonsense_IsRefusedAndNamed) {
  for (const char* entry : {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x",
                            "fd00::/129", "a b", "host/8", "http://host", "höst", "*"}) {
    const auto policy = OutgoingPolicy::Parse({"10.0.0.1", entry});
    ASSERT_FALSE(policy.ok()) << entry;
    EXPECT_EQ(policy.error().type, "outgoing_allow");
    EXPECT_EQ(policy.error().message.rfind(entry, 0), 0u) << policy.error().message;
  }
}

TEST(Outgoing, Urls_OtherThanPlainHttp_AreRefused) {
  const std::string long_url = "http://example.com/" + std::string(2048, 'a');
  const struct {
    std::string url, type;
  } kBad[] = {{"", "url_invalid"},
              {"example.com/in", "url_invalid"},
              {"http://", "url_invalid"},
              {"http://example.com/a b", "url_invalid"},
              {"http://example.com/\r\nX: y", "url_invalid"},
              {"http://example.com\\@10.0.0.1/", "url_invalid"},
              {long_url, "url_invalid"},
              {"file:///etc/passwd", "url_scheme"},
              {"gopher://example.com/", "url_scheme"},
              {"ftp://example.com/", "url_scheme"},
              {"smtp://example.com/", "url_scheme"},
              {"javascript://example.com/", "url_scheme"},
              {"http://user@example.com/", "url_credentials"},
              {"http://user:word@example.com/", "url_credentials"},
              {"http://@example.com/", "url_credentials"},
              {"http://example.com%2f@10.0.0.1/", "url_credentials"}};
  for (const auto& bad : kBad) {
    const Status checked = CheckOutgoingUrl(bad.url);
    ASSERT_FALSE(checked.ok()) << bad.url;
    EXPECT_EQ(checked.error().type, bad.type) << bad.url;
    EXPECT_EQ(ErrorOf({}, bad.url), checked.error().type) << bad.url;
  }
  for (const char* url : {"http://example.com", "https://example.com:8443/in?a=b@c#d",
                          "https://[2606:4700::1]/", "HTTPS://例子.测试/in"}) {
    const Status checked = CheckOutgoingUrl(url);
    EXPECT_TRUE(checked.ok()) << url << checked.error().ToString();
  }
}

// Every way to write this machine reaches the refusal and no socket.
TEST(Outgoing, ThisMachine_HoweverWritten_IsNeverConnectedTo) {
  HttpReceiver receiver;
  for (const char* host : {"127.0.0.1", "localhost", "LOCALHOST.", "0", "0.0.0.0", "127.1",
                           "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1.", "[::1]", "[::]",
                           "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "127%2e0.0.1"}) {
    const auto status = PostOutgoing({}, {receiver.url(host), {}, "x"});
    ASSERT_FALSE(status.ok()) << host;
    // A form that nothing resolves is as good as one that is refused.
    EXPECT_TRUE(status.error().type == "address_refused" ||
                status.error().type == "outgoing_failed" || status.error().type == "url_invalid")
        << host << status.error().ToString();
    EXPECT_EQ(status.error().message.find(host), std::string::npos);
  }
  EXPECT_EQ(ErrorOf({}, receiver.url()), "address_refused");
  EXPECT_EQ(ErrorOf({}, receiver.url("localhost")), "address_refused");
  EXPECT_EQ(ErrorOf({}, receiver.url("2130706433")), "address_refused");
  EXPECT_EQ(ErrorOf({}, receiver.url("[::ffff:127.0.0.1]")), "address_refused");
  EXPECT_EQ(receiver.connections(), 0);
}

TEST(Outgoing, AllowedHost_IsReached_OthersAtTheSameAddressAreNot) {
  HttpReceiver receiver;
  const OutgoingPolicy by_name = Allowing({"LocalHost"});
  EXPECT_EQ(ErrorOf(by_name, receiver.url("localhost")), "204");
  EXPECT_EQ(ErrorOf(by_name, receiver.url("127.0.0.1")), "address_refused");
  EXPECT_EQ(ErrorOf(Allowing({"127.0.0.0/8"}), receiver.url("127.0.0.1")), "204");
  EXPECT_EQ(receiver.connections(), 2);
}

TEST(Outgoing, Redirect_IsAnAnswerAndNotFollowed) {
  HttpReceiver inside, receiver;
  receiver.Answer("HTTP/1.1 302 Found\r\nLocation: " + inside.url() +
                  "\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(ErrorOf(Allowing({"127.0.0.1"}), receiver.url()), "302");
  EXPECT_EQ(inside.connections(), 0);
}

TEST(Outgoing, ProxyOfTheEnvironment_IsNotUsed) {
  HttpReceiver proxy, receiver;
  for (const char* name : {"http_proxy", "ALL_PROXY"}) {
    setenv(name, proxy.url("127.0.0.1").c_str(), 1);
  }
  EXPECT_EQ(ErrorOf({}, receiver.url("localhost")), "address_refused");
  EXPECT_EQ(ErrorOf(Allowing({"127.0.0.1"}), receiver.url()), "204");
  for (const char* name : {"http_proxy", "ALL_PROXY"}) unsetenv(name);
  EXPECT_EQ(proxy.connections(), 0);
}

TEST(Outgoing, AnswerWithoutEnd_IsCutOff) {
  HttpReceiver receiver;
  receiver.AnswerWithoutEnd();
  EXPECT_EQ(ErrorOf(Allowing({"127.0.0.1"}), receiver.url()), "200");
}

TEST(Outgoing, AnswerThatIsNoHttp_IsAFailure) {
  HttpReceiver receiver;
  receiver.Answer("220 mail.example.com ESMTP\r\n");
  EXPECT_EQ(ErrorOf(Allowing({"127.0.0.1"}), receiver.url()), "outgoing_failed");
}

TEST(Outgoing, Request_CarriesHeadersAndEveryByteOfTheBody) {
  HttpReceiver receiver;
  const std::string body = std::string("{\0}", 3) + std::string(100'000, 'b');
  const auto status = PostOutgoing(Allowing({"127.0.0.1"}),
                                   {receiver.url(), {"Content-Type: a/b", "X-One: 1"}, body});
  ASSERT_TRUE(status.ok()) << status.error().ToString();
  ASSERT_EQ(receiver.requests().size(), 1u);
  const ReceivedRequest request = receiver.requests()[0];
  EXPECT_EQ(request.head.rfind("POST /in HTTP/1.1\r\n", 0), 0u) << request.head;
  EXPECT_EQ(request.Header("content-type"), "a/b");
  EXPECT_EQ(request.Header("x-one"), "1");
  EXPECT_EQ(request.body, body);
}

TEST(Hmac, Sha256_MatchesRfc4231) {
  EXPECT_EQ(HmacSha256Hex("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(HexEncode(HmacSha256("Jefe", "x")), HmacSha256Hex("Jefe", "x"));
}

// The example of the libraries of Standard Webhooks.
TEST(Hmac, SignatureOfStandardWebhooks_MatchesTheirExample) {
  const auto key = Base64Decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(Base64Encode(HmacSha256(*key,
                                    "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330."
                                    "{\"test\": 2432232314}")),
            "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Base64, Rfc4648Examples_BothWays) {
  const struct {
    const char *plain, *text;
  } kExamples[] = {
      {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}};
  for (const auto& example : kExamples) {
    EXPECT_EQ(Base64Encode(example.plain), example.text);
    const auto back = Base64Decode(example.text);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(*back, example.plain);
  }
  for (const char* bad : {"Zg", "Zg=", "Z===", "Zg==x", "-_==", "Zm 8="}) {
    EXPECT_FALSE(Base64Decode(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace huiyin::test
