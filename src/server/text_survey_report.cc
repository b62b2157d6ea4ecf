// The survey in words: a summary for the terminal, and one page without any outside address.
#include <algorithm>
#include <map>
#include <span>

#include "mining/export.h"
#include "mining/report_html.h"
#include "server/text_survey.h"

namespace huiyin::server {
namespace {

constexpr size_t kTopicsInText = 10, kTopicsOnPage = 20, kPhrases = 12;

struct Word {
  std::string_view id, zh, en;
};
constexpr Word kWords[] = {
    {"suggestion", "建议", "suggestion"},
    {"complaint", "投诉", "complaint"},
    {"malfunction", "功能故障", "malfunction"},
    {"inquiry", "咨询", "inquiry"},
    {"other", "其他", "other"},
    {"positive", "积极", "positive"},
    {"neutral", "中性", "neutral"},
    {"negative", "消极", "negative"},
    {"high", "高", "high"},
    {"mid", "中", "medium"},
    {"low", "低", "low"},
    {"product", "产品问题", "product"},
    {"service", "服务问题", "service"},
    {"price", "价格问题", "price"},
    {"logistics", "物流问题", "logistics"},
    {"quality_defect", "质量缺陷", "quality defect"},
    {"communication_gap", "沟通与信息不对称", "communication gap"},
    {"price_value_gap", "价格与价值偏差", "price and value gap"},
    {"staff_conduct", "员工行为", "staff conduct"},
    {"technology_lag", "技术迭代滞后", "technology lag"},
    {"external_event", "外部事件", "external event"},
    {"expectation_gap", "期望落差", "expectation gap"},
    {"management_gap", "管理漏洞", "management gap"},
    {"#title", "反馈文本分析", "What the feedback says"},
    {"#texts", "条文本", "texts"},
    {"#skipped", "行无法读取或没有文本", "rows unreadable or without a text"},
    {"#sensitive", "敏感内容", "sensitive"},
    {"#category", "类别", "Category"},
    {"#sentiment", "情感", "Sentiment"},
    {"#priority", "优先级", "Priority"},
    {"#kind", "投诉类型", "Kind of complaint"},
    {"#cause", "可能原因", "Likely cause"},
    {"#topics", "主要问题", "Top problems"},
    {"#topics_note", "按消极文本数排列；示例已脱敏。",
     "Those with the most displeased texts first; personal data in the samples is masked."},
    {"#phrases", "尚无主题的高频词组", "Frequent phrases without a topic"},
    {"#phrases_note", "可据此补充主题。", "Topics may be missing for these."},
    {"#trend", "趋势", "Course over time"},
    {"#trend_note", "浅色为全部文本，深色为其中的消极文本。",
     "Light: all texts; dark: the displeased ones among them."},
    {"#topic", "主题", "Topic"},
    {"#share", "占比", "Share"},
    {"#samples", "示例", "Samples"},
    {"#count", "条数", "Texts"},
    {"#none", "没有可分析的文本。", "There is no text to analyse."},
};

std::string Percent(int64_t part, int64_t whole) {
  char out[32];
  std::snprintf(out, sizeof(out), "%.1f%%",
                whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole));
  return out;
}

struct Share {
  std::string name;
  int64_t texts = 0;
};
using Shares = std::vector<Share>;

template <typename Enum, size_t N>
Shares SharesOf(const std::array<int64_t, N>& counts, SurveyLanguage language) {
  Shares out;
  for (size_t i = 0; i < N; ++i) {
    out.push_back({SurveyWord(Name(static_cast<Enum>(i)), language), counts[i]});
  }
  return out;
}

struct Section {
  std::string title;
  Shares shares;
};

std::vector<Section> Sections(const TextSurvey& survey) {
  const SurveyLanguage l = survey.language();
  Shares causes;
  for (const auto& [cause, texts] : survey.RootCauses()) {
    causes.push_back({SurveyWord(text::Name(cause), l), texts});
  }
  return {{SurveyWord("#category", l), SharesOf<text::Category>(survey.categories(), l)},
          {SurveyWord("#sentiment", l), SharesOf<text::Sentiment>(survey.sentiments(), l)},
          {SurveyWord("#priority", l), SharesOf<text::Priority>(survey.priorities(), l)},
          {SurveyWord("#kind", l), SharesOf<text::ComplaintKind>(survey.kinds(), l)},
          {SurveyWord("#cause", l), std::move(causes)}};
}

// Chinese characters take two columns of a terminal.
std::string Padded(const std::string& utf8, size_t columns) {
  size_t width = 0;
  for (const char c : utf8) {
    const auto b = static_cast<uint8_t>(c);
    if ((b & 0xC0) != 0x80) width += b >= 0xE2 ? 2 : 1;
  }
  return utf8 + std::string(width < columns ? columns - width : 0, ' ');
}

std::string Track(int64_t part, int64_t whole) {
  return "<span class=\"track\"><i style=\"width:" + Percent(part, whole) + "\"></i></span>";
}

void AppendShares(const Section& section, int64_t total, std::string& page) {
  page += "<section class=\"card\"><h2>" + mining::EscapeXml(section.title) + "</h2><table>";
  for (const Share& share : section.shares) {
    page += "<tr><td>" + mining::EscapeXml(share.name) + "</td><td class=\"num\">" +
            std::to_string(share.texts) + "</td><td class=\"num\">" + Percent(share.texts, total) +
            "</td><td>" + Track(share.texts, total) + "</td></tr>";
  }
  page += "</table></section>";
}

void AppendSubjects(const TextSurvey& survey, const char* key,
                    const std::vector<SurveySubject>& subjects, std::string& page) {
  if (subjects.empty()) return;
  const auto word = [&](const std::string& id) {
    return mining::EscapeXml(SurveyWord(id, survey.language()));
  };
  page += "<section class=\"card\"><h2>" + word(key) + "</h2><p class=\"note\">" +
          word(std::string(key) + "_note") + "</p><div class=\"wrap\"><table class=\"wide\"><tr>";
  page += "<th>" + word("#topic") + "</th><th>" + word("#count") + "</th><th>" + word("#share") +
          "</th><th>" + word("negative") + "</th><th>" + word("#priority") + " " + word("high") +
          "</th><th class=\"text\">" + word("#samples") + "</th></tr>";
  for (const SurveySubject& subject : subjects) {
    page += "<tr><td>" + mining::EscapeXml(subject.name) + "</td><td class=\"num\">" +
            std::to_string(subject.texts) + "</td><td class=\"num\">" +
            Percent(subject.texts, survey.texts()) + "</td><td class=\"num\">" +
            Percent(subject.negative, subject.texts) + "</td><td class=\"num\">" +
            std::to_string(subject.high) + "</td><td class=\"text\">";
    for (const std::string& sample : subject.samples) {
      page += "<p class=\"sample\">" + mining::EscapeXml(sample) + "</p>";
    }
    page += "</td></tr>";
  }
  page += "</table></div></section>";
}

// Bars of all texts with the displeased part dark; one picture, drawn here.
void AppendTrend(const TextSurvey& survey, std::string& page) {
  const auto periods = survey.Periods();
  if (periods.size() < 2) return;
  int64_t most = 1;
  for (const auto& period : periods) most = std::max(most, period.texts);
  constexpr double kWidth = 1000, kHeight = 160, kBase = 180;
  const double step = kWidth / static_cast<double>(periods.size());
  const auto word = [&](const char* id) {
    return mining::EscapeXml(SurveyWord(id, survey.language()));
  };
  page += "<section class=\"card\"><h2>" + word("#trend") + "</h2><p class=\"note\">" +
          word("#trend_note") +
          "</p><div class=\"wrap\"><svg viewBox=\"0 0 1000 205\" role=\"img\" aria-label=\"" +
          word("#trend") + "\" width=\"100%\">";
  char buffer[256];
  const auto bar = [&](double x, int64_t n, const char* colour, double opacity) {
    const double height = kHeight * static_cast<double>(n) / static_cast<double>(most);
    std::snprintf(buffer, sizeof(buffer),
                  "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"var(--%s)\" "
                  "opacity=\"%.2f\"/>",
                  x, kBase - height, step * 0.8, height, colour, opacity);
    page += buffer;
  };
  const size_t every = (periods.size() + 9) / 10;
  for (size_t i = 0; i < periods.size(); ++i) {
    const double x = step * (static_cast<double>(i) + 0.1);
    page += "<g><title>" + mining::EscapeXml(periods[i].name) + ": " +
            std::to_string(periods[i].texts) + " / " + word("negative") + " " +
            std::to_string(periods[i].negative) + "</title>";
    bar(x, periods[i].texts, "teal", 0.35);
    bar(x, periods[i].negative, "amber", 1);
    page += "</g>";
    if (i % every != 0) continue;
    std::snprintf(buffer, sizeof(buffer), "<text class=\"axis\" x=\"%.1f\" y=\"198\">", x);
    page += buffer + mining::EscapeXml(periods[i].name) + "</text>";
  }
  page += "</svg></div></section>";
}

}  // namespace

