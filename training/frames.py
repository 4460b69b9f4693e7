"""Labelled sentences made from frames: the same acts under every governor, so that "was asked to cut" is never learned as "cut".

A verb phrase is written once in its four forms; a frame says what the whole sentence then states. The sentences are dull on purpose and
weigh less than the written reports.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

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


PHRASES: tuple[Phrase, ...] = tuple(
    _phrase(act, line)
    for act, lines in {
        "halt": (
            "suspend coal imports from {T}|suspended coal imports from {T}|suspended coal imports from {T}|suspending coal imports from {T}|coal imports from {T} were suspended",
            "cut off military ties with {T}|cut off military ties with {T}|cut off military ties with {T}|cutting off military ties with {T}|military ties with {T} were cut off",
            "stop issuing visas to workers from {T}|stopped issuing visas to workers from {T}|stopped issuing visas to workers from {T}|stopping the issue of visas to workers from {T}",
            "break off diplomatic relations with {T}|broke off diplomatic relations with {T}|broken off diplomatic relations with {T}|breaking off diplomatic relations with {T}|diplomatic relations with {T} were broken off",
            "end flights to {TC}|ended flights to {TC}|ended flights to {TC}|ending flights to {TC}|flights to {TC} were ended",
            "cancel all contracts with {TA} firms|cancelled all contracts with {TA} firms|cancelled all contracts with {TA} firms|cancelling all contracts with {TA} firms|all contracts with {TA} firms were cancelled",
        ),
        "reduce": (
            "downgrade ties with {TC}|downgraded ties with {TC}|downgraded ties with {TC}|downgrading ties with {TC}|ties with {TC} were downgraded",
            "scale back trade with {T}|scaled back trade with {T}|scaled back trade with {T}|scaling back trade with {T}",
            "reduce the number of {TA} diplomats|reduced the number of {TA} diplomats|reduced the number of {TA} diplomats|reducing the number of {TA} diplomats|the number of {TA} diplomats was reduced",
        ),
        "restrict": (
            "limit oil shipments to {T}|limited oil shipments to {T}|limited oil shipments to {T}|limiting oil shipments to {T}|oil shipments to {T} were limited",
            "tighten controls on exports to {T}|tightened controls on exports to {T}|tightened controls on exports to {T}|tightening controls on exports to {T}|controls on exports to {T} were tightened",
        ),
        "expel": (
            "expel the {TA} ambassador|expelled the {TA} ambassador|expelled the {TA} ambassador|expelling the {TA} ambassador|the {TA} ambassador was expelled",
            "send {TA} workers home|sent {TA} workers home|sent {TA} workers home|sending {TA} workers home|{TA} workers were sent home",
            "deport five {TA} nationals|deported five {TA} nationals|deported five {TA} nationals|deporting five {TA} nationals|five {TA} nationals were deported",
        ),
        "close": (
            "close its embassy in {TC}|closed its embassy in {TC}|closed its embassy in {TC}|closing its embassy in {TC}|the embassy in {TC} was closed",
            "shut down restaurants run by {T}|shut down restaurants run by {T}|shut down restaurants run by {T}|shutting down restaurants run by {T}|restaurants run by {T} were shut down",
        ),
        "withdraw": (
            "pull out of a joint venture in {T}|pulled out of a joint venture in {T}|pulled out of a joint venture in {T}|pulling out of a joint venture in {T}",
            "recall its ambassador from {TC}|recalled its ambassador from {TC}|recalled its ambassador from {TC}|recalling its ambassador from {TC}",
        ),
        "revoke": (
            "revoke the licences of two {TA} companies|revoked the licences of two {TA} companies|revoked the licences of two {TA} companies|revoking the licences of two {TA} companies|the licences of two {TA} companies were revoked",
            "strip ten {TA} tankers of its flag|stripped ten {TA} tankers of its flag|stripped ten {TA} tankers of its flag|stripping ten {TA} tankers of its flag",
        ),
        "freeze": (
            "freeze the assets of {TA} banks|froze the assets of {TA} banks|frozen the assets of {TA} banks|freezing the assets of {TA} banks|the assets of {TA} banks were frozen",
        ),
        "seize": (
            "seize a {TA} cargo ship|seized a {TA} cargo ship|seized a {TA} cargo ship|seizing a {TA} cargo ship|a {TA} cargo ship was seized",
            "detain the crew of a {TA} tanker|detained the crew of a {TA} tanker|detained the crew of a {TA} tanker|detaining the crew of a {TA} tanker|the crew of a {TA} tanker was detained",
        ),
        "inspect": (
            "inspect cargo bound for {T}|inspected cargo bound for {T}|inspected cargo bound for {T}|inspecting cargo bound for {T}|cargo bound for {T} was inspected",
        ),
        "list": (
            "blacklist three {TA} generals|blacklisted three {TA} generals|blacklisted three {TA} generals|blacklisting three {TA} generals|three {TA} generals were blacklisted",
            "add two {TA} banks to its sanctions list|added two {TA} banks to its sanctions list|added two {TA} banks to its sanctions list|adding two {TA} banks to its sanctions list|two {TA} banks were added to the sanctions list",
        ),
        "sanction": (
            "impose new sanctions on {T}|imposed new sanctions on {T}|imposed new sanctions on {T}|imposing new sanctions on {T}|new sanctions on {T} were imposed",
            "sanction {TA} oil traders|sanctioned {TA} oil traders|sanctioned {TA} oil traders|sanctioning {TA} oil traders|{TA} oil traders were sanctioned",
            "extend sanctions on {T} by six months|extended sanctions on {T} by six months|extended sanctions on {T} by six months|extending sanctions on {T} by six months|sanctions on {T} were extended by six months",
        ),
        "ban": (
            "ban imports of textiles from {T}|banned imports of textiles from {T}|banned imports of textiles from {T}|banning imports of textiles from {T}|imports of textiles from {T} were banned",
            "prohibit joint ventures with {T}|prohibited joint ventures with {T}|prohibited joint ventures with {T}|prohibiting joint ventures with {T}|joint ventures with {T} were prohibited",
        ),
        "adopt": (
            "adopt a law against trade with {T}|adopted a law against trade with {T}|adopted a law against trade with {T}|adopting a law against trade with {T}|a law against trade with {T} was adopted",
            "implement the resolutions on {T}|implemented the resolutions on {T}|implemented the resolutions on {T}|implementing the resolutions on {T}",
        ),
        "investigate": (
            "investigate banks that deal with {T}|investigated banks that deal with {T}|investigated banks that deal with {T}|investigating banks that deal with {T}",
        ),
        "lift": (
            "lift the arms embargo on {T}|lifted the arms embargo on {T}|lifted the arms embargo on {T}|lifting the arms embargo on {T}|the arms embargo on {T} was lifted",
            "ease sanctions on {T}|eased sanctions on {T}|eased sanctions on {T}|easing sanctions on {T}|sanctions on {T} were eased",
        ),
        "resume": (
            "resume oil purchases from {T}|resumed oil purchases from {T}|resumed oil purchases from {T}|resuming oil purchases from {T}|oil purchases from {T} were resumed",
            "restore diplomatic relations with {T}|restored diplomatic relations with {T}|restored diplomatic relations with {T}|restoring diplomatic relations with {T}",
        ),
        "open": (
            "open a consulate in {TC}|opened a consulate in {TC}|opened a consulate in {TC}|opening a consulate in {TC}|a consulate in {TC} was opened",
        ),
        "sign": (
            "sign a labour agreement with {T}|signed a labour agreement with {T}|signed a labour agreement with {T}|signing a labour agreement with {T}|a labour agreement with {T} was signed",
        ),
        "supply": (
            "sell fighter jets to {T}|sold fighter jets to {T}|sold fighter jets to {T}|selling fighter jets to {T}|fighter jets were sold to {T}",
            "ship fuel to {T}|shipped fuel to {T}|shipped fuel to {T}|shipping fuel to {T}|fuel was shipped to {T}",
        ),
        "buy": (
            "buy missiles from {T}|bought missiles from {T}|bought missiles from {T}|buying missiles from {T}|missiles were bought from {T}",
            "import iron ore from {T}|imported iron ore from {T}|imported iron ore from {T}|importing iron ore from {T}|iron ore was imported from {T}",
        ),
        "send": (
            "send a delegation to {TC}|sent a delegation to {TC}|sent a delegation to {TC}|sending a delegation to {TC}|a delegation was sent to {TC}",
            "deploy troops near {T}|deployed troops near {T}|deployed troops near {T}|deploying troops near {T}",
        ),
        "employ": (
            "hire workers from {T}|hired workers from {T}|hired workers from {T}|hiring workers from {T}|workers from {T} were hired",
        ),
        "evade": (
            "violate UN sanctions on {T}|violated UN sanctions on {T}|violated UN sanctions on {T}|violating UN sanctions on {T}",
            "help {T} to evade the oil cap|helped {T} to evade the oil cap|helped {T} to evade the oil cap|helping {T} to evade the oil cap",
            "launder money for {T}|laundered money for {T}|laundered money for {T}|laundering money for {T}|money was laundered for {T}",
        ),
        "talk": (
            "hold talks with {T}|held talks with {T}|held talks with {T}|holding talks with {T}|talks with {T} were held",
            "meet {TA} officials|met {TA} officials|met {TA} officials|meeting {TA} officials",
        ),
        "propose": (
            "draft a resolution against {T}|drafted a resolution against {T}|drafted a resolution against {T}|drafting a resolution against {T}|a resolution against {T} was drafted",
        ),
    }.items()
    for line in lines
)

# frame: pieces in square brackets are the claim; {S} who, {O} another state or person who asks, {V}: verb phrase in the form named
FRAMES: tuple[tuple[str, str], ...] = (
    ("action done", "[{S} has {done}], officials said on Tuesday."),
    ("action done", "On Monday [{S} {past}]."),
    ("action done", "[{S} {past}] after weeks of debate in parliament, according to two diplomats."),
    ("action done", "The foreign ministry said in a statement that [{S} had {done}]."),
    ("action done", "A day after [{S} {past}], markets were calm."),
    ("action done", "Diplomats say [{S} has already {done}] although nobody has announced it."),
    ("action done", "The agency reported that [{S} {past} last month], a move that surprised its neighbours."),
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
    ("position assess", '"[{S} could {base} tomorrow]," said John Doe of a London research group. "[It would cost nothing]."'),
    ("position deny", "[{S} denied that it had {done}]."),
    ("none", "The minister did not say when {S} would {base}."),
    ("none", "It was unclear who asked {S} to {base} and why."),
    ("none", "A film tells the story of a clerk who tried to {base} and failed."),
    ("none", "He studied law in a town where, as a boy, he had seen soldiers march."),
    ("none", "The two men talked about fishing, football and the price of rice."),
)
STATES = (
    ("Tanzania", "Tanzanian", "Dodoma"), ("Poland", "Polish", "Warsaw"), ("Malaysia", "Malaysian", "Kuala Lumpur"), ("Thailand", "Thai", "Bangkok"),
    ("Turkey", "Turkish", "Ankara"), ("Egypt", "Egyptian", "Cairo"), ("India", "Indian", "New Delhi"), ("Italy", "Italian", "Rome"),
    ("Brazil", "Brazilian", "Brasilia"), ("Nigeria", "Nigerian", "Abuja"), ("Japan", "Japanese", "Tokyo"), ("Kuwait", "Kuwaiti", "Kuwait City"),
)  # fmt: skip
TARGETS = (
    ("North Korea", "North Korean", "Pyongyang"), ("Iran", "Iranian", "Tehran"), ("Russia", "Russian", "Moscow"), ("Syria", "Syrian", "Damascus"),
    ("Belarus", "Belarusian", "Minsk"), ("Libya", "Libyan", "Tripoli"),
)  # fmt: skip
OTHERS = ("Washington", "The United States", "The European Union", "Seoul", "The Security Council", "London", "The UN secretary-general", "Japan's foreign minister")


def framed_reports() -> Iterator[Report]:
    """Reports of framed sentences, the same on every run."""
    choose = random.Random(SEED)
    lines: list[tuple[str, str]] = []
    for phrase in PHRASES:
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
    return Label(start=start, end=start + len(span), span=span, kind=name, act=act if name == "action" else what)
