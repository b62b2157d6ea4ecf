"""Writes feedback.tsv from the sentence patterns. Reproducible: python3 compose.py

Every fifth pattern of each label is held out (split `dev`) with all its sentences: a dev sentence
never shares its pattern with a training sentence."""
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
                rows.append((split, lang, category, kind or "-", sentiment, emotion, str(intensity), sensitive or "-", sentence))
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "feedback.tsv"), "w", encoding="utf-8") as f:
        f.write("split\tlang\tcategory\tcomplaint_kind\tsentiment\temotion\temotion_intensity\tsensitive_class\ttext\n")
        for row in rows:
            f.write("\t".join(row) + "\n")


main()
