// Test programs are built from their own folder only, so what they share is included here on
// purpose (the check takes an included .cc for a slip).
#include "support/http_receiver.cc"   // NOLINT(bugprone-suspicious-include)
#include "support/local_listener.cc"  // NOLINT(bugprone-suspicious-include)
