"""A lesson becomes slides: a slide a heading, notes for the teacher, no code, nothing from elsewhere."""

import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from ecopark_course import slides


@pytest.fixture
def lesson():
    """Return an executed lesson of four cells."""
    note = new_markdown_cell("**Teacher.** Wait.", metadata={"tags": ["instructor"]})
    shown = new_output("display_data", {"text/html": "<b>42 tce</b>"})
    return new_notebook(
        cells=[
            new_markdown_cell("# 99 Title\n\nText\n\n## 1 First\n\nMore"),
            note,
            new_code_cell("x = 6 * 7"),
            new_code_cell("show(x)", outputs=[shown]),
        ]
    )


def test_each_cell_has_its_kind(lesson):
    kinds = [c.metadata["slideshow"]["slide_type"] for c in slides.as_slides(slides._split(lesson)).cells]
    assert kinds == ["slide", "slide", "notes", "skip", "subslide"]


def test_the_page_stands_alone(lesson, tmp_path):
    slides.write_slides(lesson, tmp_path / "slides" / "99.html")
    page = (tmp_path / "slides" / "99.html").read_text("utf-8")
    loaded = re.findall(r'<(?:script|link)\b[^>]*(?:src|href)="([^"]+)"', page)
    assert loaded
    assert all((tmp_path / "slides" / name).exists() for name in loaded)
    assert "42 tce" in page
    assert "6 * 7" not in page
    assert '<aside class="notes">' in page


@pytest.mark.slow
def test_the_slides_open_in_a_browser(lesson, tmp_path, browser):
    slides.write_slides(lesson, tmp_path / "99.html")
    page = browser.new_page()
    faults = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto((tmp_path / "99.html").as_uri())
    page.wait_for_selector(".reveal.ready h1")
    page.keyboard.press("ArrowRight")
    assert page.locator("section.present h2").inner_text().startswith("1 First")
    page.close()
    assert faults == []
