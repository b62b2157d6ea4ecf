// The engine: facts in order become clocks (domain.md §2.2, §2.3).
#include "domain/sla.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "domain/sla_clock.h"
#include "domain/sla_term.h"
#include "domain/statutory.h"

namespace huiyin::domain {
namespace {

class Engine {
 public:
  Engine(const SlaRules& rules, const Calendar& calendar) : rules_(rules), calendar_(calendar) {}

  void Feed(const Fact& f) {
    // A pause ends by itself; that must be known before later facts are judged.
    if (paused_since_ && f.at > *paused_since_ + rules_.auto_resume) EndPause(f.at);
    const auto found = Handlers().find(f.kind);
    if (found != Handlers().end()) (this->*found->second)(f);
  }

  std::optional<Instant> waiting_since() const { return paused_since_; }

  std::vector<ClockResult> Results(Instant now, Explain explain) const {
    const bool paused = paused_since_ && now < *paused_since_ + rules_.auto_resume;
    const std::vector<Pause> pauses = PausesUntil(now);
    std::vector<ClockResult> out;
    out.reserve(clocks_.size() + duties_.size());
    for (const Running& clock : clocks_) {
      out.push_back(ResultOf(clock, pauses, {now, paused}, calendar_, explain));
    }
    for (const Duty& duty : duties_) {
      out.push_back(ComputeStatutory(duty.choice, {received_, duty.stopped_at, now},
                                     CalendarOf(duty.choice), explain));
      if (duty.is_void) out.back().state = ClockState::kVoid;
    }
    return out;
  }

 private:
  using Handler = void (Engine::*)(const Fact&);
  static const std::unordered_map<std::string_view, Handler>& Handlers();

  // ---- policies

  bool Applies(const SlaPolicy& p) const {
    return (!p.priority || *p.priority == priority_) && (!p.category || *p.category == category_) &&
           (!p.channel || channel_ == p.channel) &&
           (p.customer_tier.empty() || p.customer_tier == tier_) &&
           (p.department_id == 0 || p.department_id == department_);
  }

  // The policies the fact names apply from here on.
  void TakePolicies(const Fact& f) {
    if (!rules_.pinned || !f.Has("sla")) return;
    auto set = rules_.pinned(f.List("sla"));
    if (set == nullptr) return;
    policies_ = set.get();
    named_.push_back(std::move(set));
  }

  ClockTerm From(const Term& term, const SlaPolicy& policy, Instant start) const {
    ClockTerm out;
    out.term = term;
    out.measure = MeasureOf(term);
    out.policy = &policy;
    out.due0 = DueOf(term, start, calendar_);
    return out;
  }

  // The terms that apply now. Those of a reopened solution that came from the cycle before stay.
  void Fill(Running& clock) const {
    std::erase_if(clock.limits, [](const ClockTerm& c) { return !c.granted; });
    clock.targets.clear();
    const ClockKind asked = clock.kind == ClockKind::kReopenAck ? ClockKind::kAck : clock.kind;
    const bool reopened = clock.kind == ClockKind::kSolution && clock.cycle > 1;
    if (reopened && priority_ <= reopened_with_) return;
    for (const SlaPolicy& policy : *policies_) {
      if (!Applies(policy)) continue;
      for (const ClockRule& rule : policy.rules) {
        if (rule.kind != asked) continue;
        clock.limits.push_back(From(rule.limit, policy, clock.start));
        if (rule.target && !reopened) {
          clock.targets.push_back(From(*rule.target, policy, clock.start));
        }
      }
    }
  }

  // ---- duties of law (§2.6)

  struct Duty {
    StatutoryChoice choice;
    std::optional<Instant> stopped_at;
    bool is_void = false;
  };

  const Calendar& CalendarOf(const StatutoryChoice& choice) const {
    if (choice.duty->law == Law::kChina) return calendar_;
    if (european_ == nullptr) {
      const auto weekdays = Calendar::Weekdays(calendar_.zone_name());
      if (!weekdays.ok()) return calendar_;
      european_ = *weekdays;
    }
    return *european_;
  }

