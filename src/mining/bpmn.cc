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

// How a flow is drawn: on to the next shape; in its own row up to where branches join; out of a
// loop's end, down to the way back; from there up to the loop's beginning; or through a row of its
// own, with nothing in it.
enum class Way { kOn, kJoin, kOut, kUp, kRow };

struct Flow {
  std::string from, to;
  Way way = Way::kOn;
  double row = 0;  // of kRow
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

  void Link(const std::string& from, const std::string& to, Way way = Way::kOn) {
    flows_.push_back({from, to, way});
  }

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
        flows_.push_back({split, join, Way::kRow, top + own.height / 2});
      } else {
        Link(split, a);
        Link(b, join, Way::kJoin);
      }
      top += own.height + kGapY;
    }
    *first = split;
    *last = join;
  }

  // Join, body, split in one line; the ways back run below it, from right to left.
  void PlaceLoop(const ProcessTree& tree, Size size, double x, double y, std::string* first,
                 std::string* last) {
    double top = y - size.height / 2;
    const double line = top + Measure(tree.children[0]).height / 2;
    const std::string join = Add("exclusiveGateway", " gatewayDirection=\"Converging\"", "", x,
                                 line, kGateway, kGateway);
    const std::string split = Add("exclusiveGateway", " gatewayDirection=\"Diverging\"", "",
                                  x + size.width - kGateway, line, kGateway, kGateway);
    for (size_t i = 0; i < tree.children.size(); ++i) {
      const Size own = Measure(tree.children[i]);
      const double left = x + kGateway + kGapX;
      const size_t from = shapes_.size();
      std::string a, b;
      Place(tree.children[i], left, top + own.height / 2, &a, &b);
      if (i == 0) {
        Link(join, a.empty() ? split : a);
        if (!a.empty()) Link(b, split);
      } else if (a.empty()) {
        flows_.push_back({split, join, Way::kRow, top + own.height / 2});
      } else {
        Mirror(from, left, x + size.width - kGateway - kGapX);
        Link(split, a, Way::kOut);
        Link(b, join, Way::kUp);
      }
      top += own.height + kGapY;
    }
    *first = join;
    *last = split;
  }

  // The shapes from `from` on, the other way round between `left` and `right`.
  void Mirror(size_t from, double left, double right) {
    for (size_t i = from; i < shapes_.size(); ++i) {
      shapes_[i].x = left + right - shapes_[i].x - shapes_[i].width;
    }
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
    const double a_middle = a.x + a.width / 2, b_middle = b.x + b.width / 2;
    const bool rightwards = a_middle < b_middle;
    const double out = rightwards ? a.x + a.width : a.x;
    const double in = rightwards ? b.x : b.x + b.width;
    switch (flow.way) {
      case Way::kRow: {
        if (flow.row == a.y && a.y == b.y) break;
        const double side = flow.row > a.y ? 0.5 : -0.5;
        return Point(a_middle, a.y + side * a.height) + Point(a_middle, flow.row) +
               Point(b_middle, flow.row) + Point(b_middle, b.y + side * b.height);
      }
      case Way::kOut:
        return Point(a_middle, a.y + a.height / 2) + Point(a_middle, b.y) + Point(in, b.y);
      case Way::kUp:
        return Point(out, a.y) + Point(b_middle, a.y) + Point(b_middle, b.y + b.height / 2);
      case Way::kOn:
      case Way::kJoin:
        break;
    }
    if (a.y == b.y) return Point(out, a.y) + Point(in, b.y);
    const double half = rightwards ? kGapX / 2 : -kGapX / 2;
    const double bend = flow.way == Way::kJoin ? in - half : out + half;
    return Point(out, a.y) + Point(bend, a.y) + Point(bend, b.y) + Point(in, b.y);
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
