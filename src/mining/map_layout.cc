#include "mining/map_layout.h"

#include <gvc.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>
#include <sstream>

#include "base/utf8.h"
#include "mining/report_text.h"

namespace huiyin::mining {
namespace {

constexpr double kPixelsPerInch = 72;
constexpr double kEndSize = 26;
constexpr size_t kLineColumns = 24;
constexpr double kColumnPixels = 7.8, kLinePixels = 16;
constexpr uint32_t kStart = MapSelection::kStart, kEnd = MapSelection::kEnd;

// The strongest arc into and out of every activity comes first, then the rest by count.
std::vector<MapArc> OrderedArcs(std::vector<MapArc> arcs, size_t activities, size_t* connecting) {
  std::stable_sort(arcs.begin(), arcs.end(),
                   [](const MapArc& x, const MapArc& y) { return x.count > y.count; });
  std::vector<bool> has_in(activities, false), has_out(activities, false);
  std::vector<MapArc> first, rest;
  for (const MapArc& arc : arcs) {
    bool needed = false;
    if (arc.from != arc.to) {
      if (arc.from < activities && !has_out[arc.from]) needed = has_out[arc.from] = true;
      if (arc.to < activities && !has_in[arc.to]) needed = has_in[arc.to] = true;
    }
    (needed ? first : rest).push_back(arc);
  }
  *connecting = first.size();
  first.insert(first.end(), rest.begin(), rest.end());
  return first;
}

// An order of the activities that most of the flow follows (Eades, Lin and Smyth 1993: sinks to the
// back, sources to the front, else the largest surplus of out over in), so that the map reads
// downwards and only rework points up.
std::vector<uint32_t> FlowOrder(const std::vector<MapArc>& arcs, size_t activities) {
  std::vector<double> in(activities, 0), out(activities, 0);
  const auto add = [&](const MapArc& arc, double sign) {
    if (arc.from == arc.to) return;
    const double n = sign * static_cast<double>(arc.count);
    if (arc.from < activities) out[arc.from] += n;
    if (arc.to < activities && arc.from < activities) in[arc.to] += n;
    if (arc.to < activities && arc.from == kStart) out[arc.to] += n;  // begins: pull to the front
  };
  for (const MapArc& arc : arcs) add(arc, 1);
  std::vector<bool> done(activities, false);
  std::vector<uint32_t> front, back;
  while (front.size() + back.size() < activities) {
    uint32_t best = UINT32_MAX, sink = UINT32_MAX;
    for (uint32_t i = 0; i < activities; ++i) {
      if (done[i]) continue;
      if (out[i] <= 0 && in[i] > 0 && sink == UINT32_MAX) sink = i;
      if (best == UINT32_MAX || out[i] - in[i] > out[best] - in[best]) best = i;
    }
    const uint32_t next = sink != UINT32_MAX ? sink : best;
    (sink != UINT32_MAX ? back : front).push_back(next);
    done[next] = true;
    for (const MapArc& arc : arcs) {
      if (arc.from == next || arc.to == next) add(arc, -1);
    }
  }
  front.insert(front.end(), back.rbegin(), back.rend());
  return front;
}

// Renumbers the activities into that order.
void Reorder(MapSelection& selection) {
  const std::vector<uint32_t> order = FlowOrder(selection.arcs, selection.activities.size());
  std::vector<uint32_t> place(order.size());
  std::vector<Id> activities(order.size());
  for (uint32_t i = 0; i < order.size(); ++i) {
    place[order[i]] = i;
    activities[i] = selection.activities[order[i]];
  }
  for (MapArc& arc : selection.arcs) {
    if (arc.from < place.size()) arc.from = place[arc.from];
    if (arc.to < place.size()) arc.to = place[arc.to];
  }
  selection.activities = std::move(activities);
}

double LabelWidth(const std::vector<std::string>& lines) {
  size_t columns = 0;
  for (const std::string& line : lines) columns = std::max(columns, DisplayWidth(line));
  return std::clamp(static_cast<double>(columns) * kColumnPixels + 28, 96.0, 230.0);
}

bool IsBackward(const MapArc& arc) { return arc.from < kEnd && arc.to < kEnd && arc.from > arc.to; }

std::string NodeName(uint32_t node) {
  if (node == kStart) return "s";
  if (node == kEnd) return "e";
  return "n" + std::to_string(node);
}

void Set(void* object, const char* key, const std::string& value) {
  agsafeset(object, const_cast<char*>(key), const_cast<char*>(value.c_str()),
            const_cast<char*>(""));
}

// One per process: plug-ins are loaded once. Never freed, as Graphviz keeps pointers into it.
GVC_t* Context() {
  static GVC_t* const context = gvContext();
  return context;
}

class Graph {
 public:
  Graph() : graph_(agopen(const_cast<char*>("map"), Agdirected, nullptr)) {}
  ~Graph() {
    if (laid_out_) gvFreeLayout(Context(), graph_);
    agclose(graph_);
  }
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;

