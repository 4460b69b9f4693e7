"""What is left of a desk's tasks in a real browser, by keyboard alone, with JavaScript and without."""

from __future__ import annotations

from typing import Any

from tests.web.test_browser import (  # noqa: F401 - fixtures
    chromium,
    fill,
    page,
    pytestmark,
    scripted,
    second,
    send,
    site,
    tab_to,
    type_day,
)


def open_with_keys(page: Any, text: str) -> None:  # noqa: F811
    """Open what is folded away under some words."""
    for _ in range(250):
        if page.evaluate(
            "t => document.activeElement?.matches('summary') && document.activeElement.innerText.includes(t)",
            text,
        ):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach '{text}'")


def test_a_party_is_dismissed_and_the_answer_says_so(page: Any) -> None:  # noqa: F811
    """With a reason and an end; what lacks them is refused by the page itself."""
    page.goto("/screen?name=Ri+Hong+Sop&dob=1941")
    open_with_keys(page, "Dismiss")
    fill(page, "textarea[name=reason]", "Another year of birth, seen in the passport")
    type_day(page, "[name=until]", "12312026")
    tab_to(page, "form[action='/screen/dismiss'] button")
    send(page)
    assert "/screen?" in page.url
    assert "dismissed by analyst" in page.locator("main").inner_text()
    assert page.locator(".verdict").inner_text() == "Clear"


def test_a_claim_is_corrected_and_another_rejected(page: Any) -> None:  # noqa: F811
    """In the same form as it was proposed; both can be taken back."""
    page.goto("/review")
    open_with_keys(page, "Correct it")
    fill(page, "[name=actors]", "KW, QA")
    tab_to(page, "button[value=edited]")
    send(page)
    assert page.locator("h1").inner_text() == "0 claims to review"
    tab_to(page, "form[action='/review'][method=post] button")
    send(page)
    tab_to(page, "button[value=rejected]")
    send(page)
    assert page.locator("h1").inner_text() == "0 claims to review"
    assert "Rejected" in page.locator("main").inner_text()
    tab_to(page, "form[action='/review'][method=post] button")
    send(page)
    assert page.locator("h1").inner_text() == "1 claim to review"


def test_an_alert_is_closed_opened_again_and_found_by_its_state(page: Any) -> None:  # noqa: F811
    """The queue can be narrowed; a closed alert can come back with a reason."""
    page.goto("/screen?name=Ocean+Maritime+Management")
    page.goto("/alerts")
    tab_to(page, "th a")
    send(page)
    tab_to(page, "select[name=value]:not(form:has([value=assigned]) *)")
    page.keyboard.type("confirmed")
    fill(page, "textarea[name=reason]", "The number of the ship is the same")
    page.keyboard.press("Tab")
    send(page)
    assert "Closed: confirmed" in page.locator(".verdict").inner_text()
    page.goto("/alerts")
    tab_to(page, "[name=state]")
    page.keyboard.type("closed")
    tab_to(page, "main form button")
    send(page)
    tab_to(page, "th a")
    send(page)
    tab_to(page, "input[name=reason]")
    page.keyboard.type("New papers came in")
    page.keyboard.press("Tab")
    send(page)
    assert "Open, assigned to" in page.locator(".verdict").inner_text()


def test_facts_that_would_decide_are_answered_in_the_same_form(page: Any) -> None:  # noqa: F811
    """A questionnaire: the answer names what is missing, and the form asks for it."""
    page.goto("/ask?act=procure&goods=coal&from=KP&to=CN&on=2026-01-05")
    asked = page.locator("form.ask label:has(option:text('not said')) select")
    before = asked.count()
    assert before
    name = asked.first.get_attribute("name")
    tab_to(page, f"[name={name}]")
    page.keyboard.type("no")
    tab_to(page, "main form button")
    send(page)
    assert f"{name}=no" in page.url
    assert page.locator(f"[name={name}]").input_value() == "no"
    open_with_keys(page, "provisions reach it")
    assert page.locator("details[open] li").first.is_visible()


def test_the_tracker_is_narrowed_taken_away_and_linked_to(page: Any) -> None:  # noqa: F811
    """By channel, stage and time; the address is the permalink, and CSV and JSON are a key away."""
    page.goto("/track")
    fill(page, "[name=channel]", "labour.workers")
    tab_to(page, "[name=stage]")
    page.keyboard.type("reported")
    type_day(page, "[name=since]", "01012017")
    tab_to(page, "main form button")
    send(page)
    assert "stage=reported_done" in page.url
    channels = {text.strip() for text in page.locator("tbody td:nth-child(3)").all_inner_texts()}
    assert channels
    assert all(text.startswith("labour.workers") for text in channels)
    count = page.locator("tbody tr").count()
    tab_to(page, "a.permalink")
    send(page)
    assert page.locator("tbody tr").count() == count
    tab_to(page, ".twins a")
    send(page)
    assert page.url.split("?")[0].endswith("/track.json")
    page.go_back()
    tab_to(page, "caption a")
    with page.expect_download() as held:
        page.keyboard.press("Enter")
    assert held.value.suggested_filename.endswith(".csv")


def test_from_a_hit_to_the_party_the_paragraph_and_the_ship(page: Any) -> None:  # noqa: F811
    """Everything that is held on one is a link away."""
    page.goto("/screen?id=imo:8606173")
    tab_to(page, "section h2 a")
    send(page)
    assert "/entity/" in page.url
    tab_to(page, "a[href^='/vessel/']")
    send(page)
    assert "IMO 8606173" in page.locator("main").inner_text()
    tab_to(page, "main p a")
    send(page)
    assert page.locator(".verdict").is_visible()


def test_talking_points_come_as_a_word_file(page: Any) -> None:  # noqa: F811
    """The draft and the desk's own version alike."""
    page.goto("/talking/KW")
    tab_to(page, "a[href$='/docx']")
    with page.expect_download() as held:
        page.keyboard.press("Enter")
    assert held.value.suggested_filename == "talking-points-KW.docx"


def test_what_is_typed_wrong_is_said_in_words(page: Any) -> None:  # noqa: F811
    """On the page itself, with what was typed still there."""
    page.goto("/screen")
    fill(page, "[name=name]", "Ri Hong Sop")
    fill(page, "[name=dob]", "last year")
    send(page)
    assert "last year" in page.locator("[role=alert]").inner_text()
    assert page.locator("[name=dob]").input_value() == "last year"
    page.goto("/track")
    fill(page, "[name=country]", "Atlantis")
    send(page)
    assert "Atlantis" in page.locator("[role=alert]").inner_text()
    page.goto("/law/unsc:1:1")
    assert "unsc:1:1" in page.locator("[role=alert]").inner_text()


def test_signing_out_by_keyboard(second: Any) -> None:  # noqa: F811
    """And the page that needs a role leads to the form, and back to itself after it."""
    second.goto("/approvals")
    assert "Four eyes are off here" in second.locator("main").inner_text()
    tab_to(second, ".who button")
    send(second)
    assert "Sign in" in second.locator(".who").inner_text()
    second.goto("/notes")
    assert second.url.endswith("/sign-in?next=%2Fnotes")
    tab_to(second, "[name=name]")
    second.keyboard.type("approver")
    second.keyboard.press("Tab")
    second.keyboard.type("correct horse battery")
    send(second)
    assert second.url.endswith("/notes")
