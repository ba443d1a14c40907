"""What several test files share: one built site, and one browser."""

import functools
import http.server
import os
import shutil
import threading
from pathlib import Path

import pytest

from ecopark.i18n import in_language
from ecopark_course import build, site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync")
ALONE = ("--disable-background-networking", "--disable-component-update")


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Run all lessons and build the sites in a folder of its own; their tests share one worker."""
    folder = tmp_path_factory.mktemp("build")
    before = os.environ.get("ECOPARK_BUILD")
    os.environ["ECOPARK_BUILD"] = str(folder)
    with in_language("zh-Hans"):  # as the command does
        runs = build.run_changed_lessons(jobs=2, language="zh-Hans")
        home = site.build_site(language="zh-Hans")
    yield folder, runs, home
    os.environ.pop("ECOPARK_BUILD")
    if before is not None:
        os.environ["ECOPARK_BUILD"] = before


@pytest.fixture
def alive():
    """Return the function that lists the other processes whose environment or command carries a tag."""

    def found(tag):
        listed = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if tag.encode() in (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes():
                    listed.append(int(folder.name))
            except OSError:
                continue
        return [pid for pid in listed if pid != os.getpid()]

    return found


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="session")
def address(built):
    """Serve the built site on this machine and return its address."""
    handler = functools.partial(Quiet, directory=str(built[2].parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser():
    """Start Debian's chromium, or skip with the way to get it."""
    if CHROMIUM is None:
        pytest.skip("There is no chromium on this machine: make system installs it where it can.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *ALONE])
        yield started
        started.close()