  void AddNode(uint32_t node, double width, double height) {
    const std::string name = NodeName(node);
    Agnode_t* n = agnode(graph_, const_cast<char*>(name.c_str()), 1);
    Set(n, "shape", node == kStart || node == kEnd ? "circle" : "box");
    Set(n, "fixedsize", "true");
    Set(n, "label", "");
    Set(n, "width", std::to_string(width / kPixelsPerInch));
    Set(n, "height", std::to_string(height / kPixelsPerInch));
  }
  void AddArc(const MapArc& arc, size_t number, double weight) {
    // Rework is laid out as if it went forward, so that it does not turn the layers around.
    const bool backward = IsBackward(arc);
    const std::string from = NodeName(backward ? arc.to : arc.from);
    const std::string to = NodeName(backward ? arc.from : arc.to);
    Agnode_t* tail = agnode(graph_, const_cast<char*>(from.c_str()), 0);
    Agnode_t* head = agnode(graph_, const_cast<char*>(to.c_str()), 0);
    const std::string key = std::to_string(number);
    Agedge_t* edge = agedge(graph_, tail, head, const_cast<char*>(key.c_str()), 1);
    // The label's text carries the number of the arc back; its size is what figures need.
    Set(edge, "label", key.size() < 5 ? std::string(5 - key.size(), '0') + key : key);
    Set(edge, "fontsize", "11");
    Set(edge, "arrowhead", "none");
    Set(edge, "weight", std::to_string(static_cast<int>(weight)));
  }
  Result<std::string> Render() {
    Set(graph_, "rankdir", "TB");
    Set(graph_, "nodesep", "0.35");
    Set(graph_, "ranksep", "0.4");
    Set(graph_, "nslimit", "4");
    Set(graph_, "mclimit", "0.6");
    if (gvLayout(Context(), graph_, "dot") != 0) return Internal("Graphviz could not lay out");
    laid_out_ = true;
    char* text = nullptr;
    unsigned int size = 0;
    if (gvRenderData(Context(), graph_, "plain", &text, &size) != 0 || text == nullptr) {
      return Internal("Graphviz could not write its layout");
    }
    std::string out(text, size);
    gvFreeRenderData(text);
    return out;
  }

 private:
  Agraph_t* graph_;
  bool laid_out_ = false;
};

// Graphviz "plain": inches, y upwards.
class PlainReader {
 public:
  PlainReader(const MapSelection& selection, MapLayout& layout)
      : selection_(selection), layout_(layout) {}

  Status Read(const std::string& text) {
    std::istringstream lines(text);
    lines.imbue(std::locale::classic());
    for (std::string line; std::getline(lines, line);) {
      // A long line ends in a backslash.
      while (!line.empty() && line.back() == '\\') {
        line.pop_back();
        std::string more;
        std::getline(lines, more);
        line += more;
      }
      std::istringstream in(line);
      in.imbue(std::locale::classic());
      std::string kind;
      in >> kind;
      if (kind == "graph") {
        double scale = 1;
        in >> scale >> layout_.width >> layout_.height;
        layout_.width *= kPixelsPerInch;
        layout_.height *= kPixelsPerInch;
      } else if (kind == "node") {
        ReadNode(in);
      } else if (kind == "edge" && !ReadEdge(in)) {
        return Internal("Graphviz wrote an edge nobody asked for");
      }
    }
    return Ok();
  }

