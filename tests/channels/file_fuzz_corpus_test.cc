// Every file that the fuzzers found worth keeping is read again here.
#define HUIYIN_FUZZ_REPLAY
#include "../../fuzz/delimited_fuzz.cc"
#include "../../fuzz/encoding_fuzz.cc"
#include "../../fuzz/jsonl_fuzz.cc"
#include "../../fuzz/xlsx_fuzz.cc"
