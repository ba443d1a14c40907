"""The course in another language: catalogs, editions, checks, and the site beside the English one."""

import json
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest

import ecopark_course
from ecopark import files
from ecopark_course import build, catalogs, language, notebook_texts, sources, workspace
from ecopark_course.check_notebook import check_file
from ecopark_course.lesson_results import read_results

LANGUAGE = "zh-Hans"
TRANSLATED = [m for m in sources.masters("course") if catalogs.read(m.stem, LANGUAGE)]
PATH = {step["lesson"] for step in catalogs.read_paths() if step["path"] == "Two hours"}


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Give a copy of the course that a test may change."""
    for name in ("course", "exercises"):
        shutil.copytree(files.home_folder() / name, tmp_path / name)
    shutil.copytree(files.datasets_folder(), tmp_path / "datasets")
    monkeypatch.setenv("ECOPARK_HOME", str(tmp_path))
    monkeypatch.setenv("ECOPARK_BUILD", str(tmp_path / "build"))
    return tmp_path


@pytest.fixture
def english():
    """Bring the classroom's language back afterwards."""
    yield
    language.set_language("en")


def test_the_path_of_two_hours_is_translated_as_a_whole():
    assert {m.stem[:2] for m in TRANSLATED} >= PATH
    for stem in [*(m.stem for m in TRANSLATED if m.stem[:2] in PATH), catalogs.PATHS, catalogs.CLASSROOM]:
        done = catalogs.progress(stem, LANGUAGE)
        assert (done.fuzzy, done.translated) == (0, done.total), stem


@pytest.mark.parametrize("stem", catalogs.stems())
def test_a_translation_keeps_placeholders_numbers_code_and_links(stem):
    assert catalogs.find_inconsistencies(stem, LANGUAGE) == []


@pytest.mark.parametrize(
    ("text", "wrong", "fault"),
    [
        ("{count} zones of 21 have it.", "{zones}个园区", "placeholder {count} is missing"),
        ("{count} zones of 21 have it.", "{count}个园区", "the number 21 is missing"),
        ("Of 21 zones, 7 do.", "21个园区中有7个，共300个", "the number 300 is not in"),
        ("Run `ecopark check`, then go on.", "运行`ecopark`，然后继续。", "`ecopark check` is missing"),
        ("RMB 10,000 of value added", "每1万元增加值", ""),
        ("RMB 50 to 100 million in the 1990s", "20世纪90年代的5000万至1亿元", ""),
        ("RMB 20 billion", "20亿元", "the number 2e+10 is missing"),
    ],
)
def test_what_a_translation_lost_is_named(home, text, wrong, fault):
    master = home / "course" / "masters" / "05_eip_demonstration.py"
    quoted = f'# %%\ncount = 1\nprint(f"{text}")\n' if "{" in text else f"# %% [markdown]\n# {text}\n"
    master.write_text(f"{master.read_text('utf-8').partition('# %%')[0]}{quoted}", "utf-8")
    file = catalogs.path(master.stem, LANGUAGE)
    file.write_text(f'msgid ""\nmsgstr ""\n\nmsgid "{text}"\nmsgstr "{wrong}"\n', "utf-8")
    faults = "\n".join(catalogs.find_inconsistencies(master.stem, LANGUAGE))
    assert (faults == "") == (fault == ""), faults
    assert fault in faults


def test_a_changed_paragraph_makes_its_translation_fuzzy_and_the_build_tells_it(home):
    master = home / "course" / "masters" / "05_eip_demonstration.py"
    before = catalogs.progress(master.stem, LANGUAGE)
    text = master.read_text("utf-8")
    changed = text.replace("grew by more than half. Did", "grew by far more than half. Did").replace(
        "grew\n# by more than half. Did", "grew\n# by far more than half. Did"
    )
    assert changed != text
    master.write_text(changed, "utf-8")
    command = [
        sys.executable,
        "-c",
        "from ecopark_cli import main; main()",
        "build",
        "05",
        "--language",
        LANGUAGE,
    ]
    ended = subprocess.run(
        [*command, "--catalogs"], capture_output=True, text=True, env=os.environ, check=True
    )
    assert f"{master.stem}: 99 % ({before.total - 1} of {before.total}, 1 to look at again)" in ended.stdout
    assert "#, fuzzy" in catalogs.path(master.stem, LANGUAGE).read_text("utf-8")
    # The paragraph appears in English, not in a translation of another text.
    assert "grew by far more than half. Did" in "".join(
        c.source for c in catalogs.localized(master, LANGUAGE).cells
    )


@pytest.mark.parametrize("kind", ["course", "exercises"])
def test_a_notebook_without_translations_stays_as_it_is(kind):
    for master in sources.masters(kind):
        english = sources.read(master)
        for before, after in zip(english.cells, notebook_texts.translate(english, {}).cells, strict=True):
            if before.cell_type == "markdown":
                # A quoted paragraph becomes one line.
                assert after.source.replace(">", "").split() == before.source.replace(">", "").split()
            else:
                assert after.source == before.source


