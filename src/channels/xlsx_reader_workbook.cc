#include "channels/xlsx_reader_workbook.h"

#include <charconv>
#include <map>
#include <utility>

#include "channels/xlsx_reader_xml.h"

namespace huiyin::channels {
namespace {

constexpr size_t kMaxSheets = 1024;
constexpr size_t kMaxStyles = 65'536;
constexpr size_t kMaxTexts = 16 << 20;

int ToInt(std::optional<std::string_view> text, int otherwise) {
  int value = otherwise;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

bool IsTrue(std::optional<std::string_view> text) { return text == "1" || text == "true"; }

// "xl/" + "worksheets/sheet1.xml"; "/xl/a.xml" is absolute; ".." goes up, never out.
std::string ResolvePart(std::string_view base, std::string_view target) {
  std::vector<std::string_view> steps;
  const auto add = [&](std::string_view path) {
    while (!path.empty()) {
      const size_t slash = path.find('/');
      const std::string_view step = path.substr(0, slash);
      if (step == "..") {
        if (!steps.empty()) steps.pop_back();
      } else if (!step.empty() && step != ".") {
        steps.push_back(step);
      }
      path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    }
  };
  if (!target.starts_with('/')) add(base.substr(0, base.rfind('/') + 1));
  add(target);
  std::string out;
  for (const std::string_view step : steps) out += (out.empty() ? "" : "/") + std::string(step);
  return out;
}

class RelationsHandler final : public XmlHandler {
 public:
  struct Relation {
    std::string type, target;
  };
  std::map<std::string, Relation, std::less<>> relations;

  void Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship" || attributes.Find("TargetMode") == "External") return;
    if (relations.size() >= kMaxSheets * 4) return;
    const std::string_view type = attributes.Find("Type").value_or("");
    relations[std::string(attributes.Find("Id").value_or(""))] = {
        std::string(type.substr(type.rfind('/') + 1)),
        std::string(attributes.Find("Target").value_or(""))};
  }
  Flow End(std::string_view) override { return Flow::kGoOn; }
  void Text(std::string_view) override {}
};

class WorkbookHandler final : public XmlHandler {
 public:
  struct Sheet {
    std::string name, relation;
    bool visible;
  };
  std::vector<Sheet> sheets;
  DateSystem dates = DateSystem::k1900;

  void Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "workbookPr" && IsTrue(attributes.Find("date1904"))) dates = DateSystem::k1904;
    if (name != "sheet" || sheets.size() >= kMaxSheets) return;
    // r:id, not sheetId: "id" is the local name of the first only.
    const std::string_view state = attributes.Find("state").value_or("visible");
    sheets.push_back({std::string(attributes.Find("name").value_or("")),
                      std::string(attributes.Find("id").value_or("")), state == "visible"});
  }
  Flow End(std::string_view) override { return Flow::kGoOn; }
  void Text(std::string_view) override {}
};

class StylesHandler final : public XmlHandler {
 public:
  std::vector<CellStyle> styles;

  void Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "numFmt" && codes_.size() < kMaxStyles) {
      codes_[ToInt(attributes.Find("numFmtId"), 0)] = attributes.Find("formatCode").value_or("");
    } else if (name == "cellXfs") {
      in_cells_ = true;
    } else if (name == "xf" && in_cells_ && styles.size() < kMaxStyles) {
      const int id = ToInt(attributes.Find("numFmtId"), 0);
      const auto code = codes_.find(id);
      styles.push_back(StyleOfFormat(id, code == codes_.end() ? "" : code->second));
    }
  }
  Flow End(std::string_view name) override {
    if (name == "cellXfs") in_cells_ = false;
    return Flow::kGoOn;
  }
  void Text(std::string_view) override {}

 private:
  std::map<int, std::string> codes_;
  bool in_cells_ = false;
};

class SharedTextsHandler final : public XmlHandler {
 public:
  explicit SharedTextsHandler(SharedTexts& texts) : texts_(texts) {}
  bool overflow = false;

