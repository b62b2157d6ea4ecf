// What fuzzing found, or began with, stays right.
#define HUIYIN_FUZZ_REPLAY
#include "../../fuzz/text_similar_fuzz.cc"
#include "../../fuzz/text_subject_fuzz.cc"