@pytest.mark.slow
@pytest.mark.xdist_group("course")
@pytest.mark.parametrize("master", TRANSLATED, ids=lambda m: m.stem)
def test_a_translated_lesson_has_the_results_of_the_english_one(built, master):
    english, translated = (
        read_results(nbformat.read(built[0] / folder / "lessons" / f"{master.stem}.ipynb", as_version=4))
        for folder in ("", LANGUAGE)
    )
    words = catalogs.read(master.stem, LANGUAGE)
    named = {words.get(name, name): value for name, value in english.items()}
    # A name that a lesson puts together from values has no translation of its own; a text may differ.
    shared = {name for name in set(named) & set(translated) if not isinstance(named[name], str)}
    assert len(translated) == len(english)
    assert len(shared) >= 0.6 * len(english)
    assert {name: translated[name] for name in shared} == {name: named[name] for name in shared}


@pytest.mark.slow
@pytest.mark.xdist_group("course")
@pytest.mark.parametrize(
    "master", [m for m in TRANSLATED if m.stem[:2] in PATH - {"00"}], ids=lambda m: m.stem
)
def test_no_english_sentence_is_left_in_what_a_translated_lesson_shows(built, master):
    # Lesson 00 is left out: it shows the card of a data package, which quotes its English sources.
    notebook = nbformat.read(built[0] / LANGUAGE / "lessons" / f"{master.stem}.ipynb", as_version=4)
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    shown = [output.get("data", {}) for output in outputs]
    texts = [text for data in shown for kind, text in data.items() if kind in {"text/html", "text/markdown"}]
    assert len(texts) > 10
    for text in texts:
        alts = re.findall(r'alt="([^"]*)"', text)
        for part in [*alts, *re.split(r"<[^>]*>", text)]:
            assert not re.search(r"(?:\b[a-z]+[ ,;]+){3}[a-z]+", part), part


@pytest.mark.slow
def test_a_learner_works_and_is_checked_in_chinese(tmp_path, monkeypatch):
    monkeypatch.setenv("ECOPARK_BUILD", str(tmp_path / "build"))
    workspace.update_workspace(tmp_path / "mine", LANGUAGE)
    path = tmp_path / "mine" / "exercises" / "05_eip_demonstration.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    assert "机器翻译" in notebook["cells"][0]["source"]
    master = catalogs.localized(sources.find("05", "exercises"), LANGUAGE)
    solved = {cell.id: cell.source for cell in sources.reference_edition(master).cells}
    answers = iter(cell for cell in notebook["cells"] if cell["id"].startswith("answer-"))
    next(answers)["source"] = solved["answer-05-1"]
    next(answers)["source"] = "1 / 0"
    next(answers)
    next(answers)["source"] = "on_land = 3"
    for cell in answers:
        cell["source"] = solved[cell["id"]]
    path.write_text(json.dumps(notebook), "utf-8")
    verdicts = check_file(path)
    assert [v.outcome for v in verdicts] == [
        "passed",
        "wrong",
        "unanswered",
        "wrong",
        *["passed"] * 3,
        "kept",
    ]
    assert verdicts[0].line == "05.1 正确。"
    assert "ZeroDivisionError" in verdicts[1].line
    assert verdicts[2].line == "05.3 尚未作答：请把三个点换成 water 的值，单位为%。"
    assert all(re.search(r"[\u4e00-\u9fff]", verdict.line) for verdict in verdicts)
    # The reference that nbval compared with was made for the purpose, and tells the same.
    reference = build.executed_reference(sources.find("05", "exercises"), LANGUAGE)
    assert reference.is_relative_to(tmp_path)
    assert "05.1 正确。" in reference.read_text("utf-8")


def test_a_folder_keeps_its_language(tmp_path):
    workspace.update_workspace(tmp_path, LANGUAGE)
    assert {placed.done for placed in workspace.update_workspace(tmp_path)} == {"kept"}
    lesson = json.loads((tmp_path / "lessons" / "09_elasticity.ipynb").read_text("utf-8"))
    assert "本页尚未翻译" in lesson["cells"][0]["source"]
    assert {placed.done for placed in workspace.update_workspace(tmp_path, "en")} == {"updated"}


@pytest.mark.usefixtures("english")
def test_a_hint_comes_in_the_language_that_was_set():
    ecopark_course.set_language(LANGUAGE)
    check = ecopark_course.checker("05")
    assert check.judge("05.1", "x").startswith("05.1 还不对：")
    assert re.search(r"[\u4e00-\u9fff]", check.judge("05.1", 1.0).partition("：")[2])
    with pytest.raises(ecopark_course.parameters.SenselessParameter, match="本课允许"):
        ecopark_course.check_parameters("05", {"growth": 99.0})


@pytest.mark.usefixtures("english")
def test_figures_have_a_font_for_the_language_or_a_note_says_which_to_install(monkeypatch, capsys):
    import matplotlib as mpl
    from matplotlib import font_manager

    with mpl.rc_context():
        monkeypatch.setattr(font_manager, "get_font_names", lambda: ["DejaVu Sans", "SimHei"])
        language.set_language(LANGUAGE)
        assert mpl.rcParams["font.family"] == ["DejaVu Sans", "SimHei"]
        assert capsys.readouterr().err == ""
        monkeypatch.setattr(font_manager, "get_font_names", lambda: ["DejaVu Sans"])
        language.set_language(LANGUAGE)
        assert "Noto Sans CJK SC" in capsys.readouterr().err


def test_an_unknown_language_is_one_sentence(tmp_path):
    for command in (["start", "-d", str(tmp_path)], ["build"], ["course"], ["run", "05"]):
        ended = subprocess.run(
            [sys.executable, "-c", "from ecopark_cli import main; main()", *command, "--language", "tlh"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 2
        assert ended.stderr.startswith("Unknown language 'tlh'. Did you mean 'th'?")
