// tests/ledger/golden/receipts.json: receipts, good and corrupted by name, shared with the
// browser's verifier. Rewrite it with HUIYIN_UPDATE_GOLDEN=1 and read the diff.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>

#include "ledger/receipt.h"
#include "ledger/sample_log.h"

namespace huiyin::ledger {
namespace {

Receipt BatchReceipt(uint64_t before, uint64_t count, uint64_t index) {
  CompactRange range;
  for (uint64_t i = 0; i < before; ++i) range.Append(LeafHash(SampleEvent(i)));
  std::vector<Hash32> hashes;
  for (uint64_t i = 0; i < count; ++i) hashes.push_back(LeafHash(SampleEvent(before + i)));
  const BatchTree batch(range, hashes);
  Receipt receipt;
  receipt.leaf = EncodeLeaf(SampleEvent(index));
  receipt.leaf_index = index;
  receipt.head =
      SignHead(TestKey(), "log-1", batch.size(), batch.Root(), Instant{1'770'000'000'123'456});
  receipt.path = *batch.InclusionPath(index);
  receipt.public_key = TestKey().public_key();
  return receipt;
}

// The strings hold only base64url, type names and ASCII words, so nothing needs escaping.
class GoldenFile {
 public:
  void Add(std::string_view name, const std::string& text) {
    const auto facts = VerifyReceiptText(text, TestKey().public_key());
    out_ += out_.empty() ? "[\n" : ",\n";
    out_ += "{\"name\":\"" + std::string(name) + "\",\"receipt\":\"" + text +
            "\",\"trusted_key\":\"" + TestKey().public_key().ToString() + "\",";
    if (facts.ok()) {
      out_ += "\"ok\":true,\"ticket_no\":\"" + facts->event.ticket_no + "\",\"kind\":\"" +
              facts->event.kind + "\",\"at_us\":\"" + std::to_string(facts->event.at.us) +
              "\",\"leaf_index\":" + std::to_string(facts->leaf_index) +
              ",\"tree_size\":" + std::to_string(facts->tree_size) + ",\"head_at_us\":\"" +
              std::to_string(facts->head_at.us) + "\",\"log_id\":\"" + facts->log_id +
              "\",\"key_fingerprint\":\"" + facts->key_fingerprint + "\"}";
    } else {
      out_ += "\"ok\":false,\"type\":\"" + facts.error().type + "\"}";
    }
  }
  void AddChanged(std::string_view name, const std::function<void(Receipt&)>& change) {
    Receipt receipt = BatchReceipt(100, 20, 107);
    change(receipt);
    Add(name, FormatReceipt(receipt));
  }
  std::string Text() const { return out_ + "\n]\n"; }

 private:
  std::string out_;
};

std::string Generate() {
  GoldenFile file;
  file.Add("tree-of-one", FormatReceipt(BatchReceipt(0, 1, 0)));
  file.Add("first-of-eight", FormatReceipt(BatchReceipt(0, 8, 0)));
  file.Add("last-of-seven", FormatReceipt(BatchReceipt(4, 3, 6)));
  file.Add("middle-of-120", FormatReceipt(BatchReceipt(100, 20, 107)));
  file.Add("right-border-of-1025", FormatReceipt(BatchReceipt(1000, 25, 1024)));
  const std::string good = FormatReceipt(BatchReceipt(100, 20, 107));
  const std::string bytes = *Base64UrlDecode(good.substr(kReceiptPrefix.size()));
  const std::string prefix(kReceiptPrefix);
  file.Add("other-prefix", "hy2." + good.substr(4));
  file.Add("padding", good + "=");
  file.Add("empty", prefix);
  file.Add("other-version", prefix + Base64UrlEncode("\x02" + bytes.substr(1)));
  file.Add("cut-by-one-byte", prefix + Base64UrlEncode(bytes.substr(0, bytes.size() - 1)));
  file.Add("one-byte-more", prefix + Base64UrlEncode(bytes + "x"));
  file.AddChanged("payload-changed", [](Receipt& r) { r.leaf.back() ^= 1; });
  file.AddChanged("event-of-other-version", [](Receipt& r) { r.leaf[0] = 2; });
  file.AddChanged("event-with-a-byte-more", [](Receipt& r) { r.leaf += 'x'; });
  file.AddChanged("index-changed", [](Receipt& r) { r.leaf_index ^= 1; });
  file.AddChanged("path-bit-flipped", [](Receipt& r) { r.path[2][7] ^= 16; });
  file.AddChanged("path-shorter", [](Receipt& r) { r.path.pop_back(); });
  file.AddChanged("path-longer", [](Receipt& r) { r.path.push_back(r.path[0]); });
  file.AddChanged("path-swapped", [](Receipt& r) { std::swap(r.path[0], r.path[1]); });
  file.AddChanged("root-changed", [](Receipt& r) { r.head.root[0] ^= 1; });
  file.AddChanged("head-time-changed", [](Receipt& r) { r.head.at.us += 1; });
  file.AddChanged("head-size-changed", [](Receipt& r) { r.head.tree_size += 1; });
  file.AddChanged("log-id-changed", [](Receipt& r) { r.head.log_id = "log-2"; });
  file.AddChanged("signature-changed", [](Receipt& r) { r.head.signature[0] ^= 1; });
  file.AddChanged("signed-by-another", [](Receipt& r) {
    r.head = SignHead(TestKey('x'), r.head.log_id, r.head.tree_size, r.head.root, r.head.at);
    r.public_key = TestKey('x').public_key();
  });
  file.AddChanged("smaller-tree-signed", [](Receipt& r) {
    r.head = SignHead(TestKey(), r.head.log_id, 50, r.head.root, r.head.at);
  });
  return file.Text();
}

TEST(ReceiptGolden, Vectors_AreWhatTheCodeSays) {
  const std::string path = HUIYIN_SOURCE_DIR "/tests/ledger/golden/receipts.json";
  const std::string now = Generate();
  if (std::getenv("HUIYIN_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << now;
  std::ifstream file(path);
  const std::string stored((std::istreambuf_iterator<char>(file)), {});
  EXPECT_EQ(stored, now);
}

// docs/formats/receipt.md shows a whole receipt; it must be one.
TEST(ReceiptGolden, ExampleInTheDocument_Verifies) {
  std::ifstream file(HUIYIN_SOURCE_DIR "/docs/formats/receipt.md");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const size_t begin = text.find("\nhy1.");
  ASSERT_NE(begin, std::string::npos);
  const size_t end = text.find('\n', begin + 1);
  const auto facts =
      VerifyReceiptText(text.substr(begin + 1, end - begin - 1), TestKey().public_key());
  ASSERT_TRUE(facts.ok()) << facts.error().ToString();
  EXPECT_EQ(facts->event, SampleEvent(6));
  EXPECT_EQ(facts->tree_size, 8u);
}

}  // namespace
}  // namespace huiyin::ledger
