// huiyin analyze [FILE|-]: JSON lines {"id"?,"text"} in, JSON lines out in the same order; a table
// in, a summary and a report page out.
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "base/json_text.h"
#include "channels/column_mapping.h"
#include "channels/table_source.h"
#include "server/cli.h"
#include "server/instance.h"
#include "server/text_survey.h"
#include "text/analysis.h"
#include "text/taxonomy.h"

namespace huiyin::server {
namespace {

void WriteSpans(JsonText& json, const std::vector<text::PiiSpan>& spans) {
  json.Open('[');
  for (const auto& span : spans) {
    json.Open('{').Key("kind").Str(text::Name(span.kind)).Key("start").Int(span.start);
    json.Key("end").Int(span.end).Close('}');
  }
  json.Close(']');
}

template <typename Enum>
void WriteScores(JsonText& json, const float* values, int n) {
  json.Open('{');
  for (int i = 0; i < n; ++i) json.Key(text::Name(static_cast<Enum>(i))).Real(values[i]);
  json.Close('}');
}

std::string Line(const boost::json::object& in, const text::Analysis& a) {
  JsonText json;
  json.Open('{');
  if (const auto* id = in.if_contains("id")) json.Key("id").Raw(boost::json::serialize(*id));
  json.Key("lang").Str(a.lang).Key("category").Str(text::Name(a.category)).Key("complaint_kind");
  if (a.complaint_kind) {
    json.Str(text::Name(*a.complaint_kind));
  } else {
    json.Null();
  }
  json.Key("sentiment").Str(text::Name(a.sentiment)).Key("emotion").Open('[');
  for (int i = 0; i < text::kEmotions; ++i) {
    if (a.Has(static_cast<text::Emotion>(i))) json.Str(text::Name(static_cast<text::Emotion>(i)));
  }
  json.Close(']').Key("emotion_intensity").Int(a.emotion_intensity);
  json.Key("priority").Str(text::Name(a.priority));
  json.Key("priority_rule").Str(text::Name(a.priority_rule));
  json.Key("sensitive").Bool(a.sensitive).Key("sensitive_class").Open('[');
  for (int i = 0; i < text::kSensitiveClasses; ++i) {
    const auto value = static_cast<text::SensitiveClass>(i);
    if (a.Has(value)) json.Str(text::Name(value));
  }
  json.Close(']').Key("pii");
  WriteSpans(json, a.pii);
  json.Key("masked").Str(a.masked).Key("topics").Open('[');
  for (const auto& topic : a.topics) json.Str(topic.id);
  json.Close(']').Key("products").Open('[');
  for (const auto& product : a.products) json.Str(product);
  json.Close(']').Key("key_phrases").Open('[');
  for (const auto& phrase : a.key_phrases) json.Str(phrase);
  json.Close(']').Key("root_cause");
  if (a.root_cause == text::RootCause::kNone) {
    json.Null();
  } else {
    json.Str(text::Name(a.root_cause));
  }
  json.Key("root_cause_confidence").Real(static_cast<double>(a.root_cause_confidence));
  json.Key("scores").Open('{').Key("sentiment");
  WriteScores<text::Sentiment>(json, a.scores.sentiment.data(), text::kSentiments);
  json.Key("category");
  WriteScores<text::Category>(json, a.scores.category.data(), text::kCategories);
  json.Close('}').Key("evidence").Open('[');
  for (const auto& e : a.evidence) {
    json.Open('{').Key("field").Str(text::Name(e.verdict)).Key("start").Int(e.start);
    json.Key("end").Int(e.end).Key("weight").Real(static_cast<double>(e.weight));
    json.Key("why").Str(e.why).Close('}');
  }
  json.Close(']').Key("version").Str(a.version).Close('}');
  return json.Take();
}

Status ReadOwn(const std::string& path, std::string& out) {
  if (path.empty()) return Ok();
  std::ifstream file(path, std::ios::binary);
  if (!file) return NotFound("cannot read " + path);
  out.assign(std::istreambuf_iterator<char>(file), {});
  return Ok();
}

struct AnalyzeOptions {
  std::string path = "-", map, html, topics, products, industry, language;
  bool json = false;
  bool open = false;
  text::AnalyserConfig config;
};

SurveyLanguage LanguageOf(const std::string& given) {
  std::string_view language = given;
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (language.empty() && value != nullptr) language = value;
  }
  return language.starts_with("zh") ? SurveyLanguage::kZh : SurveyLanguage::kEn;
}

// JSON lines begin with an object; anything else is a table.
bool IsTable(const std::string& path) {
  if (path == "-") return false;
  std::ifstream file(path, std::ios::binary);
  char c = '{';
  while (file.get(c) && (c == ' ' || c == '\t' || c == '\r' || c == '\n')) {
  }
  return c != '{';
}

int AnalyseLines(const text::Analyser& analyser, const AnalyzeOptions& given) {
  std::ifstream file;
  if (given.path != "-") {
    file.open(given.path);
    if (!file) return Fail(NotFound("cannot read " + given.path));
  }
  std::istream& in = given.path == "-" ? std::cin : file;
  text::AnalyseOptions options;
  options.industry = given.industry;
  int64_t number = 0;
  int64_t bad = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    boost::system::error_code error;
    const auto value = boost::json::parse(line, error);
    const auto* text =
        !error && value.is_object() ? value.get_object().if_contains("text") : nullptr;
    if (text == nullptr || !text->is_string()) {
      std::fprintf(stderr, "huiyin: line %lld is not a JSON object with a \"text\"\n",
                   static_cast<long long>(number));
      ++bad;
      continue;
    }
    const auto& words = text->get_string();
    const auto analysis = analyser.Analyse({words.data(), words.size()}, options);
    std::printf("%s\n", Line(value.get_object(), analysis).c_str());
  }
  return bad == 0 ? kExitOk : kExitFailed;
}

