// Runs the fuzz targets of request bodies and documents over their corpora.
#define HUIYIN_FUZZ_REPLAY
#include "../../fuzz/api_json_fuzz.cc"
#include "../../fuzz/app_documents_fuzz.cc"
