#include "text/key_phrases.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "text/char_table.h"
#include "text/words.h"

namespace huiyin::text {
namespace {

constexpr size_t kMaxWords = 4;     // of a phrase
constexpr size_t kMaxChinese = 10;  // characters of a Chinese phrase

constexpr std::u32string_view kFunctionWords[] = {
    // Chinese: particles, pronouns, prepositions, adverbs, measure words, words of time, polite
    // words, and verbs that say nothing about the matter.
    U"的 了 着 过 是 在 和 与 及 或 就 都 也 还 又 再 才 把 被 让 给 对 从 到 向 跟 比 为 以 于 "
    U"之 而 且 但 却 则 因 如 若 虽 所 其 此 该 某 每 各 很 太 更 最 非常 特别 十分 比较 真的 真 "
    U"好 挺 我 你 您 他 她 它 我们 你们 您们 他们 她们 自己 大家 别人 人家 这 那 这个 那个 这些 "
    U"那些 这样 那样 这么 那么 这里 那里 什么 怎么 怎样 怎么样 为什么 哪 哪个 哪里 谁 几 多少 "
    U"一 二 两 三 四 五 六 七 八 九 十 个 次 位 件 条 台 只 张 份 家 块 元 天 年 月 日 号 点 分 "
    U"每次 这次 那次 多次 两次 三次 一次 几次 当天 今年 去年 明年 最近 本来 还要 还能 又是 都没 "
    U"那笔 这笔 我的 我要 反正 当初 太不 能不能 是不是 有没有 小时 分钟 今天 昨天 明天 前天 上午 "
    U"下午 晚上 早上 现在 刚刚 刚 已经 正在 一直 总是 经常 "
    U"有时 马上 立刻 赶紧 尽快 之前 之后 以前 以后 后来 然后 最后 终于 结果 于是 所以 因为 由于 "
    U"但是 可是 不过 而且 并且 如果 要是 虽然 即使 只有 只要 无论 不管 除了 关于 对于 通过 按照 "
    U"不 没 没有 别 未 无 不是 不能 不会 不要 不了 不到 不用 有 能 会 要 想 可以 可能 应该 需要 "
    U"必须 希望 请 请问 谢谢 感谢 你好 您好 麻烦 帮忙 吗 呢 吧 啊 呀 哦 嗯 哈 嘛 啦 哎 说 说是 "
    U"去 来 做 看 用 弄 叫 使 得 地 等 上 下 里 内 外 中 前 后 时 时候 一下 一个 一些 一点 有点 "
    U"有些 还是 或者 就是 只是 只能 居然 竟然 根本 完全 一样 几天 三天 两天 一天 出来 起来 进行 "
    U"表示 觉得 认为 知道 发现 告诉 东西 事情 问题 情况 方面 地方 那边 这边 处理 解决 重视 说法 "
    U"都不 就是 电话 同样 全部 所有 直接",
    U"a an the and or but if so as of at by for from in into on onto to with without about over "
    U"under after before again then than that this these those there here i me my mine we us our "
    U"you your he him his she her it its they them their who whom which what when where why how "
    U"is am are was were be been being do does did done doing have has had having will would shall "
    U"should can could may might must not no nor don't doesn't didn't isn't aren't wasn't weren't "
    U"won't wouldn't can't cannot couldn't i'm i've i'd it's that's very too also just only even "
    U"still yet ever never now today yesterday tomorrow please thanks thank hello hi dear because "
    U"since until while during both each every some any all most more less much many few other "
    U"another such same own up down out off back get got getting go going went come came make made "
    U"say said says told tell want wanted need needed know think really quite got us let one two "
    U"sort happy three four five day days week weeks month months year years time times"};

const std::unordered_set<std::u32string_view>& FunctionWords() {
  static const std::unordered_set<std::u32string_view> words = [] {
    std::unordered_set<std::u32string_view> out;
    for (std::u32string_view list : kFunctionWords) {
      while (!list.empty()) {
        const size_t end = std::min(list.find(U' '), list.size());
        if (end > 0) out.insert(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
      }
    }
    return out;
  }();
  return words;
}

bool IsContent(const NormalText& text, Range word) {
  const auto first = static_cast<CharEntry::Class>(text.compact_class[word.start]);
  if (first != CharEntry::kHan && first != CharEntry::kLatin) return false;
  const auto view = std::u32string_view(text.compact).substr(word.start, word.end - word.start);
  // A single Chinese character is a verb, a measure or a rest of cutting.
  if (view.size() < (first == CharEntry::kLatin ? 3u : 2u)) return false;
  return !FunctionWords().contains(view);
}

bool IsSpace(const NormalText& text, Range word) {
  return text.compact_class[word.start] == CharEntry::kSpace;
}

std::vector<std::vector<Range>> Runs(const NormalText& text, const std::vector<Range>& words) {
  std::vector<std::vector<Range>> runs;
  std::vector<Range> run;
  const auto close = [&] {
    if (!run.empty()) runs.push_back(run);
    run.clear();
  };
  for (const Range word : words) {
    if (IsSpace(text, word)) continue;
    if (!IsContent(text, word)) {
      close();
      continue;
    }
    const bool too_long = !run.empty() && text.compact_class[word.start] == CharEntry::kHan &&
                          word.end - run.front().start > kMaxChinese;
    if (run.size() == kMaxWords || too_long) close();
    run.push_back(word);
  }
  close();
  return runs;
}

std::string OriginalText(const NormalText& text, Range range) {
  return ToUtf8(std::u32string_view(text.original).substr(range.start, range.end - range.start));
}

}  // namespace

std::vector<KeyPhrase> KeyPhrasesOf(const NormalText& text, const std::vector<Range>& hidden,
                                    size_t most) {
  thread_local std::vector<Range> words;
  CutWords(std::u32string_view(text.compact).substr(0, kMaxScanned), words);
  const std::vector<std::vector<Range>> runs = Runs(text, words);
  struct Use {
    float degree = 0, count = 0;
  };
  std::unordered_map<std::u32string_view, Use> uses;
  const auto view = [&](Range w) {
    return std::u32string_view(text.compact).substr(w.start, w.end - w.start);
  };
  for (const std::vector<Range>& run : runs) {
    for (const Range word : run) {
      Use& use = uses[view(word)];
      use.degree += static_cast<float>(run.size());
      ++use.count;
    }
  }
  std::vector<KeyPhrase> all;
  std::unordered_set<std::u32string_view> seen;
  for (const std::vector<Range>& run : runs) {
    const Range whole{run.front().start, run.back().end};
    if (!seen.insert(view(whole)).second) continue;
    KeyPhrase phrase;
    for (const Range word : run) {
      const Use& use = uses[view(word)];
      // Saying a word again makes it matter more.
      phrase.score += (use.count > 1 ? 1.5f : 1.0f) * use.degree / use.count;
    }
    phrase.range = text.OriginOfCompact(whole.start, whole.end);
    const bool touches = std::any_of(hidden.begin(), hidden.end(), [&](Range r) {
      return r.start < phrase.range.end && phrase.range.start < r.end;
    });
    if (!touches) all.push_back(std::move(phrase));
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const KeyPhrase& a, const KeyPhrase& b) { return a.score > b.score; });
  if (all.size() > most) all.resize(most);
  for (KeyPhrase& phrase : all) phrase.text = OriginalText(text, phrase.range);
  return all;
}

}  // namespace huiyin::text
