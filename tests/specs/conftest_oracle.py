"""Fixtures of an oracle run inside the tester: one Chromium, a fresh page for each test. Becomes conftest.py there."""

import os
import shutil
from collections.abc import Iterator

import pytest
from judge import Judge
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"],
        )
        yield browser
        browser.close()


@pytest.fixture
def judge(browser: Browser) -> Iterator[Judge]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True, locale="en-US")
    context.set_default_timeout(5_000)
    judge = Judge(context.new_page(), os.environ["APP_URL"])
    judge.open()
    yield judge
    judge.sound()
    context.close()
