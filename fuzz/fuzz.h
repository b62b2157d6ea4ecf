// How a fuzz target is written. In fuzz/<name>_fuzz.cc:
//
//   // uses: ledger
//   #include "../fuzz/fuzz.h"
//   FUZZ_TARGET(name) { … use `bytes` (std::string_view); abort on a broken promise … }
//
// Built with -DHUIYIN_FUZZ=ON it is a libFuzzer program. Included by tests/<layer>/ after
// HUIYIN_FUZZ_REPLAY is defined it becomes a test that runs every file of fuzz/corpus/<name>/, so
// that what was once found stays found.
#pragma once

#include <cstdint>
#include <string_view>

#ifdef HUIYIN_FUZZ_REPLAY

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace huiyin::fuzz {
inline void Replay(const std::string& name, void (*target)(std::string_view)) {
  const auto folder = std::filesystem::path(HUIYIN_SOURCE_DIR) / "fuzz" / "corpus" / name;
  size_t files = 0;
  target({});
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    target(bytes);
    ++files;
  }
  EXPECT_GT(files, 0u) << "no corpus in " << folder;
}
}  // namespace huiyin::fuzz

#define FUZZ_TARGET(name)                                                     \
  static void FuzzTarget_##name(std::string_view bytes);                      \
  TEST(FuzzCorpus, name) { huiyin::fuzz::Replay(#name, &FuzzTarget_##name); } \
  static void FuzzTarget_##name(std::string_view bytes)

#else

#define FUZZ_TARGET(name)                                                   \
  static void FuzzTarget_##name(std::string_view bytes);                    \
  extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) { \
    FuzzTarget_##name({reinterpret_cast<const char*>(data), size});         \
    return 0;                                                               \
  }                                                                         \
  static void FuzzTarget_##name(std::string_view bytes)

#endif
