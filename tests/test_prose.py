"""No sentence that people read comes from a source."""

import subprocess
from pathlib import Path

import prose

from ecopark import files

ROOT = files.home_folder()
READ = {".md", ".py", ".toml", ".yml"}


def test_no_prose_comes_from_a_source():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.split() or [str(p.relative_to(ROOT)) for p in ROOT.rglob("*.py")]
    sources = prose.known()
    paths = [ROOT / n for n in names if Path(n).suffix in READ and (ROOT / n).exists()]
    assert len(paths) > 50
    assert {str(p): runs for p in paths if (runs := prose.shared(prose.text_of(p), sources))} == {}


def test_a_copied_run_is_found():
    text = "one two three four five six seven eight nine ten eleven twelve thirteen"
    copied = {print_ for print_, _ in prose.fingerprints(text)}
    assert len(copied) == 2
    assert len(prose.shared(f"Before. {text} after", copied)) == 2
    assert prose.shared("one two three four five six seven eight nine ten eleven", copied) == []
