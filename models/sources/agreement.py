"""Agreement of two independent labellings of a tenth of feedback.tsv: Cohen's kappa (1960) of each
field, and the sentences on which they differ. second_pass.tsv: the first ten hexadecimal digits of
the SHA-256 of the text, then the labels, given by somebody who saw the text and the rules only.
usage: python3 agreement.py [--differences]"""
import collections
import hashlib
import os
import sys

FIELDS = {"category": 1, "complaint_kind": 2, "sentiment": 3, "sensitive_class": 4}


def kappa(pairs):
    n = len(pairs)
    same = sum(a == b for a, b in pairs) / n
    left = collections.Counter(a for a, _ in pairs)
    right = collections.Counter(b for _, b in pairs)
    chance = sum(left[label] * right[label] for label in left) / n**2
    return same, 1.0 if chance == 1 else (same - chance) / (1 - chance)


def rows(name):
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, name), encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file]


def main():
    header, *first = rows("feedback.tsv")
    by_id = {hashlib.sha256(r[-1].encode()).hexdigest()[:10]: r for r in first}
    second = [r for r in rows("second_pass.tsv") if r[0] in by_id]
    print(f"{len(second)} of {len(first)} sentences labelled twice")
    for field, at in FIELDS.items():
        column = header.index(field)
        chosen = second
        if field == "complaint_kind":  # asked only where both see a complaint
            chosen = [r for r in second if "-" not in (r[at], by_id[r[0]][column])]
        # A sentence may be of several classes; the second pass names the main one.
        pairs = []
        for r in chosen:
            labels = by_id[r[0]][column].split(",")
            pairs.append((r[at] if r[at] in labels else labels[0], r[at]))
        same, value = kappa(pairs)
        print(f"{field}: n {len(pairs)}, the same {same:.3f}, kappa {value:.3f}")
        if "--differences" in sys.argv:
            for r, (a, b) in zip(chosen, pairs):
                if a != b:
                    print(f"  {a} / {b}: {by_id[r[0]][-1]}")


if __name__ == "__main__":
    main()
