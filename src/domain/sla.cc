#include "domain/sla.h"

#include <algorithm>
#include <array>

#include "domain/sla_term.h"

namespace huiyin::domain {
namespace {

constexpr std::string_view kClockNames[] = {"ack",      "first_response", "interim",   "analysis",
                                            "solution", "chat_answer",    "reopen_ack"};
constexpr std::string_view kStateNames[] = {"running",  "paused",   "met",
                                            "breached", "met_late", "void"};

Term Hours(int64_t n) { return {n, TermUnit::kHour, TermBasis::kElapsed}; }
Term Days(int64_t n, TermUnit unit) { return {n, unit, TermBasis::kElapsed}; }

}  // namespace

std::string_view Name(ClockKind kind) { return kClockNames[static_cast<size_t>(kind)]; }
std::string_view Name(ClockState state) { return kStateNames[static_cast<size_t>(state)]; }

std::optional<ClockKind> ParseClockKind(std::string_view id) {
  for (size_t i = 0; i < std::size(kClockNames); ++i) {
    if (kClockNames[i] == id) return static_cast<ClockKind>(i);
  }
  return std::nullopt;
}

const std::vector<SlaPolicy>& DefaultPolicies() {
  static const std::vector<SlaPolicy> policies = [] {
    std::vector<SlaPolicy> out(5);
    out[0].id = "high";
    out[0].priority = Priority::kHigh;
    out[0].rules = {{ClockKind::kAck, {}, Hours(2)},
                    {ClockKind::kFirstResponse, {}, Hours(2)},
                    {ClockKind::kInterim, {}, Hours(24)},
                    {ClockKind::kSolution, {}, Hours(72)}};
    out[1].id = "mid";
    out[1].priority = Priority::kMid;
    out[1].rules = {
        {ClockKind::kAck, {}, Hours(24)},
        {ClockKind::kFirstResponse, {}, Hours(24)},
        {ClockKind::kSolution, Days(3, TermUnit::kWorkingDay), Days(5, TermUnit::kWorkingDay)}};
    out[2].id = "low";
    out[2].priority = Priority::kLow;
    out[2].rules = {{ClockKind::kAck, {}, Hours(48)},
                    {ClockKind::kFirstResponse, {}, Hours(48)},
                    {ClockKind::kSolution, Days(7, TermUnit::kDay), Days(14, TermUnit::kDay)}};
    out[3].id = "complaint";
    out[3].category = Category::kComplaint;
    out[3].rules = {{ClockKind::kFirstResponse, {}, Hours(24)},
                    {ClockKind::kSolution, {}, Hours(72)}};
    out[4].id = "internal";
    out[4].rules = {{ClockKind::kAnalysis, {}, Hours(24)}};
    return out;
  }();
  return policies;
}

namespace {

bool Pausable(ClockKind kind) {
  return kind == ClockKind::kAnalysis || kind == ClockKind::kSolution;
}

// One term of a clock and its due before pauses; several stand side by side, the earliest wins.
struct Candidate {
  Term term;
  Measure measure;
  Instant due0;
};

struct Running {
  ClockKind kind;
  int cycle = 1;
  Instant start;
  std::vector<Candidate> limits;
  std::vector<Candidate> targets;
  std::optional<Instant> stopped_at;
  bool is_void = false;
  bool raised_late = false;
  bool breached_before = false;  // a due that had passed before the terms changed
  std::optional<Instant> breached_due;
};

class Engine {
 public:
  Engine(const SlaRules& rules, const Calendar& calendar) : rules_(rules), calendar_(calendar) {}