  Instant DutyDue(const StatutoryChoice& choice) const {
    return DueOf(choice.stage->term, received_, CalendarOf(choice));
  }

  bool Ended(const Duty& duty, Instant at) const {
    return duty.stopped_at || FloorMillis(at) > FloorMillis(DutyDue(duty.choice));
  }

  // What the policies that apply now ask for; of two stages of a duty the earlier. A duty that is
  // asked for no more ends without a verdict, unless it was fulfilled or missed.
  void TakeDuties(Instant at) {
    std::erase_if(duties_, [&](const Duty& duty) { return !duty.is_void && !Ended(duty, at); });
    const size_t kept = duties_.size();
    for (const SlaPolicy& policy : *policies_) {
      if (!Applies(policy)) continue;
      for (const StatutoryChoice& choice : policy.statutory) AddDuty(choice, kept);
    }
  }

  void AddDuty(const StatutoryChoice& choice, size_t kept) {
    for (size_t i = 0; i < duties_.size(); ++i) {
      if (duties_[i].choice.duty != choice.duty) continue;
      if (i >= kept && DutyDue(choice) < DutyDue(duties_[i].choice)) duties_[i].choice = choice;
      return;
    }
    duties_.push_back({choice, std::nullopt, false});
  }

  // ---- starting and stopping

  Running* Find(ClockKind kind, int cycle) {
    for (Running& clock : clocks_) {
      if (clock.kind == kind && clock.cycle == cycle) return &clock;
    }
    return nullptr;
  }

  Running* Start(ClockKind kind, int cycle, Instant start) {
    if (Find(kind, cycle) != nullptr) return nullptr;
    Running clock;
    clock.kind = kind;
    clock.cycle = cycle;
    clock.start = start;
    Fill(clock);
    if (clock.limits.empty()) return nullptr;
    clocks_.push_back(std::move(clock));
    return &clocks_.back();
  }

  void Stop(ClockKind kind, Instant at) {
    for (Running& clock : clocks_) {
      if (clock.kind == kind && !clock.stopped_at && !clock.is_void) {
        clock.stopped_at = at;
      }
    }
  }

  void StartIntakeClocks(Instant at, bool grant_quarter) {
    if (cycle_ > 1) return;
    for (const ClockKind kind :
         {ClockKind::kAck, ClockKind::kFirstResponse, ClockKind::kInterim, ClockKind::kSolution}) {
      Running* clock = Start(kind, 1, received_);
      if (clock == nullptr) continue;
      if (grant_quarter) {
        for (ClockTerm& c : clock->limits) Grant(c, at);
        for (ClockTerm& c : clock->targets) Grant(c, at);
      }
      // A rise may ask for progress that the customer was already told of.
      if (kind == ClockKind::kInterim && progress_at_) clock->stopped_at = progress_at_;
    }
  }

  void OnCreated(const Fact& f) {
    if (f.Flag("test")) is_test_ = true;
    received_ = f.At("received_at", f.at);
    channel_ = ParseChannel(f.Text("channel"));
    if (channel_ == Channel::kPhone || channel_ == Channel::kChat) {
      // A conversation is acknowledged the moment it is answered.
      answered_at_ = f.At("answered_at", received_);
    }
    if (f.Has("priority")) OnClassified(f);
    if (f.Flag("to_human")) WaitForPerson(f);
  }

