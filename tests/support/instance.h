// A fresh instance of its own for a test: an empty database (SQLite in a temporary folder, or a
// schema of the shared PostgreSQL), seeded, with a clock set by hand, repeatable randomness and
// people of several roles. Aborts with the reason when it cannot be made. Passwords are hashed at
// the lowest cost, so signing in takes microseconds.
#pragma once

#include <memory>
#include <string>

#include "app/authenticate_hashing.h"
#include "app/config.h"
#include "app/context.h"
#include "domain/permissions.h"

namespace huiyin::test {

inline constexpr char kPassword[] = "correct horse battery staple";  // of everybody
inline constexpr char kMasterKey[] =
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

enum class OnEngine { kSqlite, kPostgres };
enum class People { kAdminOnly, kOrganisation };

class Instance {
 public:
  // The clock stands at 2026-03-10T08:20:00Z. kOrganisation adds, besides "admin" (roles admin and
  // service_supervisor): supervisor, leader, agent, agent2 (dept_service), tech (dept_tech),
  // product (dept_product), special (dept_special), inspector (dept_service_supervision), auditor
  // (security_auditor), manager (management) and operator (role admin alone).
  explicit Instance(People people = People::kOrganisation, OnEngine engine = OnEngine::kSqlite);
  ~Instance();
  Instance(const Instance&) = delete;

  app::Context& context();  // `analyser` is null until the test sets it
  store::Database& db();
  ManualClock& clock();
  app::PasswordHasher& hasher();
  std::shared_ptr<const app::Config> config();
  const std::string& data_dir() const;  // the temporary folder

  int64_t PersonId(const std::string& login);
  int64_t DepartmentId(const std::string& code);
  domain::Actor ActorOf(const std::string& login);
  // How many events of this kind (any kind when empty) the log holds, and the newest one's payload.
  int64_t EventCount(const std::string& kind);
  std::string LastPayload(const std::string& kind);
  // All payloads and actors of the log in one text, to look for what must not be there.
  std::string WholeLog();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace huiyin::test