  void Feed(const Fact& f) {
    // A pause ends by itself; that must be known before later facts are judged.
    if (paused_since_ && f.at > *paused_since_ + rules_.auto_resume) {
      EndPause(*paused_since_ + rules_.auto_resume);
    }
    if (f.kind == fact::kTicketCreated)
      OnCreated(f);
    else if (f.kind == fact::kClassified || f.kind == fact::kClassificationCorrected)
      OnClassified(f);
    else if (f.kind == fact::kPriorityChanged)
      OnPriority(f);
    else if (f.kind == fact::kAssigned)
      OnAssigned(f);
    else if (f.kind == fact::kAcknowledged)
      Stop(ClockKind::kAck, f.at);
    else if (f.kind == fact::kHumanReply)
      OnReply(f);
    else if (f.kind == fact::kProgressUpdate || f.kind == fact::kWorkaroundProvided)
      Stop(ClockKind::kInterim, f.at);
    else if (f.kind == fact::kAnalysisCompleted)
      Stop(ClockKind::kAnalysis, f.at);
    else if (f.kind == fact::kSolutionCommunicated)
      OnSolution(f);
    else if (f.kind == fact::kCustomerAsked) {
      if (!paused_since_) paused_since_ = f.at;
    } else if (f.kind == fact::kCustomerMessage || f.kind == fact::kWorkResumed)
      EndPause(f.at);
    else if (f.kind == fact::kResolved || f.kind == fact::kClosed ||
             f.kind == fact::kCustomerConfirmed)
      EndPause(f.at);
    else if (f.kind == fact::kReopened)
      OnReopened(f);
    else if (f.kind == fact::kVoided)
      Void();
    else if (f.kind == fact::kMerged || f.kind == fact::kUnmerged)
      OnMerged(f);
  }

  std::vector<ClockResult> Results(Instant now, Explain explain) {
    std::vector<Pause> pauses = pauses_;
    bool paused = false;
    if (paused_since_) {
      const Instant end = *paused_since_ + rules_.auto_resume;
      paused = now < end;
      // While it lasts, the clock stands still: the pause reaches as far as now.
      pauses.push_back({*paused_since_, std::min(std::max(now, *paused_since_), end)});
    }
    std::vector<ClockResult> out;
    for (const Running& clock : clocks_) out.push_back(Finish(clock, pauses, paused, now, explain));
    return out;
  }

 private:
  bool Applies(const SlaPolicy& p) const {
    return (!p.priority || *p.priority == priority_) && (!p.category || *p.category == category_) &&
           (!p.channel || channel_ == p.channel) &&
           (p.customer_tier.empty() || p.customer_tier == tier_) &&
           (p.department_id == 0 || p.department_id == department_);
  }

  std::vector<ClockRule> RulesFor(ClockKind kind) const {
    std::vector<ClockRule> out;
    for (const SlaPolicy& policy : rules_.policies) {
      if (!Applies(policy)) continue;
      for (const ClockRule& rule : policy.rules) {
        if (rule.kind == kind) out.push_back(rule);
      }
    }
    return out;
  }

  Candidate From(const Term& term, Instant start) const {
    return {term, MeasureOf(term), DueOf(term, start, calendar_)};
  }

  void Fill(Running& clock) const {
    clock.limits.clear();
    clock.targets.clear();
    for (const ClockRule& rule : RulesFor(clock.kind)) {
      clock.limits.push_back(From(rule.limit, clock.start));
      if (rule.target) clock.targets.push_back(From(*rule.target, clock.start));
    }
  }

  void Start(ClockKind kind, Instant start) {
    for (const Running& clock : clocks_) {
      if (clock.kind == kind && clock.cycle == cycle_) return;
    }
    Running clock;
    clock.kind = kind;
    clock.cycle = cycle_;
    clock.start = start;
    Fill(clock);
    if (!clock.limits.empty()) clocks_.push_back(std::move(clock));
  }

  void StartIntakeClocks() {
    Start(ClockKind::kAck, received_);
    Start(ClockKind::kFirstResponse, received_);
    Start(ClockKind::kInterim, received_);
    Start(ClockKind::kSolution, received_);
  }

  Running* Current(ClockKind kind) {
    for (Running& clock : clocks_) {
      if (clock.kind == kind && clock.cycle == cycle_ && !clock.is_void) return &clock;
    }
    return nullptr;
  }

  void Stop(ClockKind kind, Instant at) {
    if (Running* clock = Current(kind); clock != nullptr && !clock->stopped_at) {
      clock->stopped_at = at;
    }
  }

  void OnCreated(const Fact& f) {
    received_ = f.At("received_at", f.at);
    channel_ = ParseChannel(f.Text("channel"));
    // A conversation is acknowledged the moment it is answered.
    live_ = channel_ == Channel::kPhone || channel_ == Channel::kChat;
    if (f.Has("priority")) OnClassified(f);
  }

  void OnClassified(const Fact& f) {
    const Priority old = priority_;
    const bool first = clocks_.empty();
    if (const auto c = ParseCategory(f.Text("category"))) category_ = *c;
    if (const auto p = ParsePriority(f.Text("priority"))) priority_ = *p;
    if (f.Has("customer_tier")) tier_ = f.Text("customer_tier");
    if (f.Int("department_id") != 0) department_ = f.Int("department_id");
    if (first) {
      StartIntakeClocks();
      if (live_) Stop(ClockKind::kAck, received_);
      if (department_ != 0) Start(ClockKind::kAnalysis, f.at);
    } else {
      Retime(f.at, old);
    }
  }