  void OnClassified(const Fact& f) {
    if (is_test_) return;
    const Priority old_priority = priority_;
    const Category old_category = category_;
    if (const auto c = ParseCategory(f.Text("category"))) category_ = *c;
    if (const auto p = ParsePriority(f.Text("priority"))) priority_ = *p;
    if (f.Has("customer_tier")) tier_ = f.Text("customer_tier");
    if (f.Int("department_id") != 0) department_ = f.Int("department_id");
    TakePolicies(f);
    const bool first = !classified_;
    if (first) {
      classified_ = true;
      StartIntakeClocks(f.at, false);
      if (answered_at_) Stop(ClockKind::kAck, *answered_at_);
      TakeDuties(f.at);
    } else {
      Retime(f.at, old_priority, category_ != old_category);
    }
    if (department_ != 0 && (first || f.Int("department_id") != 0)) {
      Start(ClockKind::kAnalysis, cycle_, f.at);
    }
  }

  void OnAssigned(const Fact& f) {
    if (is_test_) return;
    if (f.Int("department_id") != 0) department_ = f.Int("department_id");
    if (department_ != 0 && classified_) Start(ClockKind::kAnalysis, cycle_, f.at);
  }

  void OnAcknowledged(const Fact& f) { Stop(ClockKind::kAck, f.at); }

  void OnReply(const Fact& f) {
    if (f.Flag("automatic")) return;
    Stop(ClockKind::kFirstResponse, f.at);
    Stop(ClockKind::kReopenAck, f.at);
    Stop(ClockKind::kChatAnswer, f.at);
  }

  void OnBotHelped(const Fact& f) { Stop(ClockKind::kFirstResponse, f.at); }

  void OnProgress(const Fact& f) {
    // Counts after the acknowledgement only (§2.2).
    for (const Running& clock : clocks_) {
      if (clock.kind == ClockKind::kAck && clock.cycle == 1 &&
          (!clock.stopped_at || *clock.stopped_at > f.at)) {
        return;
      }
    }
    if (!progress_at_) progress_at_ = f.at;
    Stop(ClockKind::kInterim, f.at);
  }

  void OnAnalysed(const Fact& f) {
    EndPause(f.at);
    Stop(ClockKind::kAnalysis, f.at);
  }

  void OnSolution(const Fact& f) {
    EndPause(f.at);
    // Whoever has the solution needs no interim one.
    if (!progress_at_) progress_at_ = f.at;
    Stop(ClockKind::kInterim, f.at);
    for (Duty& duty : duties_) {
      if (!duty.stopped_at && !duty.is_void) duty.stopped_at = f.at;
    }
    Running* clock = Find(ClockKind::kSolution, cycle_);
    if (clock == nullptr || clock->is_void) return;
    // Replaced before confirmation: the last one inside the cycle counts.
    if (!clock->stopped_at || !confirmed_) clock->stopped_at = f.at;
  }

  void OnConfirmed(const Fact& f) {
    EndPause(f.at);
    confirmed_ = true;
  }

  // ---- conversations

  void WaitForPerson(const Fact& f) {
    if (is_test_ || f.Flag("leave_message")) return;
    for (const Running& clock : clocks_) {
      if (clock.kind == ClockKind::kChatAnswer && !clock.stopped_at && !clock.is_void) return;
    }
    if (Start(ClockKind::kChatAnswer, chat_waits_ + 1, f.at) != nullptr) ++chat_waits_;
  }

  void OnCustomerMessage(const Fact& f) {
    EndPause(f.at);
    if (f.Flag("to_human")) WaitForPerson(f);
  }

  // ---- pauses

  void OnAsked(const Fact& f) {
    if (!paused_since_) paused_since_ = f.at;
  }

  void OnWaitOver(const Fact& f) { EndPause(f.at); }

  void EndPause(Instant at) {
    if (!paused_since_) return;
    const Instant end = std::min(at, *paused_since_ + rules_.auto_resume);
    if (end > *paused_since_) pauses_.push_back({*paused_since_, end});
    paused_since_.reset();
  }

  // While a pause lasts the clock stands still: it reaches as far as `now`.
  std::vector<Pause> PausesUntil(Instant now) const {
    std::vector<Pause> out = pauses_;
    if (paused_since_ && now > *paused_since_) {
      out.push_back({*paused_since_, std::min(now, *paused_since_ + rules_.auto_resume)});
    }
    return out;
  }

