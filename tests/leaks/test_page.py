"""The page of leaks: every number on the slider is what the command prints; it works without a script and by keyboard."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import html

from stanch.cli import app
from stanch.leaks.interdict import Assumptions, best_plans, load_efforts, rankable, sensitivity
from stanch.leaks.page import page, source_link
from stanch.leaks.steps import RATES, closings, steps
from stanch.leaks.streams import load_streams
from stanch.settings import packaged_data

STREAMS, EFFORTS = load_streams(packaged_data()), load_efforts(packaged_data())
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def text_of(baseline: str, budget: int = 10) -> str:
    cells = rankable(STREAMS, baseline, ("CN",))
    plans = best_plans(STREAMS, EFFORTS, cells, budget, Assumptions(), count=2)
    moved = sensitivity(STREAMS, EFFORTS, cells, budget, Assumptions())
    return page(STREAMS, baseline, plans, moved, EFFORTS, budget=budget, assumed=Assumptions())


@pytest.mark.parametrize("baseline", ["2016", "2017", "2017-capped"])
def test_every_number_on_the_slider_is_what_the_command_prints(baseline: str) -> None:
    """The page names the command for each step; run, it says the same cut, range and rest."""
    tree = html.fromstring(text_of(baseline))
    panels = tree.xpath("//div[@class='panel']")
    assert len(panels) == len(RATES) * len(tree.xpath("//input[@name='closing']"))
    for panel in panels[::7]:
        command = panel.xpath(".//code")[0].text_content()
        result = CliRunner().invoke(app, shlex.split(command)[1:])
        assert result.exit_code == 0, result.output
        cut, p5, p95 = re.findall(r"cut +([\d.]+).*draws: ([\d.]+) to ([\d.]+)\)", result.output)[0]
        left = re.findall(r"left ([\d.]+)", result.output)[0]
        shown = panel.text_content().replace(",", "")
        assert f"{cut} million USD a year cut" in shown, command
        assert f"90 % of draws: {p5} to {p95}. Left: {left} of" in shown, command


def test_closings_grow_measure_by_measure_and_end_with_everything() -> None:
    """A later place of the slider never cuts less at the same compliance."""
    rows = steps(STREAMS, "2016", (RATES[10],))
    measures = [row[0].outcome.cut.p50 for row in rows if row[0].closing.group.startswith("Measures")]
    assert measures == sorted(measures)
    assert len(measures) >= 4
    assert rows[-1][0].outcome.cut.p50 >= max(measures)
    assert {closing.close for closing in closings(STREAMS, "2017")} >= {("coal",), ("workers",)}


def test_the_page_asks_for_nothing_and_runs_nothing() -> None:
    """No script, no image, no font, no style from elsewhere: links alone lead out."""
    tree = html.fromstring(text_of("2017"))
    assert not tree.xpath("//script | //img | //iframe | //link | //*[@src] | //*[@onclick]")
    styles = "".join(style.text or "" for style in tree.xpath("//style"))
    assert "display: block" in styles
    assert "url(" not in styles and "@import" not in styles


def test_a_source_becomes_a_link_only_when_it_is_a_web_address() -> None:
    """A table may hold anything."""
    assert source_link('javascript:alert(1) "<b>') == "javascript:alert(1) &#34;&lt;b&gt;"
    assert source_link("https://www.example.org/a?b=1&c") == (
        '<a href="https://www.example.org/a?b=1&amp;c" rel="noreferrer">example.org</a>'
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM:
        pytest.skip("needs chromium")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_slider_moves_by_keyboard_without_javascript(browser: Any, tmp_path: Path, width: int) -> None:
    """One panel is seen; an arrow key shows the next compliance, and the whole page never scrolls sideways."""
    file = tmp_path / "leaks.html"
    file.write_text(text_of("2017-capped"), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    tab = context.new_page()
    requests: list[str] = []
    tab.on("request", lambda request: requests.append(request.url))
    tab.goto(file.as_uri())
    seen = tab.locator(".panel:visible")
    assert seen.count() == 1
    assert "--compliance 0.7" in seen.inner_text()
    tab.locator("input[name=compliance]:checked").focus()
    tab.keyboard.press("ArrowRight")
    assert tab.locator(".panel:visible").count() == 1
    assert "--compliance 0.8" in tab.locator(".panel:visible").inner_text()
    tab.locator("input[name=closing]:checked").focus()
    tab.keyboard.press("ArrowDown")  # from the last to the first
    assert "--close unsc:2321 --baseline" in tab.locator(".panel:visible").inner_text()
    tab.locator("label", has_text="and 2371").click()
    assert "--close unsc:2321 --close unsc:2371" in tab.locator(".panel:visible").inner_text()
    assert requests == [file.as_uri()]
    box = tab.locator("main").bounding_box()
    assert box is not None and box["width"] <= width
    context.close()
