#include "mining/petri_net.h"

namespace huiyin::mining {
namespace {

class NetBuilder {
 public:
  PetriNet Run(const ProcessTree& tree) {
    net_.source = NewPlace();
    net_.sink = NewPlace();
    Add(tree, net_.source, net_.sink);
    return std::move(net_);
  }

 private:
  uint32_t NewPlace() { return net_.place_count++; }
  void Step(Id activity, std::vector<uint32_t> in, std::vector<uint32_t> out) {
    net_.transitions.push_back({activity, std::move(in), std::move(out)});
  }

  void Add(const ProcessTree& tree, uint32_t from, uint32_t to) {
    switch (tree.op) {
      case TreeOp::kActivity:
        Step(tree.activity, {from}, {to});
        break;
      case TreeOp::kSilent:
        Step(kNoId, {from}, {to});
        break;
      case TreeOp::kSequence: {
        uint32_t at = from;
        for (size_t i = 0; i < tree.children.size(); ++i) {
          const uint32_t next = i + 1 < tree.children.size() ? NewPlace() : to;
          Add(tree.children[i], at, next);
          at = next;
        }
        break;
      }
      case TreeOp::kExclusive:
        // A loop has places of its own, so the alternatives may share theirs.
        for (const ProcessTree& child : tree.children) Add(child, from, to);
        break;
      case TreeOp::kParallel:
        AddParallel(tree, from, to);
        break;
      case TreeOp::kLoop:
        AddLoop(tree, from, to);
        break;
    }
  }

  void AddParallel(const ProcessTree& tree, uint32_t from, uint32_t to) {
    std::vector<uint32_t> begins, ends;
    for (size_t i = 0; i < tree.children.size(); ++i) {
      begins.push_back(NewPlace());
      ends.push_back(NewPlace());
    }
    Step(kNoId, {from}, begins);
    for (size_t i = 0; i < tree.children.size(); ++i) Add(tree.children[i], begins[i], ends[i]);
    Step(kNoId, ends, {to});
  }

  void AddLoop(const ProcessTree& tree, uint32_t from, uint32_t to) {
    const uint32_t begin = NewPlace(), end = NewPlace();
    Step(kNoId, {from}, {begin});
    Add(tree.children[0], begin, end);
    for (size_t i = 1; i < tree.children.size(); ++i) Add(tree.children[i], end, begin);
    Step(kNoId, {end}, {to});
  }

  PetriNet net_;
};

}  // namespace

PetriNet NetOf(const ProcessTree& tree) { return NetBuilder().Run(tree); }

void WritePnml(const PetriNet& net, const Interner& names, const Sink& sink) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<pnml xmlns=\"http://www.pnml.org/version-2009/grammar/pnml\">\n"
      "  <net id=\"net1\" type=\"http://www.pnml.org/version-2009/grammar/ptnet\">\n"
      "    <page id=\"page1\">\n";
  const auto place = [](uint32_t p) { return "p" + std::to_string(p); };
  for (uint32_t p = 0; p < net.place_count; ++p) {
    const char* name = p == net.source ? "source" : p == net.sink ? "sink" : nullptr;
    out += "      <place id=\"" + place(p) + "\"><name><text>";
    out += name != nullptr ? std::string(name) : place(p);
    out += "</text></name>";
    if (p == net.source) out += "<initialMarking><text>1</text></initialMarking>";
    out += "</place>\n";
  }
  size_t arc = 0;
  for (size_t t = 0; t < net.transitions.size(); ++t) {
    const Transition& transition = net.transitions[t];
    const std::string id = "t" + std::to_string(t);
    out += "      <transition id=\"" + id + "\"><name><text>";
    out += transition.activity == kNoId ? std::string("tau")
                                        : EscapeXml(names.Name(transition.activity));
    out += "</text></name>";
    if (transition.activity == kNoId) {
      out +=
          "<toolspecific tool=\"ProM\" version=\"6.4\" activity=\"$invisible$\" "
          "localNodeID=\"" +
          id + "\"/>";
    }
    out += "</transition>\n";
    for (const uint32_t p : transition.in) {
      out += "      <arc id=\"a" + std::to_string(arc++) + "\" source=\"" + place(p) +
             "\" target=\"" + id + "\"/>\n";
    }
    for (const uint32_t p : transition.out) {
      out += "      <arc id=\"a" + std::to_string(arc++) + "\" source=\"" + id + "\" target=\"" +
             place(p) + "\"/>\n";
    }
  }
  out += "    </page>\n    <finalmarkings><marking><place idref=\"" + place(net.sink) +
         "\"><text>1</text></place></marking></finalmarkings>\n  </net>\n</pnml>\n";
  sink(out);
}

}  // namespace huiyin::mining
