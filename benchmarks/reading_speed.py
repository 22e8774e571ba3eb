"""How fast and in how much memory texts are read, on one core, beside the limits; half a minute.

    python benchmarks/reading_speed.py

Batch: the sentences of ../shared/data/events/PLV_train.tsv as one document, from text to readings, after the model is
loaded; processor time, so that other work on the machine does not count. First answer: the command `detente read` on
the article, from its start to its end, best of three.
"""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

from detente.read import Document, read_document  # noqa: E402 (the threads are counted when numpy loads)

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def batch() -> tuple[int, float, float]:
    """(sentences, sentences a second of processor time, peak megabytes)."""
    with (SHARED / "events" / "PLV_train.tsv").open(encoding="utf-8") as lines:
        texts = [row["sentence"] for row in csv.DictReader(lines, delimiter="\t")]
    read_document(Document("first", "France visited Italy.", "0"))
    document = Document("batch", "\n\n".join(texts), "0")
    start = time.process_time()
    read_document(document)
    seconds = time.process_time() - start
    return len(texts), len(texts) / seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def first_answer() -> float:
    article = next((SHARED / "article").glob("*.txt"))
    command = [sys.executable, "-m", "detente", "read", str(article), "--format", "jsonl"]
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    count, speed, memory = batch()
    print(f"batch of {count} sentences: {speed:.0f} sentences a second   (limit 250)")
    print(f"peak memory: {memory:.0f} MB   (limit 700)")
    print(f"first answer on the article: {first_answer():.2f} s   (limit 3)")


if __name__ == "__main__":
    main()
