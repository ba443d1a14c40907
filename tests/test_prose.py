"""What people read is plain, and no sentence of it comes from a source."""

import importlib.util
import statistics
import subprocess
from pathlib import Path

import pytest

from ecopark import places
from ecopark_course import editions

spec = importlib.util.spec_from_file_location("prose", Path(__file__).with_name("prose.py"))
prose = importlib.util.module_from_spec(spec)
spec.loader.exec_module(prose)

ROOT = places.home()
MASTERS = [*editions.masters("course"), *editions.masters("exercises")]
READ = {".md", ".py", ".toml", ".yml"}


@pytest.mark.parametrize("master", MASTERS, ids=lambda p: f"{p.parts[-3]}-{p.stem}")
def test_prose_is_plain(master):
    assert prose.grade(prose.markdown(master.read_text("utf-8"))) <= 11


def test_the_median_grade_is_at_most_eleven():
    found = [prose.grade(prose.markdown(master.read_text("utf-8"))) for master in MASTERS]
    assert statistics.median(found) <= 11


def test_the_grade_follows_its_formula():
    # By hand: 2 sentences, 12 words, 12 syllables: 0.39 * 6 + 11.8 * 1 - 15.59 = -1.45
    assert prose.grade("The cat sat on the mat. The dog ran to the door.") == pytest.approx(-1.45)
    hard = "Institutional considerations necessitate comprehensive environmental administration."
    assert prose.grade(hard) > 11


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
