#include "support/instance.h"

#include <cstdio>
#include <cstdlib>
#include <mutex>

#include "app/seed_instance.h"
#include "app/users.h"
#include "ledger/head.h"
#include "store/queries.h"
#include "support/postgres_server.h"
#include "support/temp_dir.h"

namespace huiyin::test {

// SeededRandom behind a lock: the context is used from several threads.
class LockedRandom final : public Random {
 public:
  void Fill(void* data, size_t size_bytes) override {
    const std::lock_guard lock(mutex_);
    random_.Fill(data, size_bytes);
  }

 private:
  std::mutex mutex_;
  SeededRandom random_{20260310};
};

namespace {

constexpr PasswordCost kCheapest{1, 8192};
constexpr int64_t kStartUs = 1'773'130'800'000'000;  // 2026-03-10T08:20:00Z

template <typename T>
T Must(Result<T> result, const char* what) {
  if (!result.ok()) {
    std::fprintf(stderr, "test instance: %s: %s %s\n", what, result.error().ToString().c_str(),
                 result.error().internal.c_str());
    std::abort();
  }
  return std::move(result).value();
}

void MustDo(Status status, const char* what) {
  if (status.ok()) return;
  std::fprintf(stderr, "test instance: %s: %s\n", what, status.error().ToString().c_str());
  std::abort();
}

struct SeedPerson {
  const char* login;
  const char* display_name;
  const char* department;
  const char* role;
  const char* tier;
};
constexpr SeedPerson kPeople[] = {
    {"supervisor", "周主管", "dept_service", "service_supervisor", "senior"},
    {"leader", "李组长", "dept_service", "team_leader", "senior"},
    {"agent", "王小明", "dept_service", "agent_intake", "junior"},
    {"agent2", "陈小红", "dept_service", "specialist_mid", "mid"},
    {"tech", "赵工", "dept_tech", "tech_support", "mid"},
    {"product", "孙经理", "dept_product", "product_manager", "senior"},
    {"special", "吴专员", "dept_special", "special_team", "senior"},
    {"inspector", "郑质检", "dept_service_supervision", "qi_inspector", "mid"},
    {"auditor", "冯审计", "dept_legal", "security_auditor", "mid"},
    {"manager", "杨总", "dept_service_supervision", "management", "senior"},
    {"operator", "韩运维", "dept_tech", "admin", "mid"},
};

}  // namespace

struct Instance::State {
  TempDir folder;
  ManualClock clock{Instant{kStartUs}};
  LockedRandom random;
  KeyRing keys = Must(KeyRing::Parse(kMasterKey), "master key");
  SecretKey instance_key = Must(SecretKey::FromBytes(std::string(32, 'i')), "instance key");
  ledger::SigningKey signing_key =
      Must(ledger::SigningKey::FromSeed(std::string(32, 's')), "signing key");
  app::ConfigCache config;
  app::PasswordHasher hasher{app::HashingOptions{kCheapest, 2, 64}};
  std::string schema;
  std::unique_ptr<store::Database> db;
  app::Context context;
};

Instance::Instance(People people, OnEngine engine) : state_(std::make_unique<State>()) {
  State& s = *state_;
  store::DatabaseOptions options;
  options.data_dir = s.folder.path();
  options.clock = &s.clock;
  options.signing_key = &s.signing_key;
  options.readers = 2;
  if (engine == OnEngine::kPostgres) {
    s.schema = PostgresServer::Shared().NewSchema();
    options.url = PostgresServer::Shared().UrlOf(s.schema);
  } else {
    options.url = "sqlite://" + s.folder.File("huiyin.db");
  }
  s.db = Must(store::Database::Open(options, store::Database::Mode::kCreate), "open");
  s.context.db = s.db.get();
  s.context.clock = &s.clock;
  s.context.random = &s.random;
  s.context.keys = &s.keys;
  s.context.signing_key = &s.signing_key;
  s.context.instance_key = &s.instance_key;
  s.context.config = &s.config;
  s.context.public_url = "https://feedback.example.com";
  MustDo(app::SeedInstance(s.context, "示例公司", "admin", kPassword, kCheapest), "seed");
  if (people == People::kAdminOnly) return;
  for (const SeedPerson& person : kPeople) {
    app::NewUser user;
    user.login = person.login;
    user.display_name = person.display_name;
    user.password = kPassword;
    user.department_id = DepartmentId(person.department);
    user.roles = {person.role};
    user.tier = person.tier;
    Must(app::CreateUser(s.context, s.hasher, domain::Actor::System(), user), person.login);
  }
}

Instance::~Instance() {
  state_->db.reset();
  if (!state_->schema.empty()) PostgresServer::Shared().DropSchema(state_->schema);
}

app::Context& Instance::context() { return state_->context; }
store::Database& Instance::db() { return *state_->db; }
ManualClock& Instance::clock() { return state_->clock; }
app::PasswordHasher& Instance::hasher() { return state_->hasher; }
std::shared_ptr<const app::Config> Instance::config() { return state_->config.Get(); }
const std::string& Instance::data_dir() const { return state_->folder.path(); }

int64_t Instance::PersonId(const std::string& login) {
  for (const auto& [id, person] : config()->people) {
    if (person.login == login) return id;
  }
  return 0;
}

int64_t Instance::DepartmentId(const std::string& code) {
  const auto snapshot = config();
  const app::Department* found = snapshot->DepartmentByCode(code);
  return found == nullptr ? 0 : found->id;
}

domain::Actor Instance::ActorOf(const std::string& login) {
  const auto snapshot = config();
  const auto found = snapshot->people.find(PersonId(login));
  return found == snapshot->people.end() ? domain::Actor{} : snapshot->ActorOf(found->second);
}

namespace {
void EachEvent(store::Database& db, const std::function<void(const store::Row&)>& visit) {
  MustDo(db.Read([&](store::Session& session) {
    return session.Each(store::q::events_after, {-1, 1'000'000},
                        [&](const store::Row& row) -> Status {
                          visit(row);
                          return Ok();
                        });
  }),
         "events");
}
}  // namespace

int64_t Instance::EventCount(const std::string& kind) {
  int64_t count = 0;
  EachEvent(db(), [&](const store::Row& row) { count += kind.empty() || row.Text(5) == kind; });
  return count;
}

std::string Instance::LastPayload(const std::string& kind) {
  std::string payload;
  EachEvent(db(), [&](const store::Row& row) {
    if (row.Text(5) == kind) payload = row.Str(6);
  });
  return payload;
}

std::string Instance::WholeLog() {
  std::string text;
  EachEvent(db(), [&](const store::Row& row) {
    text += row.Str(4) + " " + row.Str(5) + " " + row.Str(6) + "\n";
  });
  return text;
}

}  // namespace huiyin::test
