// Workflow nets: Petri nets with one source and one sink place. Made from process trees; written as
// PNML (ISO/IEC 15909-2) and, from the tree, as BPMN 2.0 with a drawn layout.
#pragma once

#include <string>
#include <vector>

#include "mining/export.h"
#include "mining/process_tree.h"

namespace huiyin::mining {

struct Transition {
  Id activity = kNoId;            // kNoId: silent
  std::vector<uint32_t> in, out;  // places; every arc weighs one
};

struct PetriNet {
  uint32_t place_count = 0;
  uint32_t source = 0, sink = 0;
  std::vector<Transition> transitions;
};

PetriNet NetOf(const ProcessTree& tree);
void WritePnml(const PetriNet& net, const Interner& names, const Sink& sink);
void WriteBpmn(const ProcessTree& tree, const Interner& names, const Sink& sink);

}  // namespace huiyin::mining
