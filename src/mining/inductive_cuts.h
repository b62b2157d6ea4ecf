// The parts of the inductive miner that look at a sub-log: its graph, and the four cuts of it.
// Internal to mining/inductive.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "mining/interner.h"

namespace huiyin::mining::inductive {

using Steps = std::vector<Id>;
struct SubTrace {
  Steps steps;
  uint64_t count = 0;
};
using SubLog = std::vector<SubTrace>;
using Groups = std::vector<std::vector<uint32_t>>;  // positions in SubDfg::activities

// Where an activity stands among those of the sub-log; a plain array, as ids are dense.
class PlaceTable {
 public:
  bool Add(Id activity, uint32_t place) {
    if (places_.size() <= activity) places_.resize(activity + 1, kNoId);
    if (places_[activity] != kNoId) return false;
    places_[activity] = place;
    return true;
  }
  uint32_t at(Id activity) const { return places_[activity]; }

 private:
  std::vector<uint32_t> places_;
};

struct SubDfg {
  std::vector<Id> activities;
  PlaceTable place;
  std::vector<std::vector<uint64_t>> follows;
  std::vector<uint64_t> start, end;
  size_t size() const { return activities.size(); }
};

// Equal traces become one.
SubLog Compacted(SubLog log);
SubDfg DfgOf(const SubLog& log);
// Without what is rarer than `noise` times the strongest alternative.
SubDfg Filtered(SubDfg dfg, double noise);

// Each cut: groups of activities, one group when there is no such cut (none for the loop).
Groups ExclusiveCut(const SubDfg& dfg);
Groups SequenceCut(const SubDfg& dfg);
Groups ParallelCut(const SubDfg& dfg);
Groups LoopCut(const SubDfg& dfg);

}  // namespace huiyin::mining::inductive
