"""Fingerprints of runs of words that stand in a source.

The sources belong to others and are not part of this repository. ``source_runs.bin`` holds only
fingerprints of 12 words in a row (16 letters in Chinese or Thai), five bytes each. To make it again:
``python tests/prose.py FOLDER_WITH_THE_SOURCES``.
"""

import hashlib
import json
import re
import sys
from pathlib import Path

RUNS = Path(__file__).with_name("source_runs.bin")
WORD = re.compile(r"[a-z0-9]+(?:['’-][a-z0-9]+)*")  # noqa: RUF001 (sources print both apostrophes)
LETTER = re.compile(r"[\u0e00-\u0e7f\u4e00-\u9fff]")
LONG, SIZE = {"words": 12, "letters": 16}, 5


def fingerprints(text):
    """Yield the fingerprint of each run of a text, with its first words."""
    for kind, tokens in (("words", WORD.findall(text.lower())), ("letters", LETTER.findall(text))):
        for i in range(len(tokens) - LONG[kind] + 1):
            run = " ".join(tokens[i : i + LONG[kind]])
            yield hashlib.blake2b(run.encode(), digest_size=SIZE).digest(), run


def known():
    """Return the fingerprints of the sources."""
    data = RUNS.read_bytes()
    return {data[i : i + SIZE] for i in range(0, len(data), SIZE)}


def shared(text, sources):
    """Return the runs of a text that stand in a source."""
    return [run for print_, run in fingerprints(text) if print_ in sources]


def text_of(path):
    """Return the text that people read in a file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    return text


if __name__ == "__main__":
    found = {p for path in Path(sys.argv[1]).glob("*.txt") for p, _ in fingerprints(path.read_text("utf-8"))}
    RUNS.write_bytes(b"".join(sorted(found)))
