"""What the sentences around one are about: news goes on about a subject without naming it, and leaves it without saying so.

"The hotline will be manned from Monday" is on the sanctioned state between two sentences that name it, and on something else in a
paragraph on ferries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

REACH = 2  # sentences looked at on either side


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a sentence stands among those that name the subject.

    Args:
        named: it names the subject itself.
        before, after: how many of the two sentences before and after do.
        paragraph: another sentence of its paragraph does.
        share: how many in four sentences of the document do, 0 to 4.
        early: it is among the first five sentences of the document.
    """

    named: bool = True
    before: int = 0
    after: int = 0
    paragraph: bool = False
    share: int = 4
    early: bool = False


def settings_of(named: Sequence[bool], paragraphs: Sequence[int]) -> list[Setting]:
    """The setting of each sentence, from which of them name the subject and which paragraph each stands in."""
    share = round(4 * sum(named) / len(named)) if named else 0
    in_paragraph: dict[int, int] = {}
    for on, paragraph in zip(named, paragraphs, strict=True):
        in_paragraph[paragraph] = in_paragraph.get(paragraph, 0) + on
    return [
        Setting(
            named=on,
            before=sum(named[max(0, at - REACH) : at]),
            after=sum(named[at + 1 : at + 1 + REACH]),
            paragraph=in_paragraph[paragraphs[at]] > on,
            share=share,
            early=at < _EARLY,
        )
        for at, on in enumerate(named)
    ]


_EARLY = 5


def setting_features(setting: Setting, first: str, subject: str, others: bool) -> Iterator[str]:
    """Named facts about a setting, alone and with what the head of a clause may state, its subject and whether others are named."""
    near = setting.before + setting.after
    on = "on" if setting.named else "off"
    yield f"{on}&before={setting.before}"
    yield f"{on}&after={setting.after}"
    yield f"{on}&near={near}"
    yield f"{on}&near={near}&{first}"
    yield f"{on}&share={setting.share}"
    yield f"{on}&share={setting.share}&near={near}"
    yield f"{on}&paragraph={setting.paragraph}"
    yield f"{on}&early={setting.early}"
    if not setting.named:
        yield f"off&near={near}&{subject}"
        yield f"off&near={near}&others={others}"
        yield f"off&share={setting.share}&others={others}&{first}"
