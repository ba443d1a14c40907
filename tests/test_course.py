"""The lessons run in parallel, only what changed runs again, and the site is whole."""

import re
import shutil
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from ecopark import datasets, files
from ecopark_course import build, site, sources

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("course")]
LINKED = re.compile(r'<(?:link|script|img|iframe|source)\b[^>]*?(?:src|href)="([^"]+)"')


def test_every_lesson_ran(built):
    folder, runs, _ = built
    masters = [*sources.masters("course"), *sources.masters("gallery")]
    names = [master.stem for master in masters]
    names += [f"{master.stem} (zh-Hans)" for master in build.translated_lessons("zh-Hans")]
    assert {run.lesson: run.error for run in runs} == dict.fromkeys(names, "")
    assert all(run.fresh for run in runs)
    assert len(list(folder.glob("*/*.ipynb"))) == len(masters)


def test_what_did_not_change_is_not_run_again(built):
    assert not any(run.fresh for run in build.run_changed_lessons(jobs=2, language="zh-Hans"))


def test_a_site_whose_inputs_are_the_same_is_not_built_again(built):
    before = built[2].stat().st_mtime_ns
    assert site.build_site(language="zh-Hans") == built[2]
    assert built[2].stat().st_mtime_ns == before


def test_site_has_a_page_per_public_module_and_a_section_per_indicator(built):
    folder = built[2].parent
    assert {p.stem for p in (folder / "api").glob("*.html")} == {"index", *site.public_modules()}
    text = (folder / "indicators" / "index.html").read_text("utf-8")
    assert text.count("<section") == len(site.group_indicators()) + 1
    assert 'id="elasticity-of-energy"' in text
    assert "Source: " in text


def test_site_has_a_page_a_lesson_and_a_package(built):
    pages = built[2].parent
    assert {p.stem for p in (pages / "lessons").glob("*.html")} > {m.stem for m in sources.masters("course")}
    assert {p.stem for p in (pages / "data").glob("*.html")} > set(datasets.list())


def test_site_has_the_audit(built):
    page = (built[2].parent / "audit.html").read_text("utf-8")
    assert "stated Sweden, computed Denmark" in page
    assert page.count("<tr") > 130


def test_site_shows_results_of_the_real_tables(built):
    page = (built[2].parent / "lessons" / "10_subsidy_shares.html").read_text("utf-8")
    assert "6.81" in page
    assert "8.46" in page
    assert 'alt="Ranges of recipes for a share' in page


def test_site_needs_no_other_address(built):
    for page in built[2].parent.rglob("*.html"):
        outside = [url for url in LINKED.findall(page.read_text("utf-8")) if re.match(r"(https?:)?//", url)]
        assert not outside, page.name


def test_the_english_pages_are_english_whichever_language_the_user_speaks(built):
    card = (built[2].parent / "data" / "taiwan.html").read_text("utf-8")
    assert "(license: CC-BY-4.0)" in card
    indicators = (built[2].parent / "indicators" / "index.html").read_text("utf-8")
    assert not re.search(r"<math.*?[\u4e00-\u9fff].*?</math>|工业增加值 /", indicators, re.DOTALL)


def test_formulas_are_drawn(built):
    page = (built[2].parent / "lessons" / "05_eip_demonstration.html").read_text("utf-8")
    shown = re.sub(r"<(pre|script|math)\b.*?</\1>", "", page, flags=re.DOTALL)
    assert page.count("<math") >= 4
    assert not re.search(r"\$\$|\\frac|\$[a-z]\$", shown)


def test_every_page_has_a_switch_to_the_other_language(built):
    home = built[2].parent
    for page in (page for page in home.rglob("*.html") if "_static" not in page.parts):
        found = re.search(
            r'class="language-switch" hreflang="([^"]+)"[^>]*?href="([^"]+)"', page.read_text("utf-8")
        )
        assert found, page
        assert (page.parent / found[2]).resolve().exists(), page
        assert found[1] == ("en" if "zh-Hans" in page.relative_to(home).parts else "zh-Hans")
    lesson = home / "lessons" / "05_eip_demonstration.html"
    assert 'href="../zh-Hans/lessons/05_eip_demonstration.html"' in lesson.read_text("utf-8")
    assert 'lang="zh-CN"' in (home / "zh-Hans" / "index.html").read_text("utf-8")


def test_every_figure_has_alt_text(built):
    pages = built[2].parent
    for page in [*pages.glob("**/lessons/*.html"), *(pages / "gallery").glob("*.html")]:
        for image in re.findall(r"<img\b[^>]*>", page.read_text("utf-8")):
            assert re.search(r'alt="[^"]{20,}"', image) or "logo" in image, (page.name, image[:80])


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Return a copy of the course that a test may break."""
    for name in ("course", "exercises", "datasets"):
        shutil.copytree(files.home_folder() / name, tmp_path / name)
    monkeypatch.setenv("ECOPARK_HOME", str(tmp_path))
    monkeypatch.setenv("ECOPARK_BUILD", str(tmp_path / "build"))
    return tmp_path


def test_a_lesson_that_fails_stops_no_other_and_is_named(home):
    for other in (home / "course").glob("*/*.py"):
        if other.stem not in {"05_eip_demonstration", "06_circular_transformation"}:
            other.unlink()
    master = home / "course" / "masters" / "05_eip_demonstration.py"
    master.write_text(
        master.read_text("utf-8").replace("## 2 ", "\n# %%\n1 / 0\n\n# %% [markdown]\n# ", 1), "utf-8"
    )
    runs = {run.lesson: run.error for run in build.run_changed_lessons(jobs=2)}
    broken = runs.pop("05_eip_demonstration")
    assert re.fullmatch(r"05_eip_demonstration, cell \d+: ZeroDivisionError: division by zero", broken)
    assert runs == {"06_circular_transformation": ""}
    assert not (home / "build" / "lessons" / "05_eip_demonstration.ipynb").exists()


def test_a_page_with_a_fault_stops_the_site_and_says_why(home, monkeypatch):
    monkeypatch.setattr(site, "make_pages", dict)  # the page with the fault is enough
    (home / "course" / "site" / "index.md").write_text("# ecopark\n\n{doc}`nowhere`\n", "utf-8")
    with pytest.raises(site.SiteFailed, match="nowhere"):
        site.build_site()
    assert not (home / "build" / "site").exists()


def test_after_an_interruption_nobody_waits_for_the_other_lessons(tmp_path, monkeypatch):
    def run(lesson, digest):
        begun.append(lesson)
        time.sleep(0.05)

    def interrupt(run):
        raise KeyboardInterrupt

    begun = []
    monkeypatch.setenv("ECOPARK_BUILD", str(tmp_path))
    monkeypatch.setattr(build, "_run", run)
    monkeypatch.setattr(
        build, "ProcessPoolExecutor", lambda max_workers, **_: ThreadPoolExecutor(max_workers)
    )
    with pytest.raises(KeyboardInterrupt):
        build.run_changed_lessons(2, interrupt)
    assert len(begun) < 10
