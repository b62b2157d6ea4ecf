// huiyin analyze [FILE|-]: JSON lines {"id"?,"text"} in, JSON lines out in the same order.
#include <boost/json.hpp>
#include <fstream>
#include <iostream>

#include "base/json_text.h"
#include "server/cli.h"
#include "server/instance.h"
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

}  // namespace

int RunAnalyze(int argc, char** argv) {
  CLI::App cli("What texts say: JSON lines {\"text\"} in, JSON lines out.", "huiyin analyze");
  std::string path = "-";
  bool json = false;
  text::AnalyserConfig config;
  config.models_dir = text::FindModelsDir(ExecutableDir());
  bool open = false;
  std::string topics, products, industry;
  cli.add_option("FILE", path, "JSON lines; - for standard input");
  cli.add_flag("--json", json, "JSON lines out (the only form)");
  cli.add_option("--models", config.models_dir, "Directory of the models; else the shipped ones");
  cli.add_option("--topics", topics, "File of own topics: id<TAB>phrase|phrase");
  cli.add_option("--products", products, "File of own products: id<TAB>word|word");
  cli.add_option("--industry", industry, "Whose topics are preferred")
      ->check(CLI::IsMember(
          std::vector<std::string>(text::kIndustries.begin(), text::kIndustries.end())));
  cli.add_flag("--open", open, "Only models trained on our own sentences");
  if (const auto exit = ParseArguments(cli, argc, argv)) return *exit;
  if (open) config.variant = text::AnalyserConfig::Variant::kOpen;
  if (const Status read = ReadOwn(topics, config.extra_topics); !read.ok()) {
    return Fail(read.error());
  }
  if (const Status read = ReadOwn(products, config.products); !read.ok()) {
    return Fail(read.error());
  }
  const auto analyser = text::Analyser::Load(config);
  if (!analyser.ok()) return Fail(analyser.error());
  std::ifstream file;
  if (path != "-") {
    file.open(path);
    if (!file) return Fail(NotFound("cannot read " + path));
  }
  std::istream& in = path == "-" ? std::cin : file;
  text::AnalyseOptions options;
  options.industry = industry;
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
    const auto analysis = (*analyser)->Analyse({words.data(), words.size()}, options);
    std::printf("%s\n", Line(value.get_object(), analysis).c_str());
  }
  return bad == 0 ? kExitOk : kExitFailed;
}

}  // namespace huiyin::server
