"""The pages in a real browser: by keyboard alone, without JavaScript, on a phone, in light and dark, for those who cannot see them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from stanch.store import accounts, claims, connect
from stanch.web.people import hash_password
from tests.web.conftest import PASSWORD, settings_in
from tests.web.serving import serving
from tests.web.test_review import PROPOSAL, plain_proposal

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="needs chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")

PAGES = [
    "/?region=ASEAN", "/dossier/BN", "/track?country=MY&since=2018-01-01", "/positions", "/screen?name=Ri+Hong+Sop&dob=1940",
    "/ask?act=procure&goods=coal&from=KP&to=CN&on=2026-01-05", "/law?before=2017-07-01&as_of=2017-12-31&channel=labour.workers",
    "/law/unsc:2371:8", "/money?close=unsc:2371", "/review", "/alerts?state=all", "/approvals", "/notes",
    "/talking/MY", "/docs", "/vessel/8606173", "/nowhere", "/screen", "/ask", "/lists", "/log", "/log/1", "/entity/un-KPi.004", "/sign-in",
]  # fmt: skip
SERIOUS = ("serious", "critical")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module", params=[True, False], ids=["script", "no-script"])
def scripted(request: pytest.FixtureRequest) -> bool:
    """Every task is done twice: as most people do it, and with JavaScript off."""
    return bool(request.param)


@pytest.fixture(scope="module")
def site(scripted: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running service with an analyst, an approver and one claim to review."""
    home = tmp_path_factory.mktemp("browser")
    database = connect(settings_in(home).store_url)
    record = claims.ClaimRecord(document="d" * 64, kind="action", start=14, body=plain_proposal(PROPOSAL))
    with database.begin() as store:
        for role in ("analyst", "approver"):
            hashed = hash_password(PASSWORD)
            accounts.put(store, accounts.Account(name=role, role=role, password=hashed, active=True, epoch=1))
        document = claims.DocumentRecord(id="d" * 64, name="report.txt", read_at="2026-01-01T00:00:00")
        claims.add_document(store, document)
        claims.add_claims(store, [record])
    database.close()
    with serving(home) as (base, _):
        yield base


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One headless browser for all tests."""
    with sync_api.sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page(site: str, scripted: bool, chromium: Any) -> Iterator[Any]:
    """An analyst at a desk, signed in by keyboard; anything asked of another host, or refused by our own policy, is kept."""
    held, context = desk_of(site, scripted, chromium, "analyst")
    yield held
    context.close()


@pytest.fixture(scope="module")
def second(site: str, scripted: bool, chromium: Any) -> Iterator[Any]:
    """An approver at another desk."""
    held, context = desk_of(site, scripted, chromium, "approver")
    yield held
    context.close()


def desk_of(site: str, scripted: bool, chromium: Any, name: str) -> tuple[Any, Any]:
    size = {"width": 1280, "height": 900}
    context = chromium.new_context(viewport=size, base_url=site, java_script_enabled=scripted)
    held = context.new_page()
    held.outside, held.refused = [], []
    held.on("request", lambda r: r.url.startswith((site, "data:")) or held.outside.append(r.url))
    held.on("console", lambda m: "Content Security Policy" in m.text and held.refused.append(m.text))
    held.goto("/sign-in")
    tab_to(held, "[name=name]")
    held.keyboard.type(name)
    held.keyboard.press("Tab")
    held.keyboard.type(PASSWORD)
    held.keyboard.press("Enter")
    held.wait_for_url(f"{site}/")
    return held, context


def tab_to(page: Any, selector: str, most: int = 250) -> None:
    """Press Tab until the element has the focus; what Tab does not reach fails the test."""
    for _ in range(most):
        if page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def fill(page: Any, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def send(page: Any) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_first_tab_skips_to_the_content(page: Any) -> None:
    """Nobody tabs through the menu on every page."""
    page.goto("/law")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")


def test_screening_by_keyboard_ends_in_a_closed_alert(page: Any) -> None:
    """Ask, see why, find the alert, take it, close it with a reason."""
    page.goto("/screen")
    fill(page, "[name=name]", "Hong Sop Ri")
    send(page)
    assert page.locator(".verdict").inner_text() == "Review"
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    assert page.locator("details[open] table").first.is_visible()
    page.goto("/alerts")
    tab_to(page, "th a")
    send(page)
    tab_to(page, "form:has([value=assigned]) button")
    send(page)
    assert "assigned to analyst" in page.locator(".verdict").inner_text()
    tab_to(page, "textarea[name=reason]")
    page.keyboard.type("Another person: born forty years later")
    page.keyboard.press("Tab")
    send(page)
    assert "Closed: not the party" in page.locator(".verdict").inner_text()


def test_the_law_by_keyboard(page: Any) -> None:
    """A question with goods, then the paragraph that answers it."""
    page.goto("/ask")
    tab_to(page, "[name=act]")
    page.keyboard.type("procure")
    fill(page, "[name=goods]", "coal")
    fill(page, "[name=from]", "KP")
    fill(page, "[name=to]", "CN")
    send(page)
    assert page.locator(".verdict").inner_text() == "Prohibited"
    tab_to(page, "section a[href^='/law/']")
    send(page)
    assert "/law/" in page.url
    assert page.locator("section h2").first.is_visible()


def test_the_map_follows_the_day(page: Any, scripted: bool) -> None:
    """Arrow keys move the year, and the table changes in place; without a script the field for the day does it."""
    page.goto("/?as_of=2016-12-31")
    before = page.locator("#held table").inner_text()
    if scripted:
        tab_to(page, "#year")
        page.keyboard.press("ArrowLeft")
        page.wait_for_url("**/*as_of=2015-12-31*")
        page.wait_for_function("b => document.querySelector('#held table').innerText !== b", arg=before)
        page.go_back()
        page.wait_for_url("**/*as_of=2016-12-31*")
        page.wait_for_function("b => document.querySelector('#held table').innerText === b", arg=before)
    else:
        assert not page.locator("#year").is_visible()
        type_day(page, "#as_of", "12312015")
        send(page)
        assert page.locator("#held table").inner_text() != before
    page.goto("/?region=ASEAN")
    assert page.locator(".map svg").get_attribute("viewBox") != "0 0 2000 930"
    tab_to(page, ".map a")
    send(page)
    assert "/dossier/" in page.url
    if scripted:
        tab_to(page, "#year")
        with page.expect_navigation():
            page.keyboard.press("ArrowLeft")
        assert "as_of=" in page.url
    tab_to(page, "a[href='/']")
    send(page)
    assert page.locator("h1").inner_text() == "Countries"


def type_day(page: Any, selector: str, figures: str) -> None:
    """Type a day into a field for days, as its locale has it (month first here)."""
    tab_to(page, selector)
    page.keyboard.type(figures)


def test_the_review_queue_by_keyboard(page: Any) -> None:
    """Accept, and take it back."""
    page.goto("/review")
    assert page.locator("h1").inner_text() == "1 claim to review"
    tab_to(page, "button[value=accepted]")
    send(page)
    assert page.locator("h1").inner_text() == "0 claims to review"
    tab_to(page, "form[action='/review'][method=post] button")
    send(page)
    assert page.locator("h1").inner_text() == "1 claim to review"


def test_notes_and_talking_points_by_keyboard(page: Any) -> None:
    """Write, keep, withdraw; and the printed paper shows the points without the form."""
    page.goto("/notes?country=MY")
    tab_to(page, "[name=text]")
    page.keyboard.type("Ask about the permits")
    page.keyboard.press("Tab")
    send(page)
    assert "Ask about the permits" in page.locator("table").inner_text()
    tab_to(page, "td button")
    send(page)
    assert "Ask about the permits" not in page.locator("table").inner_text()
    page.goto("/talking/MY")
    fill(page, "[name=text]", "# Malaysia\n- One point")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    send(page)
    assert page.locator(".paper .point").inner_text() == "One point"
    page.emulate_media(media="print")
    assert page.locator(".paper").is_visible()
    assert not page.locator("textarea").is_visible()
    page.emulate_media(media="screen")


def test_the_other_pages_main_tasks_by_keyboard(page: Any) -> None:
    """Filter the tracker, compare two days of law, close a stream, give an answer again."""
    page.goto("/track")
    fill(page, "[name=country]", "Malaysia")
    send(page)
    assert {text.strip() for text in page.locator("tbody td:nth-child(2)").all_inner_texts()} == {"Malaysia"}
    page.goto("/law?as_of=2017-12-31&before=2017-01-01")
    tab_to(page, "main ul a")
    send(page)
    assert "/law/" in page.url
    page.goto("/money")
    tab_to(page, "[name=close]")
    page.keyboard.type("unsc:2371")
    tab_to(page, "main button")
    send(page)
    assert "million a year" in page.locator(".verdict").inner_text()
    page.goto("/screen?name=Ri+Hong+Sop")
    page.goto("/log")
    tab_to(page, "td a")
    send(page)
    tab_to(page, "main button")
    send(page)
    assert "the same bytes" in page.locator(".verdict").inner_text()
    page.goto("/positions")
    tab_to(page, "[name=bloc]")
    page.keyboard.type("EU")
    tab_to(page, "main button")
    send(page)
    assert "bloc=EU" in page.url


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_clean_for_assistive_technology_in_light_and_dark(
    page: Any, scripted: bool, path: str
) -> None:
    """No serious finding of axe-core, no sideways scrolling on a phone, nothing asked of another host."""
    if not scripted:
        pytest.skip("axe-core is a script itself")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-core").Axe()
    found = []
    sizes = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 390)]
    for scheme, width in sizes:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert page.goto(path).status == (404 if path == "/nowhere" else 200)
        found += axe.run(page, options={"runOnly": RULES}).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{wide} pixels of {width}"
    assert [
        (item["id"], item["nodes"][0]["failureSummary"][:400]) for item in found if item["impact"] in SERIOUS
    ] == []
    assert page.outside == []


def test_the_policy_refuses_nothing_of_our_own(page: Any, scripted: bool) -> None:
    """A dossier's own script runs under the policy, and nothing else inline would."""
    page.refused.clear()
    for path in ("/", "/dossier/MY", "/money"):
        page.goto(path)
    assert page.refused == []
    if not scripted:
        return
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.planted = 1'; document.body.append(s) }"
    )
    assert page.evaluate("window.planted") is None
