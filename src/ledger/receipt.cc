#include "ledger/receipt.h"

#include <cstring>

#include "ledger/wire.h"

namespace huiyin::ledger {
namespace {

constexpr uint8_t kReceiptVersion = 1;

Hash32 TakeHash(WireReader& reader) {
  Hash32 out{};
  const std::string_view bytes = reader.Take(out.size());
  if (reader.ok()) std::memcpy(out.data(), bytes.data(), out.size());
  return out;
}

TreeHead TakeHead(WireReader& reader) {
  TreeHead head;
  head.log_id = reader.Take(reader.U8());
  head.tree_size = reader.U64();
  head.at.us = reader.I64();
  head.root = TakeHash(reader);
  const std::string_view signature = reader.Take(head.signature.size());
  if (reader.ok()) std::memcpy(head.signature.data(), signature.data(), signature.size());
  return head;
}

Error Truncated() { return InvalidArgument("the receipt ends too early", "receipt_truncated"); }

Result<Receipt> DecodeReceipt(std::string_view bytes) {
  WireReader reader(bytes);
  const uint8_t version = reader.U8();
  if (!reader.ok()) return Truncated();
  if (version != kReceiptVersion) {
    return InvalidArgument("unknown receipt version " + std::to_string(version), "receipt_version");
  }
  Receipt receipt;
  receipt.leaf = reader.Take(reader.U32());
  receipt.leaf_index = reader.U64();
  receipt.head = TakeHead(reader);
  receipt.public_key = PublicKey(TakeHash(reader));
  const uint8_t path_length = reader.U8();
  if (!reader.ok()) return Truncated();
  if (receipt.leaf.size() > kMaxLeafBytes) {
    return InvalidArgument("the receipt's event is too long", "receipt_too_long");
  }
  if (!IsValidLogId(receipt.head.log_id)) {
    return InvalidArgument("bad log id in the receipt", "receipt_log_id");
  }
  if (path_length > kMaxPathHashes) {
    return InvalidArgument("the receipt's path is too long", "receipt_path_too_long");
  }
  for (int i = 0; i < path_length; ++i) receipt.path.push_back(TakeHash(reader));
  if (!reader.ok()) return Truncated();
  if (!reader.AtEnd()) {
    return InvalidArgument("bytes after the end of the receipt", "receipt_trailing_bytes");
  }
  return receipt;
}

}  // namespace

std::string FormatReceipt(const Receipt& receipt) {
  HY_CHECK(receipt.path.size() <= kMaxPathHashes && receipt.leaf.size() <= kMaxLeafBytes);
  HY_CHECK(IsValidLogId(receipt.head.log_id));
  std::string bytes;
  bytes.reserve(receipt.leaf.size() + 256 + 32 * receipt.path.size());
  bytes += static_cast<char>(kReceiptVersion);
  PutU32(bytes, static_cast<uint32_t>(receipt.leaf.size()));
  bytes += receipt.leaf;
  PutU64(bytes, receipt.leaf_index);
  bytes += static_cast<char>(receipt.head.log_id.size());
  bytes += receipt.head.log_id;
  PutU64(bytes, receipt.head.tree_size);
  PutU64(bytes, static_cast<uint64_t>(receipt.head.at.us));
  bytes += View(receipt.head.root);
  bytes.append(reinterpret_cast<const char*>(receipt.head.signature.data()),
               receipt.head.signature.size());
  bytes += View(receipt.public_key.bytes());
  bytes += static_cast<char>(receipt.path.size());
  for (const Hash32& hash : receipt.path) bytes += View(hash);
  return std::string(kReceiptPrefix) + Base64UrlEncode(bytes);
}

Result<Receipt> ParseReceipt(std::string_view text) {
  if (!text.starts_with(kReceiptPrefix)) {
    return InvalidArgument("a receipt begins with " + std::string(kReceiptPrefix),
                           "receipt_prefix");
  }
  text.remove_prefix(kReceiptPrefix.size());
  if (text.size() > kMaxReceiptBytes / 3 * 4 + 4) {
    return InvalidArgument("the receipt is too long", "receipt_too_long");
  }
  const auto bytes = StrictBase64UrlDecode(text);
  if (!bytes.ok()) return InvalidArgument("the receipt is not base64url", "receipt_encoding");
  return DecodeReceipt(*bytes);
}

Result<ReceiptFacts> VerifyReceipt(const Receipt& receipt,
                                   const std::optional<PublicKey>& trusted_key) {
  if (trusted_key && !(*trusted_key == receipt.public_key)) {
    return Corruption("the receipt was signed by a key that is not the trusted one",
                      "untrusted_key");
  }
  TRY_ASSIGN(Event event, DecodeLeaf(receipt.leaf));
  if (event.seq != receipt.leaf_index) {
    return Corruption("the receipt's index is not the number of its event", "receipt_index");
  }
  TRY(VerifyHead(receipt.head, receipt.public_key));
  TRY(VerifyInclusion(HashLeaf(receipt.leaf), receipt.leaf_index, receipt.head.tree_size,
                      receipt.path, receipt.head.root));
  ReceiptFacts facts;
  facts.event = std::move(event);
  facts.leaf_index = receipt.leaf_index;
  facts.tree_size = receipt.head.tree_size;
  facts.head_at = receipt.head.at;
  facts.log_id = receipt.head.log_id;
  facts.key_fingerprint = receipt.public_key.Fingerprint();
  facts.trust = trusted_key ? Trust::kTrustedKey : Trust::kKeyFromReceipt;
  return facts;
}

Result<ReceiptFacts> VerifyReceiptText(std::string_view text,
                                       const std::optional<PublicKey>& trusted_key) {
  TRY_ASSIGN(const Receipt receipt, ParseReceipt(text));
  return VerifyReceipt(receipt, trusted_key);
}

}  // namespace huiyin::ledger
