#include "mining/map_svg.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "mining/export.h"

namespace huiyin::mining {
namespace {

constexpr double kMargin = 16;

std::string Fixed(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.1f", value);
  return text;
}

struct Rgb {
  double r, g, b;
};

// From nearly white to the tone of the mode.
std::string Shade(MapColour mode, double level) {
  const Rgb light = mode == MapColour::kFrequency ? Rgb{236, 246, 245} : Rgb{253, 246, 236};
  const Rgb deep = mode == MapColour::kFrequency ? Rgb{15, 118, 110} : Rgb{180, 83, 9};
  char text[16];
  const auto mix = [&](double a, double b) { return static_cast<int>(a + (b - a) * level); };
  std::snprintf(text, sizeof(text), "#%02x%02x%02x", mix(light.r, deep.r), mix(light.g, deep.g),
                mix(light.b, deep.b));
  return text;
}

// Counts and times differ by orders of magnitude: the square root keeps the small ones visible.
double Level(double value, double most) { return most > 0 ? std::sqrt(value / most) : 0; }

class Picture {
 public:
  Picture(const EventLog& log, const Analysis& analysis, const MapSelection& selection,
          const MapLayout& layout, MapColour colour, Language language)
      : log_(log), a_(analysis), s_(selection), l_(layout), mode_(colour), language_(language) {
    for (const MapArc& arc : s_.arcs) {
      most_count_ = std::max(most_count_, static_cast<double>(arc.count));
      if (arc.arc != nullptr) most_arc_s_ = std::max(most_arc_s_, arc.arc->time.mean_s);
    }
    for (const Id id : s_.activities) {
      most_node_ = std::max(most_node_, static_cast<double>(a_.dfg.activity[id]));
      most_node_s_ = std::max(most_node_s_, NodeSeconds(id));
    }
  }

  std::string Run() {
    const std::string width = Fixed(l_.width + 2 * kMargin),
                      height = Fixed(l_.height + 2 * kMargin);
    out_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height +
           "\" viewBox=\"0 0 " + width + " " + height +
           "\" font-family=\"system-ui, 'PingFang SC', 'Noto Sans SC', 'Noto Sans CJK SC', "
           "'Microsoft YaHei', sans-serif\">\n"
           "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
           "<g transform=\"translate(" +
           Fixed(kMargin) + " " + Fixed(kMargin) + ")\">\n";
    for (size_t i = 0; i < s_.arcs.size(); ++i) Curve(s_.arcs[i], l_.curves[i]);
    for (size_t i = 0; i < s_.activities.size(); ++i) Box(s_.activities[i], l_.activities[i]);
    End(l_.start, false);
    End(l_.end, true);
    for (size_t i = 0; i < s_.arcs.size(); ++i) Label(s_.arcs[i], l_.curves[i]);
    return out_ + "</g>\n</svg>\n";
  }

 private:
  double NodeSeconds(Id id) const {
    const ActivityTimes& t = a_.activities[id];
    return t.working.count > 0 ? t.working.mean_s : t.sojourn.mean_s;
  }

  void Curve(const MapArc& arc, const MapCurve& curve) {
    const double level = Level(static_cast<double>(arc.count), most_count_);
    const bool slow = mode_ == MapColour::kPerformance && arc.arc != nullptr;
    const std::string stroke =
        arc.arc == nullptr ? "#b6c2cf"
        : slow             ? Shade(mode_, 0.25 + 0.75 * Level(arc.arc->time.mean_s, most_arc_s_))
                           : "#64748b";
    const double width = arc.arc == nullptr ? 1 + level : 1 + 5 * level;
    const MapArrow arrow = WithArrow(curve, 7 + 1.1 * width);
    out_ += "<path d=\"" + SvgPath(arrow.line) + "\" fill=\"none\" stroke=\"" + stroke +
            "\" stroke-width=\"" + Fixed(width) + "\"" +
            (arc.arc == nullptr ? " stroke-dasharray=\"4 3\"" : "") + "/><path d=\"M" +
            Point(arrow.tip) + " L" + Point(arrow.left) + " L" + Point(arrow.right) +
            " Z\" fill=\"" + stroke + "\"/>\n";
  }

  static std::string Point(const MapPoint& p) { return Fixed(p.x) + " " + Fixed(p.y); }

