// huiyin rotate-keys: a new master key, everything sealed again, the old key retired.
#include <cstdlib>

#include "app/reseal.h"
#include "server/cli.h"
#include "server/instance.h"
#include "store/queries.h"

namespace huiyin::server {
namespace {

constexpr char kVariable[] = "HUIYIN_MASTER_KEY";
constexpr int kMostPasses = 5;

// A server that runs holds the old keys in memory and could not read what is sealed anew.
Status RefuseWhileServed(Instance& instance) {
  Instant until;
  TRY(instance.context().db->Read([&](store::Session& session) -> Status {
    return session.Each(store::q::lease_until, {"jobs"}, [&](const store::Row& row) -> Status {
      until = row.At(0);
      return Ok();
    });
  }));
  if (until <= instance.context().Now()) return Ok();
  return FailedPrecondition(
      "a server runs on this instance, or was killed less than 15 seconds ago; stop it first",
      "instance_in_use");
}

// The ring with a new current key; an interrupted rotation's own new key is used again.
Status PrepareRing(const std::string& path) {
  if (const char* text = std::getenv(kVariable); text != nullptr && *text != '\0') {
    TRY_ASSIGN(const KeyRing ring, KeyRing::Parse(text));
    if (ring.size() >= 2) return Ok();
    return FailedPrecondition(std::string("the key comes from ") + kVariable +
                                  ": set it to NEW,OLD (64 hexadecimal digits each), run this "
                                  "command, then remove OLD",
                              "new_key_missing");
  }
  TRY_ASSIGN(KeyRing ring, KeyRing::Load(path));
  if (ring.size() >= 2) return Ok();
  ring.AddCurrent(SecretKey::Generate());
  return ring.Save(path);
}

Result<int64_t> ResealUntilDone(const app::Context& context) {
  int64_t rows = 0;
  for (int pass = 0; pass < kMostPasses; ++pass) {
    TRY_ASSIGN(const app::Resealed done, app::ResealAll(context));
    rows += done.rows;
    if (done.rows == 0 && done.left == 0) return rows;
  }
  return Unavailable("others keep writing with the old key; stop them and run this again",
                     "rotation_unfinished");
}

Status RetireOldKeys(const std::string& path) {
  if (const char* text = std::getenv(kVariable); text != nullptr && *text != '\0') {
    std::printf("now remove the old key from %s\n", kVariable);
    return Ok();
  }
  TRY_ASSIGN(KeyRing ring, KeyRing::Load(path));
  ring.RemoveOthers();
  return ring.Save(path);
}

Status Rotate(const InstanceOptions& options) {
  const std::string path = options.data_dir + "/master.key";
  {
    TRY_ASSIGN(const auto instance, Instance::Open(options));
    TRY(RefuseWhileServed(*instance));
  }
  TRY(PrepareRing(path));
  TRY_ASSIGN(const auto instance, Instance::Open(options));
  TRY_ASSIGN(const int64_t rows, ResealUntilDone(instance->context()));
  TRY(RetireOldKeys(path));
  std::printf("%lld values sealed with the new key\n", static_cast<long long>(rows));
  return Ok();
}

}  // namespace

int RunRotateKeys(int argc, char** argv) {
  CLI::App cli(
      "Makes a new master key and seals everything with it. Stop the server first. Interrupted, "
      "run it again. Backups made before need the old key: keep a copy of it as long as them.",
      "huiyin rotate-keys");
  InstanceOptions options;
  cli.add_option("--data", options.data_dir, "data folder")->required();
  cli.add_option("--db", options.db_url, "postgresql://…");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  const Status done = Rotate(options);
  return done.ok() ? kExitOk : Fail(done.error());
}

}  // namespace huiyin::server
