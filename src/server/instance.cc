#include "server/instance.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/bytes.h"
#include "store/queries.h"

namespace huiyin::server {

namespace fs = std::filesystem;
namespace q = store::q;

namespace {

constexpr char kInstanceKeyName[] = "instance_key";

std::string KeyFile(const std::string& dir) { return dir + "/master.key"; }
std::string SigningKeyFile(const std::string& dir) { return dir + "/signing.key"; }
std::string UrlFile(const std::string& dir) { return dir + "/database.url"; }

// A file that marks a throw-away instance: the only kind whose clock may be set from outside.
bool IsTestInstance(const std::string& dir) { return fs::exists(dir + "/TEST_INSTANCE"); }

Result<std::string> ReadUrl(const InstanceOptions& options) {
  if (!options.db_url.empty()) {
    return options.db_url.starts_with("postgres") ? options.db_url : "sqlite://" + options.db_url;
  }
  std::ifstream file(UrlFile(options.data_dir));
  std::string url;
  if (file && std::getline(file, url) && !url.empty()) return url;
  return "sqlite://" + options.data_dir + "/huiyin.db";
}

}  // namespace

Result<std::string> DatabaseUrlOf(const std::string& text) {
  InstanceOptions options;
  if (text.starts_with("postgres") || text.starts_with("sqlite:")) return text;
  std::error_code error;
  (fs::is_directory(text, error) ? options.data_dir : options.db_url) = text;
  return ReadUrl(options);
}

std::string ExecutableDir() {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  return error ? std::string() : self.parent_path().string();
}

Result<std::unique_ptr<Instance>> Instance::Create(const InstanceOptions& options) {
  std::error_code error;
  if (fs::exists(KeyFile(options.data_dir))) {
    return Conflict("there is an instance in " + options.data_dir + " already", "instance_exists");
  }
  fs::create_directories(options.data_dir, error);
  if (error) return Unavailable("cannot make the folder " + options.data_dir, "data_folder");
  chmod(options.data_dir.c_str(), 0700);
  std::unique_ptr<Instance> out(new Instance(options));
  TRY(KeyRing::Generate().SaveNew(KeyFile(options.data_dir)));
  TRY(ledger::SigningKey::Generate(out->random_).Save(SigningKeyFile(options.data_dir)));
  if (!options.db_url.empty()) {
    TRY_ASSIGN(const std::string url, ReadUrl(options));
    std::ofstream file(UrlFile(options.data_dir));
    file << url << "\n";
    if (!file) return Unavailable("cannot write in " + options.data_dir, "data_folder");
    chmod(UrlFile(options.data_dir).c_str(), 0600);
  }
  TRY(out->Start(store::Database::Mode::kCreate));
  return out;
}

Result<std::unique_ptr<Instance>> Instance::Open(const InstanceOptions& options) {
  if (!fs::exists(options.data_dir)) {
    return NotFound(
        "there is no folder " + options.data_dir + "; make an instance with: huiyin init",
        "no_instance");
  }
  std::unique_ptr<Instance> out(new Instance(options));
  TRY(out->Start(store::Database::Mode::kOpen));
  return out;
}

Status Instance::LoadInstanceKey() {
  std::string wrapped;
  TRY(db_->Read([&](store::Session& session) -> Status {
    return session.Each(q::instance_get, {kInstanceKeyName}, [&](const store::Row& row) -> Status {
      wrapped = row.Str(0);
      return Ok();
    });
  }));
  if (wrapped.empty()) {
    instance_key_ = std::make_unique<SecretKey>(SecretKey::Generate());
    const std::string fresh = Base64UrlEncode(keys_->WrapKey(*instance_key_, kInstanceKeyName));
    TRY(db_->writer().Run([&](store::Tx& tx) -> Status {
      TRY(tx.Exec(q::instance_put, {kInstanceKeyName, fresh}));
      return Ok();
    }));
    return Ok();
  }
  TRY_ASSIGN(const std::string bytes, Base64UrlDecode(wrapped));
  auto key = keys_->UnwrapKey(bytes, kInstanceKeyName);
  if (!key.ok()) {
    return std::move(key).error().Prefixed("the master key does not belong to this instance");
  }
  instance_key_ = std::make_unique<SecretKey>(*key);
  return Ok();
}

Status Instance::ReloadConfig() {
  return db_->Read([&](store::Session& session) { return config_.Reload(session); });
}

Status Instance::Start(store::Database::Mode mode) {
  const std::string& dir = options_.data_dir;
  if (!options_.clock_file.empty()) {
    if (!IsTestInstance(dir)) {
      return FailedPrecondition(
          "--clock-file is only for instances marked as test (a file "
          "TEST_INSTANCE in the data folder)",
          "not_a_test_instance");
    }
    clock_ = std::make_unique<FileClock>(options_.clock_file);
  } else {
    clock_ = std::make_unique<SystemClock>();
  }
  TRY_ASSIGN(KeyRing keys, KeyRing::FromEnvironmentOrFile(KeyFile(dir)));
  keys_ = std::make_unique<KeyRing>(std::move(keys));
  TRY_ASSIGN(ledger::SigningKey signing, ledger::SigningKey::Load(SigningKeyFile(dir)));
  signing_key_ = std::make_unique<ledger::SigningKey>(signing);
  TRY_ASSIGN(db_url_, ReadUrl(options_));
  store::DatabaseOptions database;
  database.url = db_url_;
  database.data_dir = dir;
  database.readers = options_.readers;
  database.clock = options_.clock != nullptr ? options_.clock : clock_.get();
  database.signing_key = signing_key_.get();
  TRY_ASSIGN(db_, store::Database::Open(database, mode));
  TRY(LoadInstanceKey());
  TRY(ReloadConfig());
  analyser_ = std::make_unique<app::AnalyserInUse>(text::FindModelsDir(ExecutableDir()));
  TRY(analyser_->Follow(*config_.Get()));
  context_.db = db_.get();
  context_.clock = database.clock;
  context_.random = &random_;
  context_.keys = keys_.get();
  context_.instance_key = instance_key_.get();
  context_.signing_key = signing_key_.get();
  context_.analyser = analyser_.get();
  context_.config = &config_;
  context_.public_url = options_.public_url;
  return Ok();
}

}  // namespace huiyin::server