  void Box(Id id, const MapBox& box) {
    const double count = static_cast<double>(a_.dfg.activity[id]);
    const double level = mode_ == MapColour::kFrequency ? Level(count, most_node_)
                                                        : Level(NodeSeconds(id), most_node_s_);
    const std::string ink = level > 0.91 ? "#ffffff" : level > 0.6 ? "#000000" : "#12222b";
    const std::string name(log_.ActivityName(id));
    const std::vector<std::string> label = MapLabel(name);
    const double top = box.center.y - box.height / 2;
    out_ += "<g><title>" + EscapeXml(name) + "</title><rect x=\"" +
            Fixed(box.center.x - box.width / 2) + "\" y=\"" + Fixed(box.center.y - box.height / 2) +
            "\" width=\"" + Fixed(box.width) + "\" height=\"" + Fixed(box.height) +
            "\" rx=\"6\" fill=\"" + Shade(mode_, level) + "\" stroke=\"" + Shade(mode_, 0.9) +
            "\" stroke-width=\"1\"/>";
    for (size_t i = 0; i < label.size(); ++i) {
      Text(box.center.x, top + 19 + 16 * static_cast<double>(i), 13, ink, label[i], "600");
    }
    const std::string figure = mode_ == MapColour::kFrequency
                                   ? SayCount(a_.dfg.activity[id])
                                   : SayDuration(NodeSeconds(id), language_);
    Text(box.center.x, top + box.height - 9, 11.5, ink, figure, "400");
    out_ += "</g>\n";
  }

  void End(const MapBox& box, bool is_end) {
    out_ += "<circle cx=\"" + Fixed(box.center.x) + "\" cy=\"" + Fixed(box.center.y) + "\" r=\"" +
            Fixed(box.width / 2 - 1) +
            "\" fill=\"#ffffff\" stroke=\"#334155\" "
            "stroke-width=\"" +
            (is_end ? "3" : "1.5") + "\"/>";
    if (!is_end) {
      const double x = box.center.x, y = box.center.y;
      out_ += "<path d=\"M" + Fixed(x - 3.5) + " " + Fixed(y - 5.5) + " L" + Fixed(x + 6) + " " +
              Fixed(y) + " L" + Fixed(x - 3.5) + " " + Fixed(y + 5.5) + " Z\" fill=\"#334155\"/>";
    } else {
      out_ += "<rect x=\"" + Fixed(box.center.x - 4) + "\" y=\"" + Fixed(box.center.y - 4) +
              "\" width=\"8\" height=\"8\" fill=\"#334155\"/>";
    }
    out_ += "\n";
  }

  void Label(const MapArc& arc, const MapCurve& curve) {
    std::string figure = SayCount(arc.count);
    if (mode_ == MapColour::kPerformance) {
      if (arc.arc == nullptr || arc.arc->time.count == 0) return;
      figure = SayDuration(arc.arc->time.mean_s, language_);
    }
    out_ += "<text x=\"" + Fixed(curve.label.x) + "\" y=\"" + Fixed(curve.label.y + 4) +
            "\" font-size=\"11\" fill=\"#334155\" text-anchor=\"middle\" paint-order=\"stroke\" "
            "stroke=\"#ffffff\" stroke-width=\"4\" stroke-linejoin=\"round\">" +
            EscapeXml(figure) + "</text>\n";
  }

  void Text(double x, double y, double size, const std::string& ink, const std::string& text,
            const char* weight) {
    out_ += "<text x=\"" + Fixed(x) + "\" y=\"" + Fixed(y) + "\" font-size=\"" + Fixed(size) +
            "\" fill=\"" + ink + "\" font-weight=\"" + weight + "\" text-anchor=\"middle\">" +
            EscapeXml(text) + "</text>";
  }

  const EventLog& log_;
  const Analysis& a_;
  const MapSelection& s_;
  const MapLayout& l_;
  MapColour mode_;
  Language language_;
  double most_count_ = 0, most_arc_s_ = 0, most_node_ = 0, most_node_s_ = 0;
  std::string out_;
};

}  // namespace

std::string SvgPath(const MapCurve& curve) {
  std::string path;
  for (size_t i = 0; i < curve.points.size(); ++i) {
    path += i == 0 ? "M" : i == 1 ? " C" : " ";
    path += Fixed(curve.points[i].x) + " " + Fixed(curve.points[i].y);
  }
  return path;
}

Result<std::string> MapSvg(const EventLog& log, const Analysis& analysis, const MapDetail& detail,
                           MapColour colour, Language language) {
  const MapSelection selection = SelectMap(analysis.dfg, detail);
  TRY_ASSIGN(const MapLayout layout, LayoutMap(selection, log.activity_names()));
  return Picture(log, analysis, selection, layout, colour, language).Run();
}

}  // namespace huiyin::mining
