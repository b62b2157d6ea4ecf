// Test programs are built from their own folder only, so what they share is included here on
// purpose (the check takes an included .cc for a slip).
#include "support/cutting_proxy.cc"    // NOLINT(bugprone-suspicious-include)
#include "support/postgres_server.cc"  // NOLINT(bugprone-suspicious-include)
