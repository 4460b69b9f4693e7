"""Who might act, be meant or speak: every party in reach of a clause, with what speaks for and against each.

The rules of `actors` and `voices` make one choice each. Here their choices stand beside all the others (everybody the sentence names,
the speaker, who was spoken of before, the outlet), and the model weighs them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from stanch.reading.actors import Roles, memory_for, owner_party, subject_party, voice_party
from stanch.reading.analyse import Analysis
from stanch.reading.bearings import bearings, line_between, subject_class, word_class
from stanch.reading.features import Situation
from stanch.reading.lexicon import Lexicon
from stanch.reading.model import Mention, MentionKind, Sentence, Voice
from stanch.reading.parties import Party
from stanch.reading.voices import Cue


@dataclass(slots=True, kw_only=True)
class Choice:
    """One party that a role may fall to, where the sentence names it (word `at`, -1 when it does not), and named facts about it.

    Args:
        near: named, heard or spoken of last; who is named only elsewhere in the document may act here and does not speak here.
    """

    party: Party
    at: int = -1
    facts: list[str] = field(default_factory=list)
    voice: Voice | None = None
    near: bool = True

    @property
    def key(self) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """What makes two choices one: the same codes and names; what a rule heard said is kept apart from the outlet."""
        return self.party.codes, self.party.names or _named(self.party), self.voice is not None

    @property
    def name(self) -> str:
        """How a speaker is called."""
        return self.voice.name if self.voice is not None else self.party.label


def _named(party: Party) -> tuple[str, ...]:
    return () if party.codes else (party.label,)


OUTLET = "outlet"


def choices_of(
    here: Situation, kind: str, act: str, rule: Roles, analysis: Analysis, lexicon: Lexicon
) -> list[Choice]:
    """All parties in reach of a clause that states a claim of this kind, each once, the likeliest sources first."""
    merged: dict[object, Choice] = {}
    seen = subject_class(here, lexicon), word_class(here, act, lexicon)
    for choice in _all(here, act, rule, analysis, lexicon):
        if not choice.party and choice.voice is None:
            continue
        same = merged.setdefault(choice.key, choice)
        if same is not choice:
            same.facts += choice.facts
            same.at = same.at if same.at >= 0 else choice.at
            same.near = same.near or choice.near
    _share(list(merged.values()))
    for choice in merged.values():
        choice.facts = _judged(choice, here, kind, act, rule, analysis, seen)
    return list(merged.values())


def _share(choices: list[Choice]) -> None:
    """Who was heard and is named too stands twice, since a speaker is called as heard; what speaks for one speaks for the other."""
    twins: dict[object, list[Choice]] = {}
    for choice in choices:
        twins.setdefault((choice.party.codes, choice.party.names), []).append(choice)
    for same in twins.values():
        if len(same) > 1 and same[0].party:
            told = [choice.facts for choice in same]
            for i, choice in enumerate(same):
                others = [fact for j, facts in enumerate(told) if j != i for fact in facts]
                choice.facts = [*choice.facts, *(f"{fact} too" for fact in others if fact not in told[i])]


def _all(here: Situation, act: str, rule: Roles, analysis: Analysis, lexicon: Lexicon) -> Iterator[Choice]:
    at = here.candidate.sentence
    memory = memory_for(here, analysis)
    yield Choice(party=Party(label=OUTLET), voice=Voice(), facts=["from=outlet"])
    yield Choice(
        party=voice_party(here.voice), voice=here.voice, facts=["from=voice", f"cue={here.voice.cue or '-'}"]
    )
    for cue in analysis.cues[at]:
        yield _of_cue(cue, here)
    yield Choice(party=rule.lead, facts=["from=lead"])
    if here.candidate.form in ("noun", "appos"):
        yield Choice(party=owner_party(here, memory, analysis, lexicon), facts=["from=owner"])
    else:
        yield Choice(party=subject_party(here, act, memory, analysis, lexicon), facts=["from=subject"])
    for mention in analysis.cast.by_sentence[at]:
        yield _of_mention(mention, here)
    yield Choice(party=memory.last_subject, facts=["from=last subject"])
    yield Choice(party=memory.last_speaker, facts=["from=last speaker"])
    yield Choice(party=memory.last_several, facts=["from=last several"])
    for back, person in enumerate(reversed(memory.persons[-2:])):
        yield Choice(party=person, facts=[f"from=person {back}"])
    for back, code in enumerate(reversed(memory.states[-3:])):
        yield Choice(
            party=Party(codes=(code,), label=lexicon.state_names.get(code, code)),
            facts=[f"from=state {back}"],
        )
    for code, fact in ((analysis.focus, "from=focus"), (memory.home, "from=home")):
        if code:
            yield Choice(party=_state(code, lexicon), facts=[fact])
    yield from _elsewhere(here, analysis, lexicon)


def _state(code: str, lexicon: Lexicon) -> Party:
    return Party(codes=(code,), label=lexicon.state_names.get(code, code))


def _elsewhere(here: Situation, analysis: Analysis, lexicon: Lexicon) -> Iterator[Choice]:
    """Whom the sentences before named, whom the headline names, and whom the document names most."""
    at = here.candidate.sentence
    for back in (1, 2, 3):
        if at - back >= 0:
            before = analysis.sentences[at - back]
            for mention in analysis.cast.by_sentence[at - back][:_MOST]:
                dep = before.words[mention.last].dep
                same = "same" if before.paragraph == here.sentence.paragraph else "other"
                yield Choice(
                    party=_party_of(mention),
                    near=False,
                    facts=[f"back {back}", f"back {back} {dep}", f"back {back} {same} paragraph"],
                )
    for mention in analysis.cast.by_sentence[0] if analysis.cast.by_sentence else ():
        yield Choice(party=_party_of(mention), near=False, facts=["from=first sentence"])
    for rank, code in enumerate(analysis.often[:_MOST]):
        yield Choice(party=_state(code, lexicon), near=False, facts=[f"from=often {rank}"])
    # rules of the council are told without it: "may not be sold to the North"
    yield Choice(party=_state("UNSC", lexicon), near=False, facts=["from=council"])


_MOST = 6


def _of_cue(cue: Cue, here: Situation) -> Choice:
    own = (
        "own"
        if here.candidate.head == cue.verb
        else "mine"
        if here.candidate.head in cue.content
        else "other"
    )
    return Choice(
        party=cue.party or voice_party(cue.voice),
        voice=cue.voice,
        facts=["from=cue", f"cue is {own}", f"cue={cue.voice.cue or '-'}"],
    )


def _of_mention(mention: Mention, here: Situation) -> Choice:
    return Choice(party=_party_of(mention), at=mention.last, facts=["from=mention", *_place(mention, here)])


def _party_of(mention: Mention) -> Party:
    names = (
        (mention.name,) if mention.kind in (MentionKind.PERSON, MentionKind.FIRM, MentionKind.BODY) else ()
    )
    if mention.codes and mention.kind is MentionKind.BODY:
        names = ()
    return Party(
        codes=mention.codes, names=names, person=mention.kind is MentionKind.PERSON, label=mention.name
    )


def _place(mention: Mention, here: Situation) -> Iterator[str]:
    candidate, sentence = here.candidate, here.sentence
    inside = candidate.first <= mention.first and mention.last <= candidate.last
    yield f"inside={inside}"
    yield "before" if mention.last < candidate.head else "after"
    yield f"path={_path(sentence, mention.last, candidate.head)}"
    yield f"line={line_between(sentence, candidate.head, mention.last)}"
    yield f"kind={mention.kind.value}"
    word = sentence.words[mention.last]
    yield f"dep={word.dep}"
    up = sentence.words[word.head]
    if word.dep == "pobj":
        yield f"prep={up.lower}"


def _path(sentence: Sentence, start: int, head: int) -> str:
    """The roles on the way up from a name to the head of the clause, three at most; "away" when it is not below it."""
    steps: list[str] = []
    i = start
    while i != head:
        word = sentence.words[i]
        if word.head == i or len(steps) > 6:
            return "away"
        steps.append(word.dep)
        i = word.head
    return ">".join(steps[-3:][::-1]) if steps else "head"


def _judged(
    choice: Choice,
    here: Situation,
    kind: str,
    act: str,
    rule: Roles,
    analysis: Analysis,
    seen: tuple[str, str],
) -> list[str]:
    """The facts of a choice together with what the claim is, so that a linear layer can weigh both at once."""
    party = choice.party
    codes = set(party.codes)
    form = "noun" if here.candidate.form in ("noun", "appos") else "verb"
    told = [_with(fact, kind, form, act, *seen) for fact in dict.fromkeys(choice.facts)]
    found = [fact for facts in told for fact in facts]
    what = (
        "person"
        if party.person
        else "outlet"
        if party.label == OUTLET and not codes
        else "codes"
        if codes
        else "name"
    )
    found += [f"is={what}", f"is={what}&{kind}", f"n={min(len(codes), 3)}"]
    found.append(f"focus={analysis.focus in codes}&{kind}")
    found.append(f"un={bool(codes & {'UN', 'UNSC'})}&{kind}")
    ruled = bool(codes & set(rule.actors)) or bool(set(party.names) & set(rule.actors))
    found += [
        f"ruled={ruled}",
        f"ruled={ruled}&{kind}",
        f"ruled target={bool(codes & set(rule.targets))}&{kind}",
    ]
    spoken = here.voice.name == choice.name
    found += [
        f"voice={spoken}&{kind}",
        f"voice={spoken}&quoted={here.sentence.words[here.candidate.head].quoted}",
    ]
    return [*found, f"is={what}&act={act}", f"n={min(len(codes), 3)}&subject={seen[0]}"]


def _with(fact: str, kind: str, form: str, act: str, subject: str, word: str) -> list[str]:
    """A fact, and the fact together with what the claim is."""
    found = [fact, f"{fact}&{kind}"]
    if fact.startswith("from"):
        found.append(f"{fact}&{form}")
    found += bearings(fact, act, subject, word)
    return found
