// Test programs are built from their own folder only.
#include "support/postgres_server.cc"  // NOLINT(bugprone-suspicious-include)
