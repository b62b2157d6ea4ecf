#include "server/demo_fill.h"

#include <functional>
#include <queue>

#include "app/act_on_ticket.h"
#include "app/authenticate_hashing.h"
#include "app/config.h"
#include "app/customer_actions.h"
#include "app/open_ticket.h"
#include "app/users.h"
#include "jobs/search_index.h"
#include "server/demo_texts.h"

namespace huiyin::server {
namespace {

struct DemoUser {
  const char* login;
  const char* name;
  const char* department;
  std::vector<std::string> roles;
  const char* tier;
};

const std::vector<DemoUser>& DemoUsers() {
  static const std::vector<DemoUser> users = {
      {"agent", "林小满", "dept_service", {"agent_intake"}, "junior"},
      {"agent2", "周彤", "dept_service", {"agent_intake"}, "junior"},
      {"agent3", "许诺", "dept_service", {"agent_senior"}, "senior"},
      {"handler", "陈志远", "dept_service_supervision", {"specialist_senior"}, "senior"},
      {"handler2", "高雅琴", "dept_service_supervision", {"specialist_mid"}, "mid"},
      {"handler3", "马骁", "dept_service_supervision", {"specialist_junior"}, "junior"},
      {"leader", "宋清", "dept_service_supervision", {"team_leader"}, "senior"},
      {"supervisor",
       "何静",
       "dept_service_supervision",
       {"service_supervisor", "team_leader"},
       "senior"},
      {"tech", "吴凯", "dept_tech", {"tech_support"}, "mid"},
      {"tech2", "邓超群", "dept_tech", {"developer"}, "senior"},
      {"product", "苏晚", "dept_product", {"product_manager"}, "senior"},
      {"special", "韩锋", "dept_special", {"special_team"}, "senior"},
      {"inspector", "叶知秋", "dept_service", {"qi_inspector"}, "mid"},
      {"auditor", "顾言", "dept_legal", {"security_auditor"}, "mid"},
  };
  return users;
}

class Demo {
 public:
  Demo(Instance& instance, ManualClock& clock, Instant now)
      : context_(instance.context()), clock_(clock), end_(now), random_(20261123) {}

  Status MakePeople() {
    app::PasswordHasher hasher{app::HashingOptions{}};
    for (const DemoUser& u : DemoUsers()) {
      const app::Department* department = context_.config->Get()->DepartmentByCode(u.department);
      app::NewUser wanted;
      wanted.login = u.login;
      wanted.display_name = u.name;
      wanted.password = kDemoPassword;
      wanted.department_id = department == nullptr ? 0 : department->id;
      wanted.roles = u.roles;
      wanted.tier = u.tier;
      wanted.capacity = 40;
      TRY(app::CreateUser(context_, hasher, domain::Actor::System(), wanted));
    }
    return Ok();
  }

