// Runs the fuzz targets of the HTTP layer over their corpora.
#define HUIYIN_FUZZ_REPLAY
#include "../../fuzz/http_gunzip_fuzz.cc"
#include "../../fuzz/http_head_fuzz.cc"
#include "../../fuzz/http_multipart_fuzz.cc"
#include "../../fuzz/http_target_fuzz.cc"