  void OnPriority(const Fact& f) {
    const Priority old = priority_;
    if (const auto p = ParsePriority(f.Text("priority"))) priority_ = *p;
    Retime(f.at, old);
  }

  // §2.3 rule 8: raise → max(start + term, change + a quarter of the term); lower, or another
  // category → from the start; a passed due stays breached; stopped clocks are left alone.
  void Retime(Instant at, Priority old) {
    for (Running& clock : clocks_) {
      if (clock.stopped_at || clock.is_void || clock.cycle != cycle_) continue;
      if (clock.kind == ClockKind::kReopenAck || cycle_ > 1) continue;
      const std::optional<Instant> before = DueNow(clock, pauses_);
      if (before && at > *before) {
        clock.breached_due = clock.breached_due ? std::min(*clock.breached_due, *before) : *before;
      }
      Fill(clock);
      if (priority_ > old) {
        for (Candidate& c : clock.limits) Raise(c, clock, at);
        for (Candidate& c : clock.targets) Raise(c, clock, at);
      }
    }
    StartIntakeClocks();
    for (Running& clock : clocks_) {
      if (clock.kind == ClockKind::kInterim && clock.cycle == cycle_ && priority_ > old &&
          !clock.stopped_at) {
        Fill(clock);
        for (Candidate& c : clock.limits) Raise(c, clock, at);
      }
    }
    // A clock no policy asks for any more ends without a verdict, unless it was breached.
    std::erase_if(clocks_, [](const Running& clock) {
      return clock.limits.empty() && !clock.stopped_at && !clock.breached_due;
    });
  }

  void Raise(Candidate& c, Running& clock, Instant at) const {
    const Duration length = LengthOf(c.term, calendar_);
    const Instant least = AddIn(c.measure, at, length / 4, calendar_);
    if (c.due0 >= least) return;
    if (at > c.due0) clock.raised_late = true;
    c.due0 = least;
  }

  void OnAssigned(const Fact& f) {
    if (f.Int("department_id") != 0) department_ = f.Int("department_id");
    if (department_ != 0 && !clocks_.empty()) Start(ClockKind::kAnalysis, f.at);
  }

  void OnReply(const Fact& f) {
    Stop(ClockKind::kFirstResponse, f.at);
    Stop(ClockKind::kReopenAck, f.at);
  }

  void OnSolution(const Fact& f) {
    // Replaced before confirmation: the last one inside the cycle counts.
    if (Running* clock = Current(ClockKind::kSolution)) clock->stopped_at = f.at;
  }

  void EndPause(Instant at) {
    if (!paused_since_) return;
    const Instant end = std::min(at, *paused_since_ + rules_.auto_resume);
    if (end > *paused_since_) pauses_.push_back({*paused_since_, end});
    paused_since_.reset();
  }

  std::optional<Instant> DueNow(const Running& clock, const std::vector<Pause>& pauses) const {
    const Candidate* chosen = nullptr;
    return Earliest(clock, clock.limits, pauses, &chosen);
  }

  std::vector<Pause> PausesOf(const Running& clock, const std::vector<Pause>& all) const {
    std::vector<Pause> out;
    if (!Pausable(clock.kind)) return out;
    for (const Pause& pause : all) {
      const Pause inside{std::max(pause.from, clock.start), pause.to};
      if (inside.to > inside.from && (!clock.stopped_at || inside.from < *clock.stopped_at)) {
        out.push_back(inside);
      }
    }
    return out;
  }

  std::optional<Instant> Earliest(const Running& clock, const std::vector<Candidate>& candidates,
                                  const std::vector<Pause>& all, const Candidate** chosen) const {
    std::optional<Instant> best;
    const std::vector<Pause> pauses = PausesOf(clock, all);
    for (const Candidate& c : candidates) {
      const Instant due = Shift(c.measure, c.due0, pauses, calendar_);
      if (!best || due < *best) {
        best = due;
        *chosen = &c;
      }
    }
    return best;
  }

