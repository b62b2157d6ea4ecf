// Test programs are built from their own folder only.
#include "support/http_receiver.cc"  // NOLINT(bugprone-suspicious-include)