  // ---- changed terms (§2.3 rule 8)

  void OnPriority(const Fact& f) {
    if (is_test_) return;
    const Priority old = priority_;
    if (const auto p = ParsePriority(f.Text("priority"))) priority_ = *p;
    if (classified_ && priority_ != old) Retime(f.at, old, false);
  }

  void OnPolicyChanged(const Fact& f) {
    TakePolicies(f);
    if (!is_test_ && classified_) Retime(f.at, priority_, true);
  }

  // Raise, another category or another policy: a term that did not apply before ends at
  // max(start + term, change + a quarter of the term). Lower: from the start. A due that has passed
  // stays breached; stopped clocks and cycles before are left alone.
  void Retime(Instant at, Priority old, bool category_changed) {
    const bool raised = priority_ > old;
    const bool quarter = raised || (category_changed && priority_ == old);
    const std::vector<Pause> pauses = PausesUntil(at);
    for (Running& clock : clocks_) {
      if (clock.stopped_at || clock.is_void || clock.kind == ClockKind::kChatAnswer) continue;
      if (clock.cycle != cycle_) continue;
      const auto before = EarliestOf(clock.limits, PausesOf(clock, pauses), calendar_);
      if (before && FloorMillis(at) > FloorMillis(before->due)) {
        clock.breached_due =
            clock.breached_due ? std::min(*clock.breached_due, before->due) : before->due;
      }
      const Running was = clock;
      Fill(clock);
      if (priority_ < old) clock.raised_late = false;
      for (ClockTerm& c : clock.limits) Keep(was.limits, c) || (quarter && Grant(c, at));
      for (ClockTerm& c : clock.targets) Keep(was.targets, c) || (quarter && Grant(c, at));
      if (raised) clock.raised_late = clock.raised_late || FirstTermPast(clock, at);
    }
    const size_t known = clocks_.size();
    StartIntakeClocks(at, quarter);
    for (size_t i = known; i < clocks_.size(); ++i) {
      if (raised) clocks_[i].raised_late = FirstTermPast(clocks_[i], at);
    }
    // A clock no policy asks for any more ends without a verdict, unless it was breached.
    std::erase_if(clocks_, [](const Running& clock) {
      return clock.limits.empty() && !clock.stopped_at && !clock.breached_due;
    });
    TakeDuties(at);
  }

  static bool FirstTermPast(const Running& clock, Instant at) {
    return !clock.stopped_at &&
           std::any_of(clock.limits.begin(), clock.limits.end(), [&](const ClockTerm& c) {
             return c.least && c.changed_at == at && *c.least > c.due0 && at > c.due0;
           });
  }

  // A term that applied before the change keeps what it had.
  static bool Keep(const std::vector<ClockTerm>& before, ClockTerm& c) {
    for (const ClockTerm& old : before) {
      if (old.policy->id != c.policy->id || !(old.term == c.term)) continue;
      c = old;
      return true;
    }
    return false;
  }

  bool Grant(ClockTerm& c, Instant at) const {
    Instant least = AddIn(c.measure, at, LengthOf(c.term, calendar_) / 4, calendar_);
    if (c.measure == Measure::kDates) least = MoveToWorkingDay(least, calendar_);
    c.least = least;
    c.changed_at = at;
    return true;
  }

  // ---- reopening (§2.3 rule 7)

  void OnReopened(const Fact& f) {
    EndPause(f.at);
    if (is_test_ || !classified_) return;
    confirmed_ = false;
    progress_at_.reset();
    reopened_with_ = priority_;
    Running solution;
    solution.kind = ClockKind::kSolution;
    solution.start = f.at;
    const Running* old = Find(ClockKind::kSolution, cycle_);
    if (old != nullptr && !old->is_void) {
      const std::vector<Pause> own = PausesOf(*old, pauses_);
      for (const ClockTerm& c : old->limits) {
        solution.limits.push_back(Carried(c, *old, own, f.at));
      }
    }
    ++cycle_;
    solution.cycle = cycle_;
    if (!solution.limits.empty()) clocks_.push_back(std::move(solution));
    Start(ClockKind::kReopenAck, cycle_, f.at);
  }

