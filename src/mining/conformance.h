// How well a log and a model agree (domain 6.3). Token replay is quick and approximate; alignments
// are exact and may be costly, so they are bounded and say when they stopped; precision tells how
// much the model allows that never happens.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "mining/petri_net.h"
#include "mining/variants.h"

namespace huiyin::mining {

// fitness = 1/2 (1 - missing / consumed) + 1/2 (1 - remaining / produced), over all cases.
struct ReplayResult {
  uint64_t produced = 0, consumed = 0, missing = 0, remaining = 0;
  uint64_t fitting_cases = 0;
  double fitness = 1;
  std::vector<bool> fits;  // by variant
};
ReplayResult TokenReplay(const PetriNet& net, const Variants& variants);

struct Move {
  uint32_t step = kNoId;        // position in the trace; kNoId: a move of the model alone
  uint32_t transition = kNoId;  // in the net; kNoId: a move of the log alone
};
enum class AlignStatus { kOptimal, kStopped };
struct Alignment {
  AlignStatus status = AlignStatus::kStopped;
  uint32_t cost = 0;    // log moves and visible model moves, one each; a lower bound when stopped
  uint64_t states = 0;  // looked at
  std::vector<Move> moves;  // empty when stopped
};

struct AlignLimits {
  uint64_t max_states = 200'000;      // for one trace
  uint64_t easy_states = 64;          // the marking equation is asked from this state on
  std::function<bool()> should_stop;  // asked now and then; may be empty
};

// A*. The estimate counts the events left that the net can no longer do at all, and the steps the
// net must still do that the trace no longer has (both by reachability that forgets to take tokens
// away, so never too high); a trace that is not aligned soon is bounded by the marking equation
// too (marking_equation.h), asked when a state is about to be looked at.
class Aligner {
 public:
  explicit Aligner(const PetriNet& net);
  ~Aligner();
  Alignment Align(std::span<const Id> trace, const AlignLimits& limits);

  struct State;  // tables of the net, shared by its searches

 private:
  std::unique_ptr<State> state_;
};

struct AlignmentResult {
  double fitness = 1;  // mean over the aligned cases: 1 - cost / (length + shortest run)
  uint64_t aligned_cases = 0, stopped_cases = 0, fitting_cases = 0;
  uint64_t total_cost = 0;
  uint32_t shortest_run = 0;
  std::vector<Alignment> by_variant;
};
AlignmentResult AlignLog(const PetriNet& net, const Variants& variants, const AlignLimits& limits,
                         size_t threads = 0);

// Escaping edges (J. Munoz-Gama, J. Carmona 2010; on alignments: Adriansyah et al. 2015): over the
// states the aligned log visits, the share of allowed next steps that were taken.
double EscapingEdgesPrecision(const PetriNet& net, const Variants& variants,
                              const AlignmentResult& alignments);

}  // namespace huiyin::mining
