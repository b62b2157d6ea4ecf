"""Writes feedback.tsv from the sentence patterns and the sentences written one by one
(written_zh.txt, written_en.txt). Reproducible: python3 compose.py

Every fifth pattern of each label is held out (split `dev`) with all its sentences: a dev sentence
never shares its pattern with a training sentence. Of the written ones every fifth of each label is
held out."""
import collections
import os
import random

import compose_en
import compose_zh

PER_PATTERN = {"zh": 16, "en": 12}


def fill(text, slots, rng):
    out = text
    while "{" in out:
        name = out[out.index("{") + 1:out.index("}")]
        out = out.replace("{" + name + "}", rng.choice(slots[name]), 1)
    return out.replace("？。", "？").replace("！。", "！").strip()


KINDS = {"p": "product", "s": "service", "r": "price", "l": "logistics"}
CATEGORIES = {"c": "complaint", "m": "malfunction", "s": "suggestion", "q": "inquiry", "o": "other"}
SENTIMENTS = {"n": "negative", "u": "neutral", "p": "positive"}


def written(lang, here):
    """Rows (category, kind, sentiment, emotion, intensity, sensitive, severity, text) of one file."""
    for number, line in enumerate(open(os.path.join(here, f"written_{lang}.txt"), encoding="utf-8"), 1):
        if line.startswith("#") or not line.strip():
            continue
        label, sentiment, emotion, intensity, *rest = line.strip().split(" ", 4)
        # A sensitive class stands where the others have "-"; then comes the text.
        sensitive, text = rest[0].split(" ", 1)
        category, _, kind = label.partition(".")
        if category not in CATEGORIES or sentiment not in SENTIMENTS or bool(kind) != (category == "c"):
            raise SystemExit(f"written_{lang}.txt:{number}: {line}")
        # What is sensitive is high without asking how severe it is.
        severe = "-" if sensitive != "-" else "severe" if intensity.endswith("!") else "ordinary"
        intensity = intensity.rstrip("!")
        yield (CATEGORIES[category], KINDS.get(kind, "-"), SENTIMENTS[sentiment], emotion, intensity, sensitive, severe, text)


def main():
    rng = random.Random(20240601)
    rows, seen, count = [], set(), collections.Counter()
    for lang, source in (("zh", compose_zh), ("en", compose_en)):
        for category, kind, sentiment, emotion, intensity, sensitive, text in source.P:
            key = (lang, category, kind, sensitive)
            count[key] += 1
            split = "dev" if count[key] % 5 == 0 else "train"
            for _ in range(PER_PATTERN[lang]):
                sentence = fill(text, source.SLOTS, rng)
                if sentence in seen:
                    continue
                seen.add(sentence)
                rows.append((split, lang, category, kind or "-", sentiment, emotion, str(intensity), sensitive or "-", "-", "pattern", sentence))
    here = os.path.dirname(os.path.abspath(__file__))
    count.clear()
    for lang in ("zh", "en"):
        for category, kind, sentiment, emotion, intensity, sensitive, severity, text in written(lang, here):
            key = (lang, category, kind, sensitive, severity)
            count[key] += 1
            split = "dev" if count[key] % 5 == 3 else "train"
            rows.append((split, lang, category, kind, sentiment, emotion, intensity, sensitive, severity, "written", text))
    with open(os.path.join(here, "feedback.tsv"), "w", encoding="utf-8") as f:
        f.write("split\tlang\tcategory\tcomplaint_kind\tsentiment\temotion\temotion_intensity\tsensitive_class\tseverity\tsource\ttext\n")
        for row in rows:
            f.write("\t".join(row) + "\n")


main()
