// Runs the ledger's fuzz targets over their corpora.
#define HUIYIN_FUZZ_REPLAY
#include "../../fuzz/ledger_head_fuzz.cc"
#include "../../fuzz/ledger_leaf_fuzz.cc"
#include "../../fuzz/ledger_receipt_fuzz.cc"
