"""Writes classification.json, ranking.json and spearman.json beside this script: random cases and what scikit-learn,
SciPy and plain NumPy say of them. Run: python metrics.py (made with the versions each file names)."""

import json
import pathlib

import numpy
import scipy
import sklearn
from scipy.stats import spearmanr
from sklearn.metrics import confusion_matrix, f1_score, ndcg_score

HERE = pathlib.Path(__file__).parent
SEED = 7
CASES = 80


def classification(random):
    """Labels and predictions among `classes`, some of which neither has; macro-F1 over the union of both."""
    classes, n = int(random.integers(2, 9)), int(random.integers(1, 60))
    labels = random.integers(0, classes, n)
    guesses = random.integers(0, classes, n)
    predictions = numpy.where(random.random(n) < random.random(), labels, guesses)
    matrix = confusion_matrix(labels, predictions, labels=range(classes))
    totals = matrix.sum(axis=1)
    return {
        "classes": classes,
        "labels": labels.tolist(),
        "predictions": predictions.tolist(),
        "confusion": matrix.tolist(),
        "accuracy": [float(matrix[c, c] / totals[c]) if totals[c] else None for c in range(classes)],
        "macroF1": float(f1_score(labels, predictions, average="macro", zero_division=0)),
    }


def ranking(random):
    """Relevance of the rows found, best first, k or fewer; relevant rows that were not found lie beyond rank k."""
    k = int(random.integers(1, 21))
    found = int(random.integers(0, k + 1)) if random.random() < 0.3 else k
    relevance = (random.random(found) < random.random()).astype(int)
    hits = int(relevance.sum())
    missed = int(random.integers(0, 15)) if hits else int(random.integers(1, 15))
    ranked = numpy.concatenate([relevance, numpy.zeros(k - found, int), numpy.ones(missed, int), numpy.zeros(5, int)])
    ranks = numpy.arange(1, found + 1)
    first = int(numpy.argmax(relevance)) + 1 if hits else 0
    return {
        "relevance": relevance.tolist(),
        "relevant": hits + missed,
        "k": k,
        "ndcg": float(ndcg_score([ranked], [numpy.arange(len(ranked), 0, -1)], k=k)),
        "averagePrecision": float((numpy.cumsum(relevance) / ranks * relevance).sum() / k),
        "precision": hits / k,
        "recall": hits / (hits + missed),
        "reciprocalRank": 1 / first if first else 0.0,
    }


def spearman(random):
    """Two lists that correlate more or less, with ties in most cases."""
    n, digits = int(random.integers(3, 40)), int(random.integers(0, 4))
    while True:
        x = random.normal(size=n)
        y = random.normal() * x + random.normal(size=n)
        x, y = x.round(digits) + 0.0, y.round(digits) + 0.0
        if len(set(x)) > 1 and len(set(y)) > 1:  # else it is not defined
            return {"x": x.tolist(), "y": y.tolist(), "spearman": float(spearmanr(x, y).statistic)}


def write(name, make):
    random = numpy.random.default_rng(SEED)
    versions = {"numpy": numpy.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}
    cases = ",\n".join("    " + json.dumps(make(random)) for _ in range(CASES))
    text = f'{{\n  "seed": {SEED},\n  "versions": {json.dumps(versions)},\n  "cases": [\n{cases}\n  ]\n}}\n'
    (HERE / name).write_text(text)


write("classification.json", classification)
write("ranking.json", ranking)
write("spearman.json", spearman)
