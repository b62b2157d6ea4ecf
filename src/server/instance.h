// An instance in its data folder, opened: configuration, keys, database, analyser, and the Context
// that use cases need. Layout of the folder: docs/admin.md.
#pragma once

#include <memory>
#include <string>

#include "app/analyser_in_use.h"
#include "app/config.h"
#include "app/context.h"
#include "base/crypto.h"
#include "base/random.h"
#include "base/time.h"
#include "ledger/head.h"
#include "store/database.h"

namespace huiyin::server {

struct InstanceOptions {
  std::string data_dir;
  std::string db_url;      // empty: what init wrote, else DATA/huiyin.db
  std::string public_url;  // empty: no host in links
  std::string clock_file;  // only for instances marked as test
  int readers = 8;
  const Clock* clock = nullptr;  // instead of the system's; for filling a demo
};

class Instance {
 public:
  // Makes folder, keys and an empty database. kConflict when there is one already.
  static Result<std::unique_ptr<Instance>> Create(const InstanceOptions& options);
  static Result<std::unique_ptr<Instance>> Open(const InstanceOptions& options);

  app::Context& context() { return context_; }
  const std::string& data_dir() const { return options_.data_dir; }
  const std::string& db_url() const { return db_url_; }
  const ledger::SigningKey& signing_key() const { return *signing_key_; }
  Status ReloadConfig();

 private:
  explicit Instance(InstanceOptions options) : options_(std::move(options)) {}
  Status Start(store::Database::Mode mode);
  Status LoadInstanceKey();

  InstanceOptions options_;
  std::string db_url_;
  std::unique_ptr<Clock> clock_;
  SystemRandom random_;
  std::unique_ptr<KeyRing> keys_;
  std::unique_ptr<SecretKey> instance_key_;
  std::unique_ptr<ledger::SigningKey> signing_key_;
  std::unique_ptr<app::AnalyserInUse> analyser_;
  app::ConfigCache config_;
  std::unique_ptr<store::Database> db_;
  app::Context context_;
};

// The database that somebody names: a data folder (what its init wrote), a database file, an URL.
Result<std::string> DatabaseUrlOf(const std::string& text);

// Folder of the running program, for finding models beside it.
std::string ExecutableDir();

}  // namespace huiyin::server
