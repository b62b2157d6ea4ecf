// Runs the fuzz targets of the domain over their corpora.
#define HUIYIN_FUZZ_REPLAY
#include "../../fuzz/domain_calendar_fuzz.cc"
