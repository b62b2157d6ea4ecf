// BPMN 2.0 XML from a process tree, with diagram interchange: blocks are drawn left to right, so
// the picture opens in any BPMN tool as it is.
#include <algorithm>
#include <cstdio>

#include "mining/petri_net.h"

namespace huiyin::mining {
namespace {

constexpr double kTaskWidth = 120, kTaskHeight = 64, kGateway = 44, kEvent = 34, kGapX = 44,
                 kGapY = 28;

struct Shape {
  std::string id, tag, attributes, name;
  double x, y, width, height;  // y: the middle line
};

struct Flow {
  std::string from, to;
  bool back = false;
  double drop = 0;  // how far below the middle line a way back runs
};

// A block's size, its first and last shape.
struct Size {
  double width, height;
};

class Drawing {
 public:
  explicit Drawing(const Interner& names) : names_(names) {}

  void Run(const ProcessTree& tree, const Sink& sink) {
    const Size size = Measure(tree);
    const double middle = size.height / 2 + 40;
    const std::string start = Add("startEvent", "", "", 40, middle, kEvent, kEvent);
    std::string first, last;
    const double end_x = Place(tree, 40 + kEvent + kGapX, middle, &first, &last);
    const std::string end = Add("endEvent", "", "", end_x + kGapX, middle, kEvent, kEvent);
    if (first.empty()) {
      Link(start, end);
    } else {
      Link(start, first);
      Link(last, end);
    }
    Write(sink);
  }

 private:
  static Size Measure(const ProcessTree& tree) {
    switch (tree.op) {
      case TreeOp::kActivity:
        return {kTaskWidth, kTaskHeight};
      case TreeOp::kSilent:
        return {kGapX, kTaskHeight / 2};
      case TreeOp::kSequence: {
        Size size{0, 0};
        for (size_t i = 0; i < tree.children.size(); ++i) {
          const Size child = Measure(tree.children[i]);
          size.width += child.width + (i > 0 ? kGapX : 0);
          size.height = std::max(size.height, child.height);
        }
        return size;
      }
      default: {
        Size size{0, 0};
        for (size_t i = 0; i < tree.children.size(); ++i) {
          const Size child = Measure(tree.children[i]);
          size.width = std::max(size.width, child.width);
          size.height += child.height + (i > 0 ? kGapY : 0);
        }
        size.width += 2 * (kGateway + kGapX);
        return size;
      }
    }
  }

  std::string Add(const char* tag, std::string attributes, std::string name, double x, double y,
                  double width, double height) {
    std::string id = "n" + std::to_string(shapes_.size() + 1);
    shapes_.push_back({id, tag, std::move(attributes), std::move(name), x, y, width, height});
    return id;
  }

  void Link(const std::string& from, const std::string& to) { flows_.push_back({from, to}); }

  // Draws the block from x on; first and last stay empty when it is nothing at all. Returns its
  // right edge.
  double Place(const ProcessTree& tree, double x, double y, std::string* first, std::string* last) {
    const Size size = Measure(tree);
    switch (tree.op) {
      case TreeOp::kActivity:
        *first = *last =
            Add("task", "", std::string(names_.Name(tree.activity)), x, y, kTaskWidth, kTaskHeight);
        break;
      case TreeOp::kSilent:
        break;
      case TreeOp::kSequence: {
        double at = x;
        for (const ProcessTree& child : tree.children) {
          std::string a, b;
          at = Place(child, at, y, &a, &b) + kGapX;
          if (a.empty()) continue;
          if (first->empty()) {
            *first = a;
          } else {
            Link(*last, a);
          }
          *last = b;
        }
        break;
      }
      case TreeOp::kLoop:
        PlaceLoop(tree, size, x, y, first, last);
        break;
      default:
        PlaceBranches(tree, size, x, y, first, last);
    }
    return x + size.width;
  }

  void PlaceBranches(const ProcessTree& tree, Size size, double x, double y, std::string* first,
                     std::string* last) {
    const char* tag = tree.op == TreeOp::kParallel ? "parallelGateway" : "exclusiveGateway";
    const std::string split =
        Add(tag, " gatewayDirection=\"Diverging\"", "", x, y, kGateway, kGateway);
    const std::string join = Add(tag, " gatewayDirection=\"Converging\"", "",
                                 x + size.width - kGateway, y, kGateway, kGateway);
    double top = y - size.height / 2;
    for (const ProcessTree& child : tree.children) {
      const Size own = Measure(child);
      std::string a, b;
      Place(child, x + kGateway + kGapX, top + own.height / 2, &a, &b);
      if (a.empty()) {
        Link(split, join);
      } else {
        Link(split, a);
        Link(b, join);
      }
      top += own.height + kGapY;
    }
    *first = split;
    *last = join;
  }

