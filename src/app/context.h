// What every use case needs, handed in once. Owned by the server (or a test); all members outlive
// every call. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/crypto.h"
#include "base/random.h"
#include "base/time.h"
#include "store/database.h"

namespace huiyin::ledger {
class SigningKey;
}

namespace huiyin::app {

class AnalyserInUse;
class ConfigCache;

struct Context {
  store::Database* db = nullptr;
  const Clock* clock = nullptr;
  Random* random = nullptr;
  const KeyRing* keys = nullptr;
  // Lives as long as the instance (kept wrapped in the database): tracking links, contact codes,
  // blind indexes, challenges. Rotating the master key does not change it.
  const SecretKey* instance_key = nullptr;
  const ledger::SigningKey* signing_key = nullptr;
  AnalyserInUse* analyser = nullptr;
  ConfigCache* config = nullptr;
  std::string public_url;  // "https://feedback.example.com", without a slash at the end

  Instant Now() const { return clock->Now(); }
};

// Ticket numbers carry the id: "T260310-000012". kNotFound when the text is no ticket number.
std::string TicketNo(int64_t id, Instant received_at);
Result<int64_t> TicketIdOf(std::string_view ticket_no);

// The secret of the tracking link and the code a customer reads out on the phone; both are computed
// from the ticket's id, so nothing is stored and nothing can be guessed.
std::string TrackingSecret(const SecretKey& instance_key, int64_t ticket_id);
Result<int64_t> TicketOfTrackingSecret(const SecretKey& instance_key, std::string_view secret);
std::string ContactCode(const SecretKey& instance_key, int64_t ticket_id);

}  // namespace huiyin::app
