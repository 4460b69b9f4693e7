"""Labelled sentences made from frames: the same acts under every governor, so that "was asked to cut" is never learned as "cut".

A verb phrase is written once in its four forms; a frame says what the whole sentence then states. The sentences are
dull on purpose and
weigh less than the written reports.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.labels import Label, Report

WEIGHT = 0.35
SEED = 11
A_REPORT = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A verb phrase: base, past, participle, -ing form, and the passive with its object first."""

    act: str
    base: str
    past: str
    done: str
    ing: str
    passive: str = ""


def _phrase(act: str, line: str) -> Phrase:
    base, past, done, ing, *passive = [part.strip() for part in line.split("|")]
    return Phrase(act=act, base=base, past=past, done=done, ing=ing, passive=passive[0] if passive else "")


def _phrases() -> tuple[Phrase, ...]:
    lines = Path(__file__).with_name("phrases.txt").read_text(encoding="utf-8").splitlines()
    return tuple(_phrase(*line.split("\t")) for line in lines if not line.startswith("#"))


# frame: pieces in square brackets are the claim; {S} who, {O} another state or person who asks, {V}: verb phrase in
# the form named
FRAMES: tuple[tuple[str, str], ...] = (
    ("action done", "[{S} has {done}], officials said on Tuesday."),
    ("action done", "On Monday [{S} {past}]."),
    ("action done", "[{S} {past}] after weeks of debate in parliament, according to two diplomats."),
    ("action done", "The foreign ministry said in a statement that [{S} had {done}]."),
    ("action done", "A day after [{S} {past}], markets were calm."),
    ("action done", "Diplomats say [{S} has already {done}] although nobody has announced it."),
    (
        "action done",
        "The agency reported that [{S} {past} last month], a move that surprised its neighbours.",
    ),
    ("action done", "[{passive}] in March."),
    ("action done", "In a step that few had expected, [{S}, which depends on foreign aid, {past}]."),
    ("action done", "The minister confirmed that [{passive} last week]."),
    ("action done", "The president, who had [{done}] a year earlier, stepped down in May."),
    ("action planned", "[{S} plans to {base}]."),
    ("action planned", "[{S} will {base}] next year, a spokesman said."),
    ("action planned", "The cabinet decided on Friday that [{S} would {base} by June]."),
    ("action proposed", "[{S} is considering whether to {base}]."),
    ("action proposed", "The draft, if adopted, [would {base}]."),
    ("action proposed", "[{S} may {base}], the paper wrote."),
    ("action not_done", "[{S} has not {done}], the ministry said."),
    ("action not_done", "[{S} has yet to {base}]."),
    ("action not_done", "Nothing shows that [{S} {past}]."),
    ("position urge", "[{O} has urged {S} to {base}]."),
    ("position urge", "[{O} asked {S} on Monday to {base}]."),
    ("position urge", "The secretary said that [{S} should {base}]."),
    ("position urge", "[{O} called on {S} to {base} and to punish offenders]."),
    ("position urge", "In a telephone call [the president pressed {S} to {base}]."),
    ("position urge", "[{O} wants {S} to {base}]."),
    ("position urge", '"[{S} must {base}]," the ambassador said.'),
    ("position urge", "It was part of [{O}'s push to get {S} to {base}]."),
    ("position urge", "[Lawmakers demanded that {S} {base}]."),
    ("position urge", "[{O} is trying to persuade {S} to {base}]."),
    ("position pledge", "[{S} has promised to {base}]."),
    ("position pledge", '"[We will {base}]," its president vowed.'),
    ("position pledge", "[{S} agreed to {base}] in return for aid."),
    ("position offer", "[{S} is ready to {base}], its envoy said."),
    ("position reject", "[{S} refused to {base}]."),
    ("position reject", "[{S} has rejected calls to {base}]."),
    ("position warn", "[{O} threatened to {base}]."),
    ("position warn", "[{O} warned {S} not to {base}]."),
    ("position oppose", "[{O} opposes {ing}]."),
    ("position support", "[{O} praised {S} for {ing}]."),
    ("position condemn", "[{O} accused {S} of {ing}]."),
    ("position condemn", "[{O} condemned {S} for {ing}]."),
    ("position concern", "[{O} fears that {S} will {base}]."),
    ("position assess", "[{S} is unlikely to {base}], said Jane Doe, an analyst in Geneva."),
    (
        "position assess",
        '"[{S} could {base} tomorrow]," said John Doe of a London research group. "[It would cost nothing]."',
    ),
    ("position deny", "[{S} denied that it had {done}]."),
    ("none", "The minister did not say when {S} would {base}."),
    ("none", "It was unclear who asked {S} to {base} and why."),
    ("none", "A film tells the story of a clerk who tried to {base} and failed."),
    ("none", "He studied law in a town where, as a boy, he had seen soldiers march."),
    ("none", "The two men talked about fishing, football and the price of rice."),
)
STATES = (
    ("Tanzania", "Tanzanian", "Dodoma"), ("Poland", "Polish", "Warsaw"), ("Malaysia", "Malaysian", "Kuala Lumpur"),
    ("Thailand", "Thai", "Bangkok"),
    ("Turkey", "Turkish", "Ankara"), ("Egypt", "Egyptian", "Cairo"), ("India", "Indian", "New Delhi"), ("Italy",
    "Italian", "Rome"),
    ("Brazil", "Brazilian", "Brasilia"), ("Nigeria", "Nigerian", "Abuja"), ("Japan", "Japanese", "Tokyo"), ("Kuwait",
    "Kuwaiti", "Kuwait City"),
)  # fmt: skip
TARGETS = (
    ("North Korea", "North Korean", "Pyongyang"), ("Iran", "Iranian", "Tehran"), ("Russia", "Russian", "Moscow"),
    ("Syria", "Syrian", "Damascus"),
    ("Belarus", "Belarusian", "Minsk"), ("Libya", "Libyan", "Tripoli"),
)  # fmt: skip
OTHERS = (
    "Washington",
    "The United States",
    "The European Union",
    "Seoul",
    "The Security Council",
    "London",
    "The UN secretary-general",
    "Japan's foreign minister",
)