  // Arrivals follow the hours of a day; each ticket then lives on by scheduled steps.
  Status Run(int tickets, const std::function<void(int, int)>& progress) {
    Schedule(tickets);
    int done = 0;
    while (!steps_.empty()) {
      const Step step = steps_.top();
      steps_.pop();
      if (step.at > end_) continue;  // still to come: the ticket stays open
      if (step.at > clock_.Now()) clock_.Set(step.at);
      TRY(step.run());
      if (++done % 500 == 0) progress(opened_, tickets);
    }
    clock_.Set(end_);
    for (;;) {
      TRY_ASSIGN(const int passed, jobs::IndexNext(context_, 2'000));
      if (passed == 0) return Ok();
    }
  }

 private:
  struct Step {
    Instant at;
    std::function<Status()> run;
    bool operator>(const Step& other) const { return at > other.at; }
  };

  void At(Instant at, std::function<Status()> run) { steps_.push({at, std::move(run)}); }
  Duration Within(int64_t least_min, int64_t most_min) {
    return Duration::Minutes(least_min + static_cast<int64_t>(random_.Below(
                                             static_cast<uint64_t>(most_min - least_min + 1))));
  }

  void Schedule(int tickets) {
    static constexpr int kHours[24] = {2,  1,  1,  1,  1,  2,  4,  8,  14, 20, 22, 19,
                                       14, 16, 19, 18, 16, 14, 13, 14, 15, 13, 8,  4};
    for (int i = 0; i < tickets; ++i) {
      // More on recent days, as a growing business would see.
      const double share = std::max(random_.Uniform(), random_.Uniform() * 0.8);
      const auto day = static_cast<int64_t>(share * 90);
      int hour = 0;
      for (auto left = static_cast<int>(random_.Below(259)); hour < 23 && left >= kHours[hour];
           ++hour) {
        left -= kHours[hour];
      }
      const Instant midnight = end_ - Duration::Days(90 - day) - Duration::Hours(10);
      At(midnight + Duration::Hours(hour) + Within(0, 59), [this] { return Open(); });
    }
  }

  domain::Actor ActorOf(int64_t user) const {
    const auto config = context_.config->Get();
    const auto found = config->people.find(user);
    return found == config->people.end() ? domain::Actor::System() : config->ActorOf(found->second);
  }

  // Somebody of the department who works on tickets.
  int64_t WorkerOf(int64_t department) {
    std::vector<int64_t> able;
    const auto config = context_.config->Get();
    for (const auto& [id, person] : config->people) {
      if (person.department_id == department && config->ActorOf(person).May("ticket.work")) {
        able.push_back(id);
      }
    }
    return able.empty() ? 0 : able[random_.Below(able.size())];
  }

  int64_t Login(std::string_view login) const {
    for (const auto& [id, person] : context_.config->Get()->people) {
      if (person.login == login) return id;
    }
    return 0;
  }

  // A verb that a guard refuses is simply not done: the invented plan met the real rules.
  Status Do(int64_t user, const std::string& ticket_no, const app::Action& action) {
    const auto acted = app::ActOnTicket(context_, ActorOf(user), ticket_no, action);
    if (acted.ok() || acted.error().code == ErrorCode::kConflict ||
        acted.error().code == ErrorCode::kNotFound ||
        acted.error().code == ErrorCode::kPermissionDenied) {
      return Ok();
    }
    return acted.error();
  }

  static app::Action Verb(domain::Transition verb) {
    app::Action action;
    action.verb = verb;
    return action;
  }

  Status Open() {
    const DemoFeedback said = MakeDemoFeedback(random_);
    app::Feedback feedback;
    feedback.channel = said.channel;
    feedback.text = said.text;
    feedback.name = said.name;
    feedback.mobile = said.mobile;
    feedback.email = said.email;
    feedback.product = said.product;
    TRY_ASSIGN(const app::Opened opened,
               app::OpenTicketNow(context_, domain::Actor::Customer(), feedback));
    if (opened.duplicate) return Ok();
    ++opened_;
    const Instant now = clock_.Now();
    app::TicketRecord record;
    TRY(context_.db->Read([&](store::Session& session) -> Status {
      TRY_ASSIGN(record, app::LoadTicket(session, opened.ticket_id));
      return Ok();
    }));
    const int64_t owner = WorkerOf(record.life.department_id);
    if (owner == 0) return Ok();
    Live(opened, record, owner, now);
    return Ok();
  }

  void Live(const app::Opened& opened, const app::TicketRecord& record, int64_t owner,
            Instant now) {
    const std::string no = opened.ticket_no;
    const std::string category(domain::Name(record.life.category));
    const std::string lang = record.lang;
    const bool high = record.life.priority == domain::Priority::kHigh;
    // A few are slow: those are the breaches of the wall.
    const bool slow = random_.Below(14) == 0;
    const Instant ack = now + (slow ? Within(200, 3000) : Within(2, high ? 70 : 400));
    const Instant work = ack + Within(5, 180);
    const Instant plan = work + Within(30, slow ? 4000 : 900);
    const Instant told = plan + Within(20, slow ? 5000 : 1200);
    const Instant solved = told + Within(10, 600);
    At(ack, [=, this] { return Do(owner, no, Verb(domain::Transition::kAcknowledge)); });
    At(work, [=, this] { return Do(owner, no, Verb(domain::Transition::kStartWork)); });
    if (category == "complaint" || category == "malfunction") {
      Analyse(no, owner, work + Within(10, 25));
      Plan(no, owner, category, lang, plan, high);
    }
    if (random_.Below(4) == 0) {
      app::Action progress = Verb(domain::Transition::kProgress);
      progress.text = DemoProgress(random_, lang);
      At(plan + Within(5, 18), [=, this] { return Do(owner, no, progress); });
    }
    Tell(opened, no, owner, category, lang, told, solved);
  }

  void Analyse(const std::string& no, int64_t owner, Instant at) {
    app::Action analysis = Verb(domain::Transition::kCompleteAnalysis);
    analysis.restated = "客户反映的情况已与客户核对";
    analysis.reproduced = random_.Below(3) == 0 ? "not_applicable" : "yes";
    analysis.impact_scope = random_.Below(5) == 0 ? "同一批次用户" : "仅此客户";
    analysis.affected_users = 1 + static_cast<int64_t>(random_.Below(40));
    At(at, [=, this] { return Do(owner, no, analysis); });
  }

  void Plan(const std::string& no, int64_t owner, const std::string& category,
            const std::string& lang, Instant at, bool high) {
    app::Action plan = Verb(domain::Transition::kPlan);
    plan.plan = DemoSolution(random_, category, lang);
    plan.compensation_kind = random_.Below(3) == 0 ? "coupon" : "";
    plan.compensation_minor =
        plan.compensation_kind.empty() ? 0 : 1'000 + 500 * static_cast<int64_t>(random_.Below(80));
    app::Action evaluation = Verb(domain::Transition::kEvaluate);
    evaluation.evaluation = "方案可行，成本可控，不影响其他客户";
    At(at, [=, this] { return Do(owner, no, plan); });
    At(at + Duration::Minutes(1), [=, this] { return Do(owner, no, evaluation); });
    if (!high && plan.compensation_minor <= 20'000) return;
    At(at + Duration::Minutes(2),
       [=, this] { return Do(owner, no, Verb(domain::Transition::kRequestApproval)); });
    const int64_t approver = Login("supervisor");
    At(at + Duration::Minutes(2) + Within(3, 17),
       [=, this] { return Do(approver, no, Verb(domain::Transition::kApprove)); });
  }

  void Tell(const app::Opened& opened, const std::string& no, int64_t owner,
            const std::string& category, const std::string& lang, Instant told, Instant solved) {
    app::Action tell = Verb(domain::Transition::kCommunicateSolution);
    tell.text = DemoSolution(random_, category, lang);
    app::Action resolve = Verb(domain::Transition::kResolve);
    resolve.summary = tell.text;
    At(told, [=, this] { return Do(owner, no, tell); });
    At(solved, [=, this] { return Do(owner, no, resolve); });
    const uint64_t mood = random_.Below(100);
    const int64_t id = opened.ticket_id;
    if (mood < 8) {
      At(solved + Within(60, 900), [=, this] {
        return Customer(id, {app::CustomerVerb::kReopen, "问题还是没有解决，请再看一下。", 0});
      });
      At(solved + Duration::Minutes(1000), [=, this] { return Do(owner, no, tell); });
      At(solved + Duration::Minutes(1060), [=, this] { return Do(owner, no, resolve); });
    }
    if (mood < 70) {
      const Instant confirmed = solved + Duration::Minutes(1100) + Within(5, 2000);
      const int rating = mood < 8 ? 2 : mood < 20 ? 3 : mood < 40 ? 4 : 5;
      At(confirmed, [=, this] { return Customer(id, {app::CustomerVerb::kConfirm, "", 0}); });
      At(confirmed + Duration::Minutes(1), [=, this] {
        return Customer(id, {app::CustomerVerb::kRate, "", rating});
      });
    }
  }

  Status Customer(int64_t ticket_id, const app::CustomerAction& action) {
    const Status done = app::ActAsCustomer(context_, ticket_id, action);
    if (done.ok() || done.error().code == ErrorCode::kConflict) return Ok();
    return done;
  }

  app::Context& context_;
  ManualClock& clock_;
  const Instant end_;
  SeededRandom random_;
  int opened_ = 0;
  std::priority_queue<Step, std::vector<Step>, std::greater<>> steps_;
};

}  // namespace

Status FillDemo(Instance& instance, ManualClock& clock, Instant now, int tickets,
                const std::function<void(int, int)>& progress) {
  Demo demo(instance, clock, now);
  TRY(demo.MakePeople());
  return demo.Run(tickets, progress);
}

}  // namespace huiyin::server
