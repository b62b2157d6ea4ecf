// uses: base ledger store
// What a command costs in the writer (one event, one rollup delta), against a bare loop that
// inserts the very same rows in transactions of the same size on the same disk. Usage:
//   bench_store FOLDER [COMMANDS] [POSTGRES_URL]
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/random.h"
#include "ledger/event_leaf.h"
#include "store/database.h"
#include "store/ledger_log.h"
#include "store/queries.h"
#include "store/sqlite_connection.h"

namespace huiyin::store {
namespace {

using Steady = std::chrono::steady_clock;
constexpr int64_t kMicro = 1'780'000'000'000'000;

double Micros(Steady::time_point from) {
  return std::chrono::duration<double, std::micro>(Steady::now() - from).count();
}

double CpuMicros() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 + usage.ru_utime.tv_usec +
         usage.ru_stime.tv_usec;
}

NewEvent Event(int i) {
  return {"FB-20260528-" + std::to_string(100'000 + i), i, "system", "ticket_created",
          R"({"category":"complaint","channel":"api","priority":"high","sentiment":"negative",)"
          R"("sla":{"first_response":1780000000000000,"resolution":1780000900000000}})"};
}

RollupDelta Delta(int i) {
  return {494'444, "tickets_opened", "channel=api|department=" + std::to_string(i % 20), 0, 1, 0};
}

void Must(const Status& status, const char* what) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s: %s\n", what, status.error().ToString().c_str());
  std::exit(1);
}

DatabaseOptions Options(const std::string& url, const Clock& clock, const ledger::SigningKey& key,
                        size_t batch) {
  DatabaseOptions options;
  options.url = url;
  options.clock = &clock;
  options.signing_key = &key;
  options.batch_limit = batch;
  options.queue_limit = 1 << 20;
  return options;
}

enum class Failing { kNone, kEvery50th };

void ThroughWriter(const char* name, const DatabaseOptions& options, int commands,
                   Failing failing) {
  auto opened = Database::Open(options, Database::Mode::kCreate);
  if (!opened.ok()) Must(std::move(opened).error(), "open");
  auto& writer = (*opened)->writer();
  std::atomic<int> answered = 0;
  const auto start = Steady::now();
  const double cpu = CpuMicros();
  for (int i = 0; i < commands; ++i) {
    Must(writer.Submit(
             [i, failing](Tx& tx) -> Status {
               tx.Append(Event(i));
               tx.Add(Delta(i));
               if (failing == Failing::kEvery50th && i % 50 == 49) {
                 TRY(tx.db().Exec(q::instance_put, {"k", "v"}));
                 return Conflict("on purpose");
               }
               return Ok();
             },
             [&](Status, const auto&) {
               answered.fetch_add(1);
               answered.notify_one();
             }),
         "submit");
  }
  for (int now = answered.load(); now < commands; now = answered.load()) answered.wait(now);
  const double used = CpuMicros() - cpu;
  std::printf("%-46s %8.2f us/command (%.2f us of CPU)\n", name, Micros(start) / commands,
              used / commands);
}

void BareLoop(const DatabaseOptions& options, int commands, int batch) {
  Must(Database::Open(options, Database::Mode::kCreate).ok() ? Ok() : Status(Internal("open")),
       "open");
  const std::string path = options.url.substr(9);
  auto connection = *SqliteConnection::Open(path, SqliteAccess::kReadWrite);
  Must(connection->Script("PRAGMA wal_autocheckpoint = 8192;"), "pragma");
  const Hash32 hash = Sha256("leaf");
  const std::string frontier(8 + 32 * 12, 'f'), signature(64, 's');
  const auto start = Steady::now();
  const double cpu = CpuMicros();
  for (int first = 0; first < commands; first += batch) {
    Must(connection->Begin(TxKind::kWrite), "begin");
    for (int i = first; i < std::min(commands, first + batch); ++i) {
      const NewEvent event = Event(i);
      Must(connection
                   ->Exec(q::event_insert, {i, kMicro + i, event.ticket_id, event.ticket_no,
                                            event.actor, event.kind, event.payload, hash})
                   .ok()
               ? Ok()
               : Status(Internal("insert")),
           "event");
    }
    for (int i = 0; i < 20; ++i) {
      const RollupDelta delta = Delta(i);
      (void)connection->Exec(q::rollup_add,
                             {delta.hour, delta.metric, delta.dims, 0, batch / 20, 0});
    }
    for (int i = 0; i < batch / 256; ++i) {
      (void)connection->Exec(q::tile_insert, {8, first / 256 + i, hash});
    }
    (void)connection->Exec(q::head_put, {kMicro, first, hash, kMicro, Blob{signature}});
    (void)connection->Exec(q::ledger_write, {first + batch, Blob{frontier}, kMicro});
    Must(connection->Commit(), "commit");
  }
  const double used = CpuMicros() - cpu;
  std::printf("%-46s %8.2f us/command (%.2f us of CPU)\n", "bare loop, the same rows",
              Micros(start) / commands, used / commands);
}

int Main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_store FOLDER [COMMANDS] [POSTGRES_URL]\n");
    return 2;
  }
  const int commands = argc > 2 ? std::atoi(argv[2]) : 200'000;
  const std::string folder = std::string(argv[1]) + "/bench_store";
  const SystemClock clock;
  SystemRandom random;
  const auto key = ledger::SigningKey::Generate(random);
  const auto fresh = [&](size_t batch) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    return Options("sqlite://" + folder + "/b.db", clock, key, batch);
  };
  for (const int batch : {64, 512, 1024}) {
    std::printf("batches of %d\n", batch);
    BareLoop(fresh(static_cast<size_t>(batch)), commands, batch);
    ThroughWriter("writer", fresh(static_cast<size_t>(batch)), commands, Failing::kNone);
    ThroughWriter("writer, every 50th command fails (savepoints)",
                  fresh(static_cast<size_t>(batch)), commands, Failing::kEvery50th);
  }
  if (argc > 3) {
    ThroughWriter("PostgreSQL, batches of 512", Options(argv[3], clock, key, 512), commands,
                  Failing::kNone);
  }
  const auto start = Steady::now();
  for (int i = 0; i < commands; ++i) {
    const NewEvent e = Event(i);
    (void)ledger::LeafHash({0, {}, e.ticket_no, e.ticket_id, e.actor, e.kind, e.payload});
  }
  std::printf("of which one leaf hash (with making the event): %.2f us\n",
              Micros(start) / commands);
  std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace huiyin::store

int main(int argc, char** argv) { return huiyin::store::Main(argc, argv); }