def framed_reports() -> Iterator[Report]:
    """Reports of framed sentences, the same on every run."""
    choose = random.Random(SEED)
    lines: list[tuple[str, str]] = []
    for phrase in _phrases():
        frames = [f for f in FRAMES if ("{passive}" not in f[1] or phrase.passive)]
        for kind, frame in choose.sample(frames, 16):
            lines.append((kind, _filled(frame, phrase, choose)))
    choose.shuffle(lines)
    acts = _acts_by_line(lines)
    for number, start in enumerate(range(0, len(lines), A_REPORT)):
        yield _report(f"framed-{number:03d}", lines[start : start + A_REPORT], acts)


def _acts_by_line(lines: list[tuple[str, str]]) -> dict[str, str]:
    return {line: line.rpartition("\x00")[2] for _, line in lines}


def _filled(frame: str, phrase: Phrase, choose: random.Random) -> str:
    target, adjective, capital = choose.choice(TARGETS)
    state = choose.choice(STATES)[0]
    forms = {name: getattr(phrase, name) for name in ("base", "past", "done", "ing", "passive")}
    forms = {name: text.format(T=target, TA=adjective, TC=capital) for name, text in forms.items()}
    text = frame.format(S=state, O=choose.choice(OTHERS), **forms)
    first = 1 if text[0] in '["' else 0
    first += text[:2] == '"['
    return f"{text[:first]}{text[first].upper()}{text[first + 1 :]}\x00{phrase.act}"


def _report(name: str, lines: list[tuple[str, str]], acts: dict[str, str]) -> Report:
    text, labels = "", []
    for kind, marked in lines:
        line = marked.rpartition("\x00")[0]
        for i, piece in enumerate(line.replace("]", "[").split("[")):
            if i % 2 and kind != "none":
                labels.append(_label(kind if i == 1 else "position assess", acts[marked], len(text), piece))
            text += piece
        text += "\n"
    return Report(id=name, text=text, published=None, labels=labels)


def _label(kind: str, act: str, start: int, span: str) -> Label:
    name, _, what = kind.partition(" ")
    return Label(
        start=start, end=start + len(span), span=span, kind=name, act=act if name == "action" else what
    )