 private:
  MapPoint ReadPoint(std::istream& in) const {
    double x = 0, y = 0;
    in >> x >> y;
    return {x * kPixelsPerInch, layout_.height - y * kPixelsPerInch};
  }
  void ReadNode(std::istream& in) {
    std::string name;
    MapBox box;
    in >> name;
    box.center = ReadPoint(in);
    in >> box.width >> box.height;
    box.width *= kPixelsPerInch;
    box.height *= kPixelsPerInch;
    if (name == "s") {
      layout_.start = box;
    } else if (name == "e") {
      layout_.end = box;
    } else {
      layout_.activities[std::stoul(name.substr(1))] = box;
    }
  }
  bool ReadEdge(std::istream& in) {
    std::string tail, head, label;
    size_t n = 0;
    in >> tail >> head >> n;
    MapCurve curve;
    for (size_t i = 0; i < n && in; ++i) curve.points.push_back(ReadPoint(in));
    in >> label;
    curve.label = ReadPoint(in);
    const size_t number = std::strtoul(label.c_str(), nullptr, 10);
    if (!in || number >= selection_.arcs.size()) return false;
    if (IsBackward(selection_.arcs[number])) std::reverse(curve.points.begin(), curve.points.end());
    layout_.curves[number] = std::move(curve);
    return true;
  }
  const MapSelection& selection_;
  MapLayout& layout_;
};

}  // namespace

MapSelection SelectMap(const Dfg& dfg, const MapDetail& detail) {
  MapSelection selection;
  std::vector<Id> order;
  for (Id id = 0; id < dfg.activity.size(); ++id) {
    if (dfg.activity[id] > 0) order.push_back(id);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](Id x, Id y) { return dfg.activity[x] > dfg.activity[y]; });
  const size_t all = order.size();
  const size_t wanted = static_cast<size_t>(
      std::ceil(std::clamp(detail.activities, 0.0, 1.0) * static_cast<double>(all)));
  order.resize(std::min({all, std::max<size_t>(wanted, 1), detail.max_activities}));
  selection.activities_left_out = all - order.size();
  std::vector<uint32_t> place(dfg.activity.size(), UINT32_MAX);
  for (uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  std::vector<MapArc> arcs;
  size_t total = 0;
  for (const Arc& arc : dfg.arcs) {
    ++total;
    if (place[arc.from] == UINT32_MAX || place[arc.to] == UINT32_MAX) continue;
    arcs.push_back({place[arc.from], place[arc.to], arc.count, &arc});
  }
  for (const Id id : order) {
    if (dfg.start[id] > 0) arcs.push_back({kStart, place[id], dfg.start[id], nullptr});
    if (dfg.end[id] > 0) arcs.push_back({place[id], kEnd, dfg.end[id], nullptr});
  }
  size_t connecting = 0;
  arcs = OrderedArcs(std::move(arcs), order.size(), &connecting);
  const double rest = static_cast<double>(arcs.size() - connecting);
  const size_t kept =
      connecting + static_cast<size_t>(std::lround(std::clamp(detail.arcs, 0.0, 1.0) * rest));
  arcs.resize(std::min(arcs.size(), std::max(std::min(kept, detail.max_arcs), connecting)));
  size_t shown = 0;
  for (const MapArc& arc : arcs) shown += arc.arc != nullptr ? 1 : 0;
  selection.arcs_left_out = total - shown;
  selection.activities = std::move(order);
  selection.arcs = std::move(arcs);
  Reorder(selection);
  return selection;
}

std::vector<std::string> MapLabel(std::string_view name) {
  if (DisplayWidth(name) <= kLineColumns) return {Fitted(name, DisplayWidth(name))};
  // The first line ends at the last space that fits; Chinese may break anywhere.
  size_t pos = 0, width = 0, cut = 0, last_space = 0;
  while (pos < name.size()) {
    size_t next = pos;
    const char32_t c = NextCodePoint(name, next);
    width += DisplayWidth(name.substr(pos, next - pos));
    if (width > kLineColumns) break;
    if (c == ' ') last_space = pos;
    pos = cut = next;
  }
  const bool latin = cut < name.size() && static_cast<unsigned char>(name[cut]) < 0x80;
  if (latin && last_space > 8) cut = last_space;
  std::string_view rest = name.substr(cut);
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  const std::string_view first = name.substr(0, cut);
  return {Fitted(first, DisplayWidth(first)),
          Fitted(rest, std::min(DisplayWidth(rest), kLineColumns))};
}

MapArrow WithArrow(const MapCurve& curve, double length) {
  MapArrow arrow;
  arrow.line = curve;
  auto& points = arrow.line.points;
  if (points.size() < 2) return arrow;
  const MapPoint tip = points.back();
  MapPoint before = points[points.size() - 2];
  for (size_t i = points.size() - 1; i-- > 0;) {
    before = points[i];
    if (std::hypot(tip.x - before.x, tip.y - before.y) > 1) break;
  }
  const double size = std::max(1e-6, std::hypot(tip.x - before.x, tip.y - before.y));
  const double dx = (tip.x - before.x) / size, dy = (tip.y - before.y) / size;
  const MapPoint base{tip.x - dx * length, tip.y - dy * length};
  const double half = length * 0.45;
  arrow.tip = tip;
  arrow.left = {base.x - dy * half, base.y + dx * half};
  arrow.right = {base.x + dy * half, base.y - dx * half};
  points.back() = {tip.x - dx * (length - 1), tip.y - dy * (length - 1)};
  return arrow;
}

Result<MapLayout> LayoutMap(const MapSelection& selection, const Interner& names) {
  static std::mutex mutex;
  const std::lock_guard<std::mutex> lock(mutex);
  Graph graph;
  MapLayout layout;
  layout.activities.resize(selection.activities.size());
  layout.curves.resize(selection.arcs.size());
  graph.AddNode(kStart, kEndSize, kEndSize);
  for (uint32_t i = 0; i < selection.activities.size(); ++i) {
    const auto label = MapLabel(names.Name(selection.activities[i]));
    graph.AddNode(i, LabelWidth(label), 28 + kLinePixels * static_cast<double>(label.size()));
  }
  graph.AddNode(kEnd, kEndSize, kEndSize);
  double most = 1;
  for (const MapArc& arc : selection.arcs) most = std::max(most, static_cast<double>(arc.count));
  for (size_t i = 0; i < selection.arcs.size(); ++i) {
    const double share = static_cast<double>(selection.arcs[i].count) / most;
    graph.AddArc(selection.arcs[i], i, 1 + std::round(share * 20));
  }
  TRY_ASSIGN(const std::string text, graph.Render());
  TRY(PlainReader(selection, layout).Read(text));
  return layout;
}

}  // namespace huiyin::mining