struct Columns {
  channels::ColumnMapping mapping;
  channels::DateOrder order = channels::DateOrder::kUnknown;
};

Result<Columns> MapTable(const AnalyzeOptions& given) {
  TRY_ASSIGN(auto source, channels::OpenTable(given.path));
  std::vector<std::vector<std::string>> sample;
  while (sample.size() < 200) {
    TRY_ASSIGN(const auto row, source->Next());
    if (!row) break;
    if (row->problem == nullptr) sample.emplace_back(row->cells.begin(), row->cells.end());
  }
  Columns out;
  TRY_ASSIGN(out.mapping, channels::MapColumns(given.map, source->columns(), sample));
  if (const auto column = out.mapping.Find(channels::FeedbackField::kReceivedAt)) {
    std::vector<std::string> times;
    for (const auto& row : sample) {
      if (*column < row.size()) times.push_back(row[*column]);
    }
    out.order = channels::GuessDateOrder(times);
  }
  std::fprintf(stderr, "%s\n%s\n", channels::DescribeTable(source->info()).c_str(),
               channels::DescribeMapping(out.mapping, source->columns()).c_str());
  return out;
}

std::string_view CellOf(const channels::Row& row, const Columns& columns,
                        channels::FeedbackField field) {
  const auto column = columns.mapping.Find(field);
  return column && *column < row.cells.size() ? row.cells[*column] : std::string_view();
}

void PrintRow(const channels::Row& row, const Columns& columns, const text::Analysis& analysis) {
  const std::string_view id = CellOf(row, columns, channels::FeedbackField::kExternalId);
  boost::json::object in;
  if (id.empty()) {
    in["id"] = row.number;
  } else {
    in["id"] = boost::json::string_view(id.data(), id.size());
  }
  std::printf("%s\n", Line(in, analysis).c_str());
}

