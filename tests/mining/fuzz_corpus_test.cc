// What the fuzzers once found, and their seeds, run as tests.
#define HUIYIN_FUZZ_REPLAY
#include "../fuzz/mining_csv_fuzz.cc"
#include "../fuzz/mining_ocel_fuzz.cc"
#include "../fuzz/mining_rules_fuzz.cc"
#include "../fuzz/mining_xes_fuzz.cc"