  void Start(std::string_view name, const XmlAttributes&) override {
    if (name == "rPh") ++phonetic_;
    in_text_ = name == "t" && phonetic_ == 0;
    piece_.clear();
  }
  Flow End(std::string_view name) override {
    if (name == "rPh" && phonetic_ > 0) --phonetic_;
    if (name == "t" && in_text_) {
      texts_.Append(piece_.find("_x") == std::string::npos ? piece_ : DecodeXstring(piece_));
      in_text_ = false;
    }
    if (name == "si") {
      overflow = overflow || texts_.size() >= kMaxTexts;
      if (!overflow) texts_.EndText();
    }
    return Flow::kGoOn;
  }
  void Text(std::string_view text) override {
    if (in_text_) piece_ += text;
  }

 private:
  SharedTexts& texts_;
  std::string piece_;
  int phonetic_ = 0;
  bool in_text_ = false;
};

Status ReadSmall(const XlsxArchive& archive, const std::string& name, const TableLimits& limits,
                 XmlHandler& handler) {
  TRY_ASSIGN(auto part, archive.Open(name, limits.max_small_part_bytes));
  return ReadXml(std::move(part), handler);
}

std::string RelationsOf(const std::string& part) {
  const size_t slash = part.rfind('/');
  const size_t base = slash == std::string::npos ? 0 : slash + 1;
  return part.substr(0, base) + "_rels/" + part.substr(base) + ".rels";
}

Result<std::string> WorkbookPart(const XlsxArchive& archive, const TableLimits& limits) {
  if (archive.Has("_rels/.rels")) {
    RelationsHandler root;
    TRY(ReadSmall(archive, "_rels/.rels", limits, root));
    for (const auto& [id, relation] : root.relations) {
      if (relation.type == "officeDocument") return ResolvePart("", relation.target);
    }
  }
  return std::string("xl/workbook.xml");
}

}  // namespace

Result<const SheetRef*> Workbook::Find(std::string_view name) const {
  std::string names;
  for (const SheetRef& sheet : sheets) {
    if (name.empty() ? sheet.visible : sheet.name == name) return &sheet;
    names += (names.empty() ? "" : ", ") + sheet.name;
  }
  if (name.empty()) return InvalidArgument("the workbook has no visible sheet");
  return InvalidField("sheet", "unknown",
                      "the workbook has no sheet \"" + std::string(name) + "\"; it has: " + names);
}

Result<std::unique_ptr<Workbook>> ReadWorkbook(const XlsxArchive& archive,
                                               const TableLimits& limits) {
  TRY_ASSIGN(const std::string part, WorkbookPart(archive, limits));
  if (!archive.Has(part)) return InvalidArgument("the file is a ZIP archive but no XLSX workbook");
  WorkbookHandler sheets;
  TRY(ReadSmall(archive, part, limits, sheets));
  RelationsHandler relations;
  if (archive.Has(RelationsOf(part))) {
    TRY(ReadSmall(archive, RelationsOf(part), limits, relations));
  }
  auto workbook = std::make_unique<Workbook>();
  workbook->dates = sheets.dates;
  for (const WorkbookHandler::Sheet& sheet : sheets.sheets) {
    const auto relation = relations.relations.find(sheet.relation);
    if (relation == relations.relations.end() || relation->second.type != "worksheet") continue;
    workbook->sheets.push_back(
        {sheet.name, ResolvePart(part, relation->second.target), sheet.visible});
  }
  std::string styles_part, texts_part;
  for (const auto& [id, relation] : relations.relations) {
    if (relation.type == "styles") styles_part = ResolvePart(part, relation.target);
    if (relation.type == "sharedStrings") texts_part = ResolvePart(part, relation.target);
  }
  if (archive.Has(styles_part)) {
    StylesHandler styles;
    TRY(ReadSmall(archive, styles_part, limits, styles));
    workbook->styles = std::move(styles.styles);
  }
  if (archive.Has(texts_part)) {
    TRY_ASSIGN(auto texts, archive.Open(texts_part, limits.max_shared_text_bytes));
    SharedTextsHandler handler(workbook->texts);
    TRY(ReadXml(std::move(texts), handler));
    if (handler.overflow) {
      return Error(ErrorCode::kTooLarge, "the XLSX file has too many texts", "archive_too_large");
    }
  }
  return workbook;
}

}  // namespace huiyin::channels
