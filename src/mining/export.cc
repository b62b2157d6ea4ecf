#include "mining/export.h"

#include <cstdio>

#include "base/time.h"

namespace huiyin::mining {
namespace {

constexpr size_t kFlushBytes = 1 << 20;

// Micros when there are any; FormatUtc cuts them to milliseconds.
std::string FormatTime(int64_t us) {
  const int64_t part = ((us % 1'000'000) + 1'000'000) % 1'000'000;
  if (part % 1000 == 0) return FormatUtc({us});
  std::string text = FormatUtc({us - part});
  char fraction[16];
  std::snprintf(fraction, sizeof(fraction), ".%06lldZ", static_cast<long long>(part));
  text.pop_back();
  return text + fraction;
}

const char* TagOf(AttributeKind kind) {
  switch (kind) {
    case AttributeKind::kString:
      return "string";
    case AttributeKind::kInt:
      return "int";
    case AttributeKind::kFloat:
      return "float";
    case AttributeKind::kBoolean:
      return "boolean";
    case AttributeKind::kDate:
      return "date";
    case AttributeKind::kId:
      return "id";
  }
  return "string";
}

class Buffer {
 public:
  explicit Buffer(const Sink& sink) : sink_(sink) {}
  ~Buffer() { sink_(text_); }
  Buffer& operator<<(std::string_view text) {
    text_ += text;
    if (text_.size() > kFlushBytes) {
      sink_(text_);
      text_.clear();
    }
    return *this;
  }

 private:
  const Sink& sink_;
  std::string text_;
};

void XesAttribute(Buffer& out, const char* indent, const char* tag, std::string_view key,
                  std::string_view value) {
  out << indent << "<" << tag << " key=\"" << EscapeXml(key) << "\" value=\"" << EscapeXml(value)
      << "\"/>\n";
}

std::string CsvCell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

void XesEvent(Buffer& out, const EventLog& log, uint32_t e) {
  out << "    <event>\n";
  XesAttribute(out, "      ", "string", "concept:name", log.ActivityName(log.activity()[e]));
  if (log.time_us()[e] != kNoTime) {
    XesAttribute(out, "      ", "date", "time:timestamp", FormatTime(log.time_us()[e]));
  }
  if (log.resource()[e] != kNoId) {
    XesAttribute(out, "      ", "string", "org:resource", log.ResourceName(log.resource()[e]));
  }
  if (log.LifecycleOf(e) != Lifecycle::kNone) {
    XesAttribute(out, "      ", "string", "lifecycle:transition",
                 LifecycleName(log.LifecycleOf(e)));
  }
  for (const AttributeColumn& column : log.event_attributes()) {
    if (column.values[e] == kNoId) continue;
    XesAttribute(out, "      ", TagOf(column.kind), column.key, log.ValueName(column.values[e]));
  }
  out << "    </event>\n";
}

}  // namespace

std::string EscapeXml(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "&#10;";
        break;
      case '\r':
        out += "&#13;";
        break;
      case '\t':
        out += "&#9;";
        break;
      default:
        // XML 1.0 has no other control characters, not even escaped.
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
  }
  return out;
}

void WriteXes(const EventLog& log, const Sink& sink) {
  Buffer out(sink);
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<log xes.version=\"1849-2016\" xes.features=\"\" "
         "xmlns=\"http://www.xes-standard.org/\">\n";
  for (const auto& [name, prefix] :
       {std::pair("Concept", "concept"), std::pair("Time", "time"),
        std::pair("Organizational", "org"), std::pair("Lifecycle", "lifecycle")}) {
    out << "  <extension name=\"" << name << "\" prefix=\"" << prefix
        << "\" uri=\"http://www.xes-standard.org/" << prefix << ".xesext\"/>\n";
  }
  out << "  <classifier name=\"Activity\" keys=\"concept:name\"/>\n";
  for (size_t c = 0; c < log.case_count(); ++c) {
    out << "  <trace>\n";
    XesAttribute(out, "    ", "string", "concept:name", log.CaseName(c));
    for (const AttributeColumn& column : log.case_attributes()) {
      if (column.values[c] == kNoId) continue;
      XesAttribute(out, "    ", TagOf(column.kind), column.key, log.ValueName(column.values[c]));
    }
    for (uint32_t e = log.CaseBegin(c); e < log.CaseEnd(c); ++e) XesEvent(out, log, e);
    out << "  </trace>\n";
  }
  out << "</log>\n";
}

void WriteCsv(const EventLog& log, const Sink& sink) {
  Buffer out(sink);
  out << "case_id,activity,timestamp,resource";
  if (log.has_lifecycle()) out << ",lifecycle";
  for (const AttributeColumn& column : log.case_attributes()) {
    out << "," << CsvCell("case:" + column.key);
  }
  for (const AttributeColumn& column : log.event_attributes()) out << "," << CsvCell(column.key);
  out << "\n";
  for (size_t c = 0; c < log.case_count(); ++c) {
    for (uint32_t e = log.CaseBegin(c); e < log.CaseEnd(c); ++e) {
      out << CsvCell(log.CaseName(c)) << "," << CsvCell(log.ActivityName(log.activity()[e])) << ","
          << (log.time_us()[e] == kNoTime ? std::string() : FormatTime(log.time_us()[e])) << ",";
      if (log.resource()[e] != kNoId) out << CsvCell(log.ResourceName(log.resource()[e]));
      if (log.has_lifecycle()) out << "," << LifecycleName(log.LifecycleOf(e));
      for (const AttributeColumn& column : log.case_attributes()) {
        out << ",";
        if (column.values[c] != kNoId) out << CsvCell(log.ValueName(column.values[c]));
      }
      for (const AttributeColumn& column : log.event_attributes()) {
        out << ",";
        if (column.values[e] != kNoId) out << CsvCell(log.ValueName(column.values[e]));
      }
      out << "\n";
    }
  }
}

}  // namespace huiyin::mining