std::string SurveyWord(std::string_view identifier, SurveyLanguage language) {
  for (const Word& word : kWords) {
    if (word.id == identifier)
      return std::string(language == SurveyLanguage::kZh ? word.zh : word.en);
  }
  return std::string(identifier);
}

std::string SurveyText(const TextSurvey& survey, const std::string& title) {
  const auto word = [&](const char* id) { return SurveyWord(id, survey.language()); };
  std::string out = title + ": " + std::to_string(survey.texts()) + " " + word("#texts");
  if (survey.skipped() > 0) {
    out += ", " + std::to_string(survey.skipped()) + " " + word("#skipped");
  }
  out += "\n";
  if (survey.texts() == 0) return out + word("#none") + "\n";
  out += word("#sensitive") + ": " + std::to_string(survey.sensitive()) + "\n";
  for (const Section& section : Sections(survey)) {
    if (section.shares.empty()) continue;
    out += "\n" + section.title + "\n";
    for (const Share& share : section.shares) {
      if (share.texts == 0) continue;
      out += "  " + Padded(share.name, 22) + Padded(std::to_string(share.texts), 9) +
             Percent(share.texts, survey.texts()) + "\n";
    }
  }
  const auto topics = survey.Topics(kTopicsInText);
  if (!topics.empty()) out += "\n" + word("#topics") + "\n";
  for (const SurveySubject& topic : topics) {
    out += "  " + Padded(topic.name, 22) + Padded(std::to_string(topic.texts), 9) +
           Percent(topic.texts, survey.texts()) + ", " + word("negative") + " " +
           Percent(topic.negative, topic.texts) + "\n";
    if (!topic.samples.empty()) out += "      " + topic.samples.front() + "\n";
  }
  const auto phrases = survey.OpenPhrases(kPhrases);
  if (!phrases.empty()) out += "\n" + word("#phrases") + "\n ";
  for (const SurveySubject& phrase : phrases) {
    out += " " + phrase.name + " (" + std::to_string(phrase.texts) + ")";
  }
  if (!phrases.empty()) out += "\n";
  const auto periods = survey.Periods();
  if (periods.size() < 2) return out;
  out += "\n" + word("#trend") + "\n";
  for (const SurveyPeriod& period : periods) {
    out += "  " + Padded(period.name, 22) + Padded(std::to_string(period.texts), 9) +
           word("negative") + " " + Percent(period.negative, period.texts) + "\n";
  }
  return out;
}