  // §2.3 rule 7.
  void OnReopened(const Fact& f) {
    EndPause(f.at);
    Running* old = Current(ClockKind::kSolution);
    Running solution;
    solution.kind = ClockKind::kSolution;
    solution.start = f.at;
    if (old != nullptr) {
      for (const Candidate& c : old->limits) {
        const Instant due = Shift(c.measure, c.due0, PausesOf(*old, pauses_), calendar_);
        const Instant told = old->stopped_at.value_or(f.at);
        const Duration left = MeasureIn(c.measure, told, due, calendar_);
        const Duration floor = c.measure == Measure::kElapsed    ? rules_.floor_elapsed
                               : c.measure == Measure::kBusiness ? calendar_.StandardDay()
                                                                 : rules_.floor_days;
        Candidate next = c;
        next.due0 = AddIn(c.measure, f.at, std::max(left, floor), calendar_);
        if (c.measure == Measure::kDates) next.due0 = MoveToWorkingDay(next.due0, calendar_);
        solution.limits.push_back(next);
      }
    }
    ++cycle_;
    solution.cycle = cycle_;
    if (!solution.limits.empty()) clocks_.push_back(std::move(solution));
    Running ack;
    ack.kind = ClockKind::kReopenAck;
    ack.cycle = cycle_;
    ack.start = f.at;
    for (const ClockRule& rule : RulesFor(ClockKind::kAck)) {
      ack.limits.push_back(From(rule.limit, f.at));
    }
    if (!ack.limits.empty()) clocks_.push_back(std::move(ack));
  }

  void Void() {
    for (Running& clock : clocks_) {
      if (!clock.stopped_at) clock.is_void = true;
    }
  }

  void OnMerged(const Fact& f) {
    if (f.Int("into") != 0) {
      for (Running& clock : clocks_) {
        if (!clock.stopped_at && !clock.is_void) {
          clock.is_void = true;
          merged_away_ = true;
        }
      }
      return;
    }
    if (merged_away_ && f.kind == fact::kUnmerged && !f.Has("from")) {
      for (Running& clock : clocks_) {
        if (!clock.stopped_at) clock.is_void = false;
      }
      merged_away_ = false;
      return;
    }
    const Instant received = f.At("received_at", received_);
    const bool earlier = received < received_;
    if (f.kind == fact::kMerged && !earlier) return;
    for (Running& clock : clocks_) {
      if (clock.start == received_ && clock.cycle == 1) {
        clock.start = received;
        Fill(clock);
      }
    }
    received_ = received;
  }

  ClockResult Finish(const Running& clock, const std::vector<Pause>& pauses, bool paused,
                     Instant now, Explain explain) const {
    ClockResult out;
    out.kind = clock.kind;
    out.cycle = clock.cycle;
    out.started_at = clock.start;
    out.stopped_at = clock.stopped_at;
    out.priority_raised_late = clock.raised_late;
    const Candidate* chosen = nullptr;
    out.due_at = Earliest(clock, clock.limits, pauses, &chosen).value_or(clock.start);
    const Candidate* chosen_target = nullptr;
    out.target_due_at = Earliest(clock, clock.targets, pauses, &chosen_target);
    // A target later than the limit that won says nothing.
    if (out.target_due_at && *out.target_due_at >= out.due_at) out.target_due_at.reset();
    if (clock.breached_due) out.due_at = std::min(out.due_at, *clock.breached_due);
    out.state = StateOf(clock, out.due_at, paused, now);
    if (chosen != nullptr) {
      const std::vector<Pause> own = PausesOf(clock, pauses);
      constexpr std::pair<const char*, double> kLevels[] = {
          {"warn_50", 0.5}, {"warn_75", 0.75}, {"warn_90", 0.9}};
      for (const auto& [level, share] : kLevels) {
        out.warnings.push_back({level, ShareInstant(chosen->measure, clock.start, chosen->due0,
                                                    share, own, calendar_)});
      }
      out.warnings.push_back({"breach", out.due_at + Duration::Millis(1)});
      for (const auto& [level, share] : {std::pair("esc_150", 1.5), std::pair("esc_200", 2.0)}) {
        out.warnings.push_back({level, ShareInstant(chosen->measure, clock.start, chosen->due0,
                                                    share, own, calendar_)});
      }
      const bool dates = chosen->measure != Measure::kElapsed;
      out.calendar_incomplete = dates && !calendar_.Covers(calendar_.LocalDay(clock.start),
                                                           calendar_.LocalDay(out.due_at));
      if (explain == Explain::kYes) ExplainClock(clock, *chosen, own, out);
    }
    return out;
  }

