// The process map: which activities and arcs to show at a level of detail, and where to draw them.
// Layout is Graphviz dot (layered, splines); calls into it are serialised, it is not thread-safe.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "mining/dfg.h"

namespace huiyin::mining {

// Nodes are numbered in `activities`; the two extra ones are the start and the end of cases.
struct MapArc {
  uint32_t from = 0, to = 0;  // positions in MapSelection::activities, or kStart / kEnd
  uint64_t count = 0;
  const Arc* arc = nullptr;  // null for arcs from the start and to the end
};

struct MapSelection {
  static constexpr uint32_t kStart = 0xFFFFFFFE, kEnd = 0xFFFFFFFD;
  std::vector<Id> activities;  // in the direction of the flow
  std::vector<MapArc> arcs;
  size_t activities_left_out = 0, arcs_left_out = 0;
};

struct MapDetail {
  double activities = 1;  // share of the activities, the most frequent first
  double arcs = 1;        // share of the arcs beyond those that keep every activity connected
  size_t max_activities = 60;
  size_t max_arcs = 160;
};
// `dfg` must outlive the selection.
MapSelection SelectMap(const Dfg& dfg, const MapDetail& detail);

struct MapPoint {
  double x = 0, y = 0;
};
struct MapBox {
  MapPoint center;
  double width = 0, height = 0;
};
struct MapCurve {
  std::vector<MapPoint> points;  // a start, then Bezier triples; y grows downwards
  MapPoint label;
};
struct MapLayout {
  double width = 0, height = 0;
  std::vector<MapBox> activities;  // as in the selection
  MapBox start, end;
  std::vector<MapCurve> curves;  // as in the selection
};
// Pixels. kInternal when Graphviz fails.
Result<MapLayout> LayoutMap(const MapSelection& selection, const Interner& names);

// A name in at most two lines that fit its box; what does not fit is cut with an ellipsis.
std::vector<std::string> MapLabel(std::string_view name);

// The place to draw the tip of an arrow of this length, and the curve cut short so that the line
// ends where the tip begins.
struct MapArrow {
  MapCurve line;
  MapPoint tip, left, right;
};
MapArrow WithArrow(const MapCurve& curve, double length);

}  // namespace huiyin::mining
