// uses: ledger base
#include <string>

#include "../fuzz/fuzz.h"
#include "base/bytes.h"
#include "base/result.h"
#include "ledger/receipt.h"

// The text form, and the bytes inside it without asking the fuzzer to learn base64.
FUZZ_TARGET(ledger_receipt) {
  for (const std::string& text : {std::string(bytes), std::string(huiyin::ledger::kReceiptPrefix) +
                                                          huiyin::Base64UrlEncode(bytes)}) {
    const auto receipt = huiyin::ledger::ParseReceipt(text);
    if (!receipt.ok()) continue;
    HY_CHECK(huiyin::ledger::FormatReceipt(*receipt) == text);
    (void)huiyin::ledger::VerifyReceipt(*receipt);
  }
}