  static ClockState StateOf(const Running& clock, Instant due, bool paused, Instant now) {
    if (clock.is_void) return ClockState::kVoid;
    if (clock.stopped_at) {
      return *clock.stopped_at <= due ? ClockState::kMet : ClockState::kMetLate;
    }
    if (now > due) return ClockState::kBreached;
    return paused && Pausable(clock.kind) ? ClockState::kPaused : ClockState::kRunning;
  }

  std::string Local(Instant at) const {
    const std::string text = calendar_.FormatLocal(at);
    return text.substr(0, 10) + " " + text.substr(11, 5);
  }

  void ExplainClock(const Running& clock, const Candidate& chosen, const std::vector<Pause>& pauses,
                    ClockResult& out) const {
    auto& steps = out.explained;
    steps.push_back(
        {clock.start, "计时开始 " + Local(clock.start), "starts " + Local(clock.start)});
    if (chosen.measure != Measure::kElapsed) ExplainDays(clock.start, chosen.due0, steps);
    steps.push_back({chosen.due0, TermZh(chosen.term) + "，到 " + Local(chosen.due0),
                     TermEn(chosen.term) + ", until " + Local(chosen.due0)});
    Instant due = chosen.due0;
    for (const Pause& pause : pauses) {
      const Instant next = Shift(chosen.measure, due, {pause}, calendar_);
      steps.push_back({pause.from,
                       "等待客户 " + Local(pause.from) + " 至 " + Local(pause.to) +
                           "，暂停计时，期限移至 " + Local(next),
                       "waiting for the customer " + Local(pause.from) + " to " + Local(pause.to) +
                           ", the due moves to " + Local(next)});
      due = next;
    }
    if (clock.raised_late) {
      steps.push_back({due, "优先级提高时原期限已过，自提高起给四分之一期限",
                       "the first term had passed when the priority was raised: a quarter of it "
                       "from then"});
    }
    steps.push_back({out.due_at, "截止 " + Local(out.due_at), "due " + Local(out.due_at)});
  }

  void ExplainDays(Instant from, Instant to, std::vector<ExplainStep>& steps) const {
    const int64_t last = calendar_.LocalDay(to);
    for (int64_t day = calendar_.LocalDay(from) + 1; day <= last && steps.size() < 60; ++day) {
      const SpecialDay* special = calendar_.Special(day);
      if (special == nullptr) continue;
      const Instant at = calendar_.AtLocal(day, 0);
      const std::string date = calendar_.FormatLocal(at).substr(0, 10);
      if (special->kind == DayKind::kHoliday) {
        steps.push_back({at, date + " " + special->zh + "，放假不计",
                         date + " " + special->en + ", holiday, not counted"});
      } else {
        steps.push_back({at, date + " " + special->zh + "调休上班，计为工作日",
                         date + " make-up working day (" + special->en + "), counted"});
      }
    }
  }

  static std::string TermZh(const Term& term) {
    static constexpr const char* kUnits[] = {"秒", "分钟", "小时", "个工作日", "天", "周", "个月"};
    return std::to_string(term.n) + " " + kUnits[static_cast<size_t>(term.unit)] +
           (term.basis == TermBasis::kBusinessHours ? "（工作时间）" : "");
  }
  static std::string TermEn(const Term& term) {
    static constexpr const char* kUnits[] = {"seconds", "minutes", "hours", "working days",
                                             "days",    "weeks",   "months"};
    return std::to_string(term.n) + " " + kUnits[static_cast<size_t>(term.unit)] +
           (term.basis == TermBasis::kBusinessHours ? " (business time)" : "");
  }

  const SlaRules& rules_;
  const Calendar& calendar_;
  std::vector<Running> clocks_;
  std::vector<Pause> pauses_;
  std::optional<Instant> paused_since_;
  Instant received_;
  std::optional<Channel> channel_;
  bool live_ = false;
  bool merged_away_ = false;
  Category category_ = Category::kOther;
  Priority priority_ = Priority::kLow;
  std::string tier_;
  int64_t department_ = 0;
  int cycle_ = 1;
};

}  // namespace

std::vector<ClockResult> ComputeClocks(std::span<const Fact> facts, const SlaRules& rules,
                                       const Calendar& calendar, Instant now, Explain explain) {
  Engine engine(rules, calendar);
  for (const Fact& fact : facts) engine.Feed(fact);
  return engine.Results(now, explain);
}

}  // namespace huiyin::domain
