"""The site in a browser: no serious fault of accessibility, no request to elsewhere, phone and desktop."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("course")]
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
PAGES = (
    *("index", "lessons/index", "lessons/05_eip_demonstration", "lessons/09_elasticity"),
    *("exercises/05_eip_demonstration", "paths", "teachers/05_eip_demonstration", "glossary"),
    *("indicators/index", "data/ctip_subsidies", "audit"),
    *("gallery/symbiosis", "api/ecopark.elasticity", "status"),
    *("zh-Hans/index", "zh-Hans/lessons/01_kalundborg", "zh-Hans/exercises/05_eip_demonstration"),
)
GRAVE = {"serious", "critical"}


@pytest.fixture(params=SIZES)
def page(browser, request):
    """Return a page of one size that remembers every address it asked for."""
    made = browser.new_page(viewport=SIZES[request.param])
    made.asked = []
    made.on("request", lambda asked: made.asked.append(asked.url))
    yield made
    made.close()


@pytest.mark.parametrize("name", PAGES)
def test_page_can_be_read_by_everybody(page, address, name):
    page.goto(f"{address}/{name}.html")
    found = [
        f"{fault['id']} ({fault['impact']}): {fault['nodes'][0]['html'][:160]}"
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in GRAVE
    ]
    assert found == []
    assert all(url.startswith((address, "data:")) for url in page.asked)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")


def test_a_serious_fault_is_found(page):
    page.set_content("<html lang='en'><title>x</title><main><h1>x</h1><img src='a.png'></main></html>")
    assert {f["impact"] for f in Axe().run(page).response["violations"]} & GRAVE


@pytest.mark.parametrize(("where", "word", "least"), [("", "elasticity", 5), ("zh-Hans/", "弹性系数", 2)])
def test_search_works_without_a_network(browser, address, where, word, least):
    page = browser.new_page()
    page.route("**/*", lambda r: r.continue_() if r.request.url.startswith(address) else r.abort())
    page.goto(f"{address}/{where}search.html?q={word}")
    page.wait_for_selector("#search-results li a")
    assert page.locator("#search-results li a").count() >= least
    page.close()


def test_a_keyboard_is_enough(browser, address):
    page = browser.new_page(viewport=SIZES["desktop"])
    page.goto(f"{address}/lessons/05_eip_demonstration.html")
    seen = []
    for _ in range(25):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.innerText.trim().split('\\n')[0]"))
    assert "Skip to main content" in seen[0]
    assert {"Lessons", "Exercises"} <= set(seen)
    page.close()