Result<TextSurvey> SurveyTable(const text::Analyser& analyser, const AnalyzeOptions& given) {
  TRY_ASSIGN(const Columns columns, MapTable(given));
  TRY_ASSIGN(auto source, channels::OpenTable(given.path));
  TextSurvey survey(analyser.taxonomy(), LanguageOf(given.language));
  text::AnalyseOptions options;
  options.industry = given.industry;
  while (true) {
    TRY_ASSIGN(const auto row, source->Next());
    if (!row) return survey;
    const std::string_view words = row->problem != nullptr
                                       ? std::string_view()
                                       : CellOf(*row, columns, channels::FeedbackField::kText);
    if (words.find_first_not_of(" \t\r\n") == std::string_view::npos) {
      survey.Skip();
      continue;
    }
    const text::Analysis analysis = analyser.Analyse(words, options);
    if (given.json) PrintRow(*row, columns, analysis);
    const auto at = channels::ParseSheetTime(
        CellOf(*row, columns, channels::FeedbackField::kReceivedAt), columns.order);
    survey.Add(analysis, at.ok() ? std::optional(*at) : std::nullopt);
  }
}

Status WritePage(const std::string& path, const std::string& page) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << page;
  file.close();
  return file ? Ok() : Unavailable("cannot write " + path);
}

int AnalyseTable(const text::Analyser& analyser, const AnalyzeOptions& given) {
  const auto survey = SurveyTable(analyser, given);
  if (!survey.ok()) return Fail(survey.error());
  const std::string title = std::filesystem::path(given.path).filename().string();
  if (!given.json) std::printf("%s", SurveyText(*survey, title).c_str());
  if (given.html.empty()) return kExitOk;
  const Status written = WritePage(given.html, SurveyHtml(*survey, title));
  return written.ok() ? kExitOk : Fail(written.error());
}

}  // namespace

int RunAnalyze(int argc, char** argv) {
  CLI::App cli(
      "What texts say. JSON lines {\"text\"} in: JSON lines out. A table (CSV, TSV, XLSX) in: a "
      "summary, or a page with --html.",
      "huiyin analyze");
  AnalyzeOptions given;
  given.config.models_dir = text::FindModelsDir(ExecutableDir());
  cli.add_option("FILE", given.path, "JSON lines or a table; - for JSON lines on standard input");
  cli.add_flag("--json", given.json, "JSON lines out, also for a table");
  auto* html = cli.add_option("--html", given.html, "Write a report page that needs nothing else");
  cli.add_option("--map", given.map, "Columns of a table: text=COL,received_at=COL,…");
  cli.add_option("--lang", given.language, "Of summary and page: zh or en; else by the locale")
      ->check(CLI::IsMember({"zh", "en"}));
  cli.add_option("--models", given.config.models_dir,
                 "Folder of the models; else HUIYIN_MODELS, else the shipped ones");
  cli.add_option("--topics", given.topics, "File of own topics: id<TAB>phrase|phrase");
  cli.add_option("--products", given.products, "File of own products: id<TAB>word|word");
  cli.add_option("--industry", given.industry, "Whose topics are preferred")
      ->check(CLI::IsMember(
          std::vector<std::string>(text::kIndustries.begin(), text::kIndustries.end())));
  cli.add_flag("--open", given.open, "Only models trained on our own sentences");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  if (html->count() > 0 && given.path == "-") {
    std::fprintf(stderr, "huiyin: --html needs a file, standard input is JSON lines\n");
    return kExitUsage;
  }
  if (given.open) given.config.variant = text::AnalyserConfig::Variant::kOpen;
  for (auto [path, out] : {std::pair(&given.topics, &given.config.extra_topics),
                           std::pair(&given.products, &given.config.products)}) {
    if (const Status read = ReadOwn(*path, *out); !read.ok()) return Fail(read.error());
  }
  const auto analyser = text::Analyser::Load(given.config);
  if (!analyser.ok()) return Fail(analyser.error());
  if (IsTable(given.path) || html->count() > 0) return AnalyseTable(**analyser, given);
  return AnalyseLines(**analyser, given);
}

}  // namespace huiyin::server