  // Join, body, split; the ways back run below.
  void PlaceLoop(const ProcessTree& tree, Size size, double x, double y, std::string* first,
                 std::string* last) {
    const std::string join =
        Add("exclusiveGateway", " gatewayDirection=\"Converging\"", "", x, y, kGateway, kGateway);
    const std::string split = Add("exclusiveGateway", " gatewayDirection=\"Diverging\"", "",
                                  x + size.width - kGateway, y, kGateway, kGateway);
    double top = y - size.height / 2;
    for (size_t i = 0; i < tree.children.size(); ++i) {
      const Size own = Measure(tree.children[i]);
      std::string a, b;
      const double middle = i == 0 ? y : top + own.height / 2;
      Place(tree.children[i], x + kGateway + kGapX, middle, &a, &b);
      top += own.height + kGapY;
      const std::string& from = i == 0 ? join : split;
      const std::string& to = i == 0 ? split : join;
      if (a.empty()) {
        flows_.push_back({from, to, i > 0, size.height / 2 + kGapY / 2});
      } else {
        flows_.push_back({from, a, i > 0, 0});
        flows_.push_back({b, to, i > 0, 0});
      }
    }
    *first = join;
    *last = split;
  }

  const Shape& Find(const std::string& id) const { return shapes_[std::stoul(id.substr(1)) - 1]; }

  static std::string Point(double x, double y) {
    char text[80];
    std::snprintf(text, sizeof(text), "        <di:waypoint x=\"%.0f\" y=\"%.0f\"/>\n", x, y);
    return text;
  }

  std::string Edge(const Flow& flow) const {
    const Shape& a = Find(flow.from);
    const Shape& b = Find(flow.to);
    if (flow.back && flow.drop > 0) {
      const double low = std::max(a.y, b.y) + flow.drop;
      return Point(a.x + a.width / 2, a.y + a.height / 2) + Point(a.x + a.width / 2, low) +
             Point(b.x + b.width / 2, low) + Point(b.x + b.width / 2, b.y + b.height / 2);
    }
    if (flow.back) {
      const double from = b.x < a.x && a.height == kGateway ? a.x + a.width / 2 : a.x;
      const double to = b.height == kGateway ? b.x + b.width / 2 : b.x + b.width;
      return Point(from, a.y) + Point(to, b.y);
    }
    const double bend = a.x + a.width + kGapX / 2;
    if (a.y == b.y) return Point(a.x + a.width, a.y) + Point(b.x, b.y);
    return Point(a.x + a.width, a.y) + Point(bend, a.y) + Point(bend, b.y) + Point(b.x, b.y);
  }

  void Write(const Sink& sink) const {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" "
        "xmlns:bpmndi=\"http://www.omg.org/spec/BPMN/20100524/DI\" "
        "xmlns:dc=\"http://www.omg.org/spec/DD/20100524/DC\" "
        "xmlns:di=\"http://www.omg.org/spec/DD/20100524/DI\" id=\"definitions\" "
        "targetNamespace=\"urn:huiyin:mining\">\n"
        "  <process id=\"process\" isExecutable=\"false\">\n";
    for (const Shape& s : shapes_) {
      out += "    <" + s.tag + " id=\"" + s.id + "\"";
      if (!s.name.empty()) out += " name=\"" + EscapeXml(s.name) + "\"";
      out += s.attributes + ">\n";
      for (size_t f = 0; f < flows_.size(); ++f) {
        if (flows_[f].to == s.id) out += "      <incoming>f" + std::to_string(f) + "</incoming>\n";
      }
      for (size_t f = 0; f < flows_.size(); ++f) {
        if (flows_[f].from == s.id) {
          out += "      <outgoing>f" + std::to_string(f) + "</outgoing>\n";
        }
      }
      out += "    </" + s.tag + ">\n";
    }
    for (size_t f = 0; f < flows_.size(); ++f) {
      out += "    <sequenceFlow id=\"f" + std::to_string(f) + "\" sourceRef=\"" + flows_[f].from +
             "\" targetRef=\"" + flows_[f].to + "\"/>\n";
    }
    out +=
        "  </process>\n  <bpmndi:BPMNDiagram id=\"diagram\">\n"
        "    <bpmndi:BPMNPlane id=\"plane\" bpmnElement=\"process\">\n";
    for (const Shape& s : shapes_) {
      char bounds[200];
      std::snprintf(bounds, sizeof(bounds),
                    "<dc:Bounds x=\"%.0f\" y=\"%.0f\" width=\"%.0f\" height=\"%.0f\"/>", s.x,
                    s.y - s.height / 2, s.width, s.height);
      out += "      <bpmndi:BPMNShape id=\"" + s.id + "_di\" bpmnElement=\"" + s.id + "\">" +
             bounds + "</bpmndi:BPMNShape>\n";
    }
    for (size_t f = 0; f < flows_.size(); ++f) {
      const std::string id = "f" + std::to_string(f);
      out += "      <bpmndi:BPMNEdge id=\"" + id + "_di\" bpmnElement=\"" + id + "\">\n" +
             Edge(flows_[f]) + "      </bpmndi:BPMNEdge>\n";
    }
    out += "    </bpmndi:BPMNPlane>\n  </bpmndi:BPMNDiagram>\n</definitions>\n";
    sink(out);
  }

  const Interner& names_;
  std::vector<Shape> shapes_;
  std::vector<Flow> flows_;
};

}  // namespace

void WriteBpmn(const ProcessTree& tree, const Interner& names, const Sink& sink) {
  Drawing(names).Run(tree, sink);
}

}  // namespace huiyin::mining
