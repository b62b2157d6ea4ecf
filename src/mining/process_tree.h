// Process trees: block-structured models, sound by construction. Discovery by the inductive miner
// (S. Leemans, D. Fahland, W. van der Aalst: "Discovering block-structured process models from
// event logs", 2013; noise: "... containing infrequent behaviour", 2014).
#pragma once

#include <string>
#include <vector>

#include "mining/variants.h"

namespace huiyin::mining {

enum class TreeOp {
  kActivity,
  kSilent,  // nothing happens
  kSequence,
  kExclusive,  // one of
  kParallel,   // all, interleaved
  kLoop,       // first child, then any number of (one of the others, then the first again)
};

struct ProcessTree {
  TreeOp op = TreeOp::kSilent;
  Id activity = kNoId;
  std::vector<ProcessTree> children;
};

// `noise` in [0, 1): arcs rarer than this share of the strongest arc out of the same activity may
// be left out where no cut is found with them. At 0 the tree replays every trace of the log.
ProcessTree MineInductive(const Variants& variants, double noise);

// "->( 'a', X( 'b', tau ) )", the notation of PM4Py and ProM.
std::string TreeText(const ProcessTree& tree, const Interner& names);
// Visible steps of the shortest run of the tree.
size_t ShortestRun(const ProcessTree& tree);

}  // namespace huiyin::mining