  ClockTerm Carried(const ClockTerm& c, const Running& old, const std::vector<Pause>& own,
                    Instant at) const {
    const Instant due = EarliestOf({c}, own, calendar_)->due;
    const Duration left = MeasureIn(c.measure, old.stopped_at.value_or(at), due, calendar_);
    const Duration floor = c.term.unit == TermUnit::kWorkingDay ? calendar_.StandardDay()
                           : c.measure == Measure::kDates       ? rules_.floor_days
                                                                : rules_.floor_elapsed;
    ClockTerm next = c;
    next.least.reset();
    next.is_floor = left < floor;
    next.granted = std::max(left, floor);
    next.due0 = AddIn(c.measure, at, *next.granted, calendar_);
    if (c.measure == Measure::kDates) next.due0 = MoveToWorkingDay(next.due0, calendar_);
    return next;
  }

  // ---- exclusion and merging

  // Spam and duplicates never were feedback, nor is what was withdrawn before anybody answered:
  // every clock is void. Otherwise a verdict that was reached stays.
  void OnVoided(const Fact& f) {
    EndPause(f.at);
    const std::string reason = f.Text("reason");
    bool all = reason == Name(CloseReason::kSpam) || reason == Name(CloseReason::kDuplicate);
    if (reason == Name(CloseReason::kWithdrawn)) {
      all = std::none_of(clocks_.begin(), clocks_.end(), [](const Running& clock) {
        return clock.kind == ClockKind::kAck && clock.stopped_at;
      });
    }
    for (Running& clock : clocks_) {
      if (all || !(clock.stopped_at || Missed(clock, f.at))) clock.is_void = true;
    }
    for (Duty& duty : duties_) duty.is_void = duty.is_void || all || !Ended(duty, f.at);
  }

  bool Missed(const Running& clock, Instant at) const {
    if (clock.breached_due) return true;
    const auto deadline = EarliestOf(clock.limits, PausesOf(clock, pauses_), calendar_);
    return deadline && FloorMillis(at) > FloorMillis(deadline->due);
  }

  void OnMerged(const Fact& f) {
    if (f.Int("into") == 0) {
      MoveReceived(std::min(received_, f.At("received_at", received_)));
      return;
    }
    EndPause(f.at);
    for (Running& clock : clocks_) {
      if (!clock.stopped_at && !clock.is_void) {
        clock.is_void = true;
        merged_away_ = true;
      }
    }
    for (Duty& duty : duties_) {
      if (duty.stopped_at || duty.is_void) continue;
      duty.is_void = merged_away_ = true;
    }
  }

  void OnUnmerged(const Fact& f) {
    if (!merged_away_ || f.Has("from")) {
      MoveReceived(f.At("received_at", received_));
      return;
    }
    for (Running& clock : clocks_) {
      if (!clock.stopped_at) clock.is_void = false;
    }
    for (Duty& duty : duties_) {
      if (!duty.stopped_at) duty.is_void = false;
    }
    merged_away_ = false;
  }

  // The surviving ticket keeps the earliest arrival; clocks that began with it begin again there.
  void MoveReceived(Instant received) {
    for (Running& clock : clocks_) {
      const bool intake = clock.kind == ClockKind::kAck ||
                          clock.kind == ClockKind::kFirstResponse ||
                          clock.kind == ClockKind::kInterim || clock.kind == ClockKind::kSolution;
      if (!intake || clock.cycle != 1 || clock.start != received_) continue;
      clock.start = received;
      // Terms of a finished clock are those of its time: only their start moves.
      for (std::vector<ClockTerm>* list : {&clock.limits, &clock.targets}) {
        for (ClockTerm& c : *list) c.due0 = DueOf(c.term, received, calendar_);
      }
    }
    received_ = received;
  }

