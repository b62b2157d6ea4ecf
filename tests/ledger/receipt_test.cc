#include "ledger/receipt.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "ledger/sample_log.h"

namespace huiyin::ledger {
namespace {

// The receipt of one event of a batch, made in memory as the writer makes it.
Receipt MakeReceipt(uint64_t before, uint64_t count, uint64_t index) {
  CompactRange range;
  for (uint64_t i = 0; i < before; ++i) range.Append(LeafHash(SampleEvent(i)));
  std::vector<Hash32> hashes;
  for (uint64_t i = 0; i < count; ++i) hashes.push_back(LeafHash(SampleEvent(before + i)));
  const BatchTree batch(range, hashes);
  Receipt receipt;
  receipt.leaf = EncodeLeaf(SampleEvent(index));
  receipt.leaf_index = index;
  receipt.head = SignHead(TestKey(), "log-1", batch.size(), batch.Root(), Instant{9});
  receipt.path = *batch.InclusionPath(index);
  receipt.public_key = TestKey().public_key();
  return receipt;
}

std::string TypeOf(std::string_view text, std::optional<PublicKey> key = std::nullopt) {
  const auto facts = VerifyReceiptText(text, key);
  return facts.ok() ? "ok" : facts.error().type;
}

TEST(Receipt, OfAnyEventOfABatch_ProvesTheEventOffline) {
  EXPECT_TRUE(rc::check([] {
    const auto before = *rc::gen::inRange<uint64_t>(0, 300);
    const auto count = *rc::gen::inRange<uint64_t>(1, 100);
    const auto index = before + *rc::gen::inRange<uint64_t>(0, count);
    const Receipt receipt = MakeReceipt(before, count, index);
    const std::string text = FormatReceipt(receipt);
    const auto facts = VerifyReceiptText(text, TestKey().public_key());
    RC_ASSERT(facts.ok());
    RC_ASSERT(facts->event == SampleEvent(index));
    RC_ASSERT(facts->leaf_index == index);
    RC_ASSERT(facts->tree_size == before + count);
    RC_ASSERT(facts->trust == Trust::kTrustedKey);
    RC_ASSERT(FormatReceipt(*ParseReceipt(text)) == text);
    RC_ASSERT(VerifyReceiptText(text)->trust == Trust::kKeyFromReceipt);
  }));
}

TEST(Receipt, AnyChangedByte_IsRefused) {
  const std::string text = FormatReceipt(MakeReceipt(100, 20, 107));
  const std::string bytes = *Base64UrlDecode(text.substr(4));
  for (size_t at = 0; at < bytes.size(); ++at) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ (1 << at % 8));
    EXPECT_NE(TypeOf("hy1." + Base64UrlEncode(changed)), "ok") << at;
  }
  for (size_t length = 0; length < text.size(); ++length) {
    EXPECT_NE(TypeOf(text.substr(0, length)), "ok") << length;
  }
}

TEST(Receipt, AnotherSpellingOfTheSameBytes_IsRefused) {
  const std::string text = FormatReceipt(MakeReceipt(100, 20, 107));
  EXPECT_TRUE(rc::check([&] {
    std::string changed = text;
    changed[*rc::gen::inRange<size_t>(4, text.size())] =
        static_cast<char>(*rc::gen::inRange(0, 256));
    if (changed != text) RC_ASSERT(TypeOf(changed) != "ok");
  }));
}

TEST(Receipt, NamedCorruptions_HaveTheirNames) {
  const Receipt good = MakeReceipt(100, 20, 107);
  const std::string text = FormatReceipt(good);
  const auto changed = [&](auto change) {
    Receipt receipt = good;
    change(receipt);
    return TypeOf(FormatReceipt(receipt));
  };
  EXPECT_EQ(TypeOf(text), "ok");
  EXPECT_EQ(TypeOf(text, TestKey('x').public_key()), "untrusted_key");
  EXPECT_EQ(TypeOf("hy2." + text.substr(4)), "receipt_prefix");
  EXPECT_EQ(TypeOf(text + "="), "receipt_encoding");
  EXPECT_EQ(TypeOf(text + " "), "receipt_encoding");
  EXPECT_EQ(TypeOf("hy1."), "receipt_truncated");
  EXPECT_EQ(TypeOf("hy1." + Base64UrlEncode("\x02")), "receipt_version");
  EXPECT_EQ(TypeOf("hy1." + Base64UrlEncode(*Base64UrlDecode(text.substr(4)) + "x")),
            "receipt_trailing_bytes");
  EXPECT_EQ(TypeOf("hy1." + std::string(2 * kMaxReceiptBytes, 'A')), "receipt_too_long");
  EXPECT_EQ(changed([](Receipt& r) { r.leaf_index = 108; }), "receipt_index");
  EXPECT_EQ(changed([](Receipt& r) {
              r.leaf = EncodeLeaf(SampleEvent(108));
              r.leaf_index = 108;
            }),
            "root_mismatch");
  EXPECT_EQ(changed([](Receipt& r) { r.leaf += 'x'; }), "leaf_trailing_bytes");
  EXPECT_EQ(changed([](Receipt& r) { r.path.pop_back(); }), "wrong_proof_length");
  EXPECT_EQ(changed([](Receipt& r) { r.path[0][0] ^= 1; }), "root_mismatch");
  EXPECT_EQ(changed([](Receipt& r) { r.head.root[0] ^= 1; }), "head_signature");
  EXPECT_EQ(changed([](Receipt& r) { r.public_key = TestKey('x').public_key(); }),
            "head_signature");
  EXPECT_EQ(changed([](Receipt& r) {
              r.head = SignHead(TestKey(), "log-1", 50, r.head.root, r.head.at);
            }),
            "index_beyond_size");
}

}  // namespace
}  // namespace huiyin::ledger
