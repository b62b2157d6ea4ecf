// Test programs are built from their own folder only.
#include "support/http_receiver.cc"    // NOLINT(bugprone-suspicious-include)
#include "support/instance.cc"         // NOLINT(bugprone-suspicious-include)
#include "support/postgres_server.cc"  // NOLINT(bugprone-suspicious-include)
#include "support/smtp_receiver.cc"    // NOLINT(bugprone-suspicious-include)