std::string SurveyHtml(const TextSurvey& survey, const std::string& title) {
  const bool zh = survey.language() == SurveyLanguage::kZh;
  const auto word = [&](const char* id) {
    return mining::EscapeXml(SurveyWord(id, survey.language()));
  };
  std::string page = std::string("<!DOCTYPE html>\n<html lang=\"") + (zh ? "zh-CN" : "en") +
                     "\"><head><meta charset=\"utf-8\">"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                     "style-src 'unsafe-inline'\">"
                     "<meta name=\"color-scheme\" content=\"light dark\"><title>" +
                     mining::EscapeXml(title) + "</title><style>";
  page += mining::ReportCss();
  page +=
      ".shares{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:0 16px}"
      ".wrap{overflow-x:auto}.sample{margin:0 0 4px;color:var(--soft)}.wide td{vertical-align:top}"
      ".wide td.text{min-width:260px}.wrap svg{min-width:560px}"
      "@media(max-width:700px){.wide tr{display:grid;grid-template-columns:1fr repeat(4,auto)}"
      ".wide td.text{grid-column:1/-1;border-top:0}.wide th.text{display:none}"
      ".wide td:first-child{min-width:0}}"
      "</style></head><body><main><header><div class=\"grow\"><h1>" +
      word("#title") + " · " + mining::EscapeXml(title) + "</h1></div></header>";
  const auto figure = [&](const std::string& value, const std::string& name) {
    page += "<div><b>" + value + "</b><span>" + name + "</span></div>";
  };
  page += "<section class=\"card figures\">";
  figure(std::to_string(survey.texts()), word("#texts"));
  figure(
      Percent(survey.sentiments()[static_cast<size_t>(text::Sentiment::kNegative)], survey.texts()),
      word("negative"));
  figure(std::to_string(survey.priorities()[0]), word("#priority") + " " + word("high"));
  figure(std::to_string(survey.sensitive()), word("#sensitive"));
  if (survey.skipped() > 0) figure(std::to_string(survey.skipped()), word("#skipped"));
  page += "</section>";
  if (survey.texts() == 0) {
    page += "<section class=\"card\">" + word("#none") + "</section>";
  } else {
    AppendTrend(survey, page);
    AppendSubjects(survey, "#topics", survey.Topics(kTopicsOnPage), page);
    page += "<div class=\"shares\">";
    for (const Section& section : Sections(survey)) {
      if (!section.shares.empty()) AppendShares(section, survey.texts(), page);
    }
    page += "</div>";
    AppendSubjects(survey, "#phrases", survey.OpenPhrases(kPhrases), page);
  }
  page += "</main></body></html>\n";
  return page;
}

}  // namespace huiyin::server
