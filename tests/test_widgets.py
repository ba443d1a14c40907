"""Menus and sliders show what the tested functions give; a concept check tells why."""

import shutil
import subprocess
import sys

import nbformat
import pytest

import ecopark as ep
import ecopark_course as course
from ecopark import files
from ecopark.errors import BadArgument, UnknownNameError

PANEL = ep.datasets.synthetic_panel(zones=3, years=4, seed=2)
CHANGES = (-60.0, 60.0, 5.0, 0.0)


def test_a_slider_shows_what_the_function_gives(capsys):
    slider = course.widgets.explore(
        ep.what_if, panel=PANEL, zone="Synthetic zone 1", year=2008, column="energy", change=CHANGES
    )
    assert slider.children[0].value == 0
    slider.children[0].value = -20
    slider.update()
    assert "changed" in capsys.readouterr().out


def test_a_wrong_argument_fails_before_the_slider_is_drawn():
    with pytest.raises(UnknownNameError, match="column"):
        course.widgets.explore(
            ep.what_if, panel=PANEL, zone="Synthetic zone 1", year=2008, column="mayor", change=CHANGES
        )


def test_a_menu_shows_what_a_function_of_ones_own_gives(capsys):
    table = ep.datasets.load("ctip_subsidies")

    def average_without(leave_out):
        return ep.subsidy.summary(table[table["zone"] != leave_out])

    menu = course.widgets.explore(average_without, leave_out=["nobody", "Guangzhou ETDZ"])
    assert menu.children[0].description == "leave out"
    menu.children[0].value = "Guangzhou ETDZ"
    menu.update()
    assert "8.618" in capsys.readouterr().out


OPTIONS = {"One firm": "A <single> firm has nobody to exchange with.", "Two firms": "Two can exchange."}


def test_a_concept_check_tells_why_an_option_is_right_or_not():
    question = course.ask("How many firms at least?", OPTIONS, right="Two firms")
    text, first, second, reason = question.widget().children
    assert "How many firms" in text.value
    assert (first.value, second.value, reason.value) == (None, None, "")
    first.value = "One firm"
    assert "✗ A &lt;single&gt; firm" in reason.value
    second.value = "Two firms"
    assert "✓ Two can exchange." in reason.value
    assert first.value is None


def test_without_a_kernel_a_concept_check_is_text_that_unfolds():
    bundles = [
        course.ask("How many firms at least?", OPTIONS, right="Two firms")._repr_mimebundle_()
        for _ in range(2)
    ]
    folded = bundles[0]["text/html"]
    assert folded.count("<details>") == 2
    assert "<summary>One firm</summary><p>✗ A &lt;single&gt; firm" in folded
    # nbval leaves the model ids of widgets out; all else must be the same each time.
    views = [bundle.pop("application/vnd.jupyter.widget-view+json") for bundle in bundles]
    assert views[0]["model_id"] != views[1]["model_id"]
    assert bundles[0] == bundles[1]
    assert set(bundles[0]) == {"text/html", "text/plain"}


def test_on_the_site_a_concept_check_is_folded_text(tmp_path):
    bundle = course.ask("How many firms at least?", OPTIONS, right="Two firms")._repr_mimebundle_()
    output = nbformat.v4.new_output("execute_result", bundle, execution_count=1)
    cell = nbformat.v4.new_code_cell("course.ask(...)", outputs=[output], execution_count=1)
    title = nbformat.v4.new_markdown_cell("# A lesson")
    nbformat.write(nbformat.v4.new_notebook(cells=[title, cell]), tmp_path / "index.ipynb")
    shutil.copy(files.course_folder() / "site" / "conf.py", tmp_path)
    for name in ("_static", "_templates"):
        shutil.copytree(files.course_folder() / "site" / name, tmp_path / name)
    words = [sys.executable, "-m", "sphinx", "-q", str(tmp_path), str(tmp_path / "html")]
    subprocess.run(words, check=True, capture_output=True)
    page = (tmp_path / "html" / "index.html").read_text("utf-8")
    assert "<summary>Two firms</summary><p>✓ Two can exchange.</p></details>" in page
    assert "widget-view" not in page


@pytest.mark.parametrize("options", [{}, {"One": "Why"}, {"One": "Why", "Two": " "}])
def test_a_question_without_choice_or_reason_fails(options):
    with pytest.raises(BadArgument, match="two options"):
        course.ask("Which?", options, right="One")


def test_the_right_option_must_be_one_of_them():
    with pytest.raises(UnknownNameError, match="Did you mean 'One firm'"):
        course.ask("Which?", OPTIONS, right="One form")