  const SlaRules& rules_;
  const Calendar& calendar_;
  const std::vector<SlaPolicy>* policies_ = &rules_.policies;
  std::vector<std::shared_ptr<const std::vector<SlaPolicy>>> named_;  // clocks point into them
  std::vector<Running> clocks_;
  std::vector<Duty> duties_;
  mutable std::shared_ptr<const Calendar> european_;  // made when a duty asks for it
  std::vector<Pause> pauses_;                         // ordered, apart from one another
  std::optional<Instant> paused_since_;
  Instant received_;
  std::optional<Instant> answered_at_, progress_at_;
  std::optional<Channel> channel_;
  bool classified_ = false, confirmed_ = false, merged_away_ = false, is_test_ = false;
  Category category_ = Category::kOther;
  Priority priority_ = Priority::kLow, reopened_with_ = Priority::kLow;
  std::string tier_;
  int64_t department_ = 0;
  int cycle_ = 1;
  int chat_waits_ = 0;
};

const std::unordered_map<std::string_view, Engine::Handler>& Engine::Handlers() {
  static const std::unordered_map<std::string_view, Handler> handlers = {
      {fact::kTicketCreated, &Engine::OnCreated},
      {fact::kClassified, &Engine::OnClassified},
      {fact::kClassificationCorrected, &Engine::OnClassified},
      {fact::kPriorityChanged, &Engine::OnPriority},
      {fact::kSlaPolicyChanged, &Engine::OnPolicyChanged},
      {fact::kAssigned, &Engine::OnAssigned},
      {fact::kAcknowledged, &Engine::OnAcknowledged},
      {fact::kHumanReply, &Engine::OnReply},
      {kBotAnswerHelpful, &Engine::OnBotHelped},
      {fact::kProgressUpdate, &Engine::OnProgress},
      {fact::kWorkaroundProvided, &Engine::OnProgress},
      {fact::kAnalysisCompleted, &Engine::OnAnalysed},
      {fact::kSolutionCommunicated, &Engine::OnSolution},
      {kHumanRequested, &Engine::WaitForPerson},
      {fact::kCustomerMessage, &Engine::OnCustomerMessage},
      {fact::kCustomerAsked, &Engine::OnAsked},
      // Steps of the work that leave `waiting_customer` (lifecycle.cc).
      {fact::kWorkResumed, &Engine::OnWaitOver},
      {fact::kThirdPartyAsked, &Engine::OnWaitOver},
      {fact::kSolutionPlanned, &Engine::OnWaitOver},
      {fact::kApprovalRequested, &Engine::OnWaitOver},
      {fact::kImplementationDone, &Engine::OnWaitOver},
      {fact::kTestFailed, &Engine::OnWaitOver},
      {fact::kResolved, &Engine::OnWaitOver},
      {fact::kCustomerConfirmed, &Engine::OnConfirmed},
      {fact::kClosed, &Engine::OnConfirmed},
      {fact::kReopened, &Engine::OnReopened},
      {fact::kVoided, &Engine::OnVoided},
      {fact::kMerged, &Engine::OnMerged},
      {fact::kUnmerged, &Engine::OnUnmerged},
  };
  return handlers;
}

}  // namespace

std::vector<ClockResult> ComputeClocks(std::span<const Fact> facts, const SlaRules& rules,
                                       const Calendar& calendar, Instant now, Explain explain) {
  Engine engine(rules, calendar);
  for (const Fact& fact : facts) engine.Feed(fact);
  return engine.Results(now, explain);
}

std::optional<Instant> WaitingSince(std::span<const Fact> facts, const SlaRules& rules,
                                    const Calendar& calendar) {
  Engine engine(rules, calendar);
  for (const Fact& fact : facts) engine.Feed(fact);
  return engine.waiting_since();
}

}  // namespace huiyin::domain
