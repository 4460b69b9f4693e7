"""Loading the law is strict: each mistake is told with file and line, all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from stanch.errors import DataErrors, NotFound, StanchError
from stanch.rulebook import load_regime, regimes

HEAD = """regime: toy
name: Toy
target: KP
authorities: [{key: un, name: Council, binds: all States}]
places: [{name: Rajin, words: [rason]}]
"""

ACT = """instrument: toy:1
regime: toy
authority: un
title: First
adopted_on: 2017-08-05
text: {url: "https://example.org/1"}
provisions:
  - para: "8"
    title: Coal
    summary: No coal.
    channels: [trade.export.coal]
    measure: export_ban
    verified: V1
    versions:
      - applies_from: 2017-08-05
        applies_until: open
        force: decides
        effect: prohibit
        binds: [all_states]
        acts: [procure]
        direction: from_target
        goods: [{item: coal, hs: ["2701"], hs_basis: text}]
        when: [{none: [{livelihood: yes}]}]
"""


def regime_folder(tmp_path: Path, *acts: str, head: str = HEAD) -> Path:
    """A regime of toy instruments in a folder."""
    (tmp_path / "un").mkdir(parents=True)
    (tmp_path / "regime.yml").write_text(head, encoding="utf-8")
    for number, act in enumerate(acts, 1):
        (tmp_path / "un" / f"{number}.yml").write_text(act, encoding="utf-8")
    return tmp_path


def broken(tmp_path: Path, *replaced: tuple[str, str]) -> str:
    """The message for the toy instrument with texts replaced."""
    act = ACT
    for old, new in replaced:
        assert old in act
        act = act.replace(old, new)
    with pytest.raises(StanchError) as caught:
        load_regime(regime_folder(tmp_path, act))
    return str(caught.value)


def test_a_good_folder_loads(tmp_path: Path) -> None:
    """The shape in the documentation is the shape that loads."""
    regime = load_regime(regime_folder(tmp_path, ACT))
    assert list(regime.provisions) == ["toy:1:8"]
    assert regime.provisions["toy:1:8"].instrument == "toy:1"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("measure: export_ban", "measure: exportban", 12, "did you mean 'export_ban'"),
        ("[trade.export.coal]", "[trade.export.cola]", 11, "did you mean 'trade.export.coal'"),
        ("acts: [procure]", "acts: [procured]", 20, "did you mean 'procure'"),
        ("item: coal", "item: coall", 22, "did you mean 'coal'"),
        ("applies_until: open", "applies_until:", 16, "an end is written, never implied"),
        ("applies_until: open", "applies_until: 2017-08-04", 16, "lies before 2017-08-05"),
        ("applies_from: 2017-08-05", "applies_from: 2017-08-04", 15, "before adoption"),
        ("applies_from: 2017-08-05", "applies_from: 2017-13-05", 15, "is no date"),
        ("force: decides", "force: decide", 17, "decides"),
        ("effect: prohibit", "effect: expose", 18, "exposure"),
        ("effect: prohibit", "effect: lift", 18, "lifts"),
        ("binds: [all_states]", "binds: [all_state]", 19, "did you mean 'all_states'"),
        ("livelihood: yes", "livelihod: yes", 23, "did you mean 'livelihood'"),
        ("livelihood: yes", "livelihood: maybe", 23, "must be yes or no"),
        ('hs: ["2701"]', 'hs: ["27O1"]', 22, "is no HS code"),
        ("authority: un", "authority: eu", 3, "is no authority"),
        ("regime: toy", "regime: tory", 2, "lies in the folder of regime 'toy'"),
        ("verified: V1", "verified: V9", 13, "V1"),
        ("force: decides", "force: clarifies", 10, "add clarifies"),
        ("    title: Coal", "    title: Coal\n    titel: Coal", 10, "titel"),
        ("    title: Coal", "    title: Coal\n    title: Coal", 10, "stands twice"),
        ("    title: Coal\n", "", 8, "title"),
    ],
)
def test_mistakes_are_told_with_their_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    """An editor must find the place without searching."""
    message = broken(tmp_path, (old, new))
    assert "1.yml:" in message
    assert words in message
    near = {f"1.yml:{each}:" for each in range(line - 5, line + 3)}
    assert any(place in message for place in near), message


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    """Fix them in one go, also across files."""
    second = ACT.replace("toy:1", "toy:2").replace("item: coal", "item: cole")
    first = ACT.replace("measure: export_ban", "measure: ban").replace("acts: [procure]", "acts: [buying]")
    with pytest.raises(DataErrors) as caught:
        load_regime(regime_folder(tmp_path, first, second))
    assert len(caught.value.errors) == 3


def test_a_replaced_paragraph_must_end_the_day_before(tmp_path: Path) -> None:
    """Two wordings of one ban on one day would answer twice."""
    later = ACT.replace("toy:1", "toy:2").replace("2017-08-05", "2018-01-01")
    later = later.replace("    verified: V1", '    verified: V1\n    replaces: ["toy:1:8"]')
    with pytest.raises(StanchError, match="end it on 2017-12-31"):
        load_regime(regime_folder(tmp_path, ACT, later))


def test_a_reference_to_no_provision_is_an_error(tmp_path: Path) -> None:
    """A key that is misspelt within a held instrument is found."""
    assert "is no provision" in broken(
        tmp_path, ("    verified: V1", '    verified: V1\n    see: ["toy:1:88"]')
    )


def test_one_paragraph_stands_once(tmp_path: Path) -> None:
    """Two instruments with one key would hide each other."""
    with pytest.raises(StanchError, match="is also"):
        load_regime(regime_folder(tmp_path, ACT, ACT))


def test_an_unknown_regime_names_those_held() -> None:
    """A wrong name is answered with the right ones."""
    with pytest.raises(NotFound, match="dprk"):
        load_regime("drpk")
    assert {"dprk", "libya"} <= set(regimes())
