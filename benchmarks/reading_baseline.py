"""The baseline to beat: word lists and dependencies, no model, no attribution.

A verb of the lexicons with a named subject is a claim; the subject acts, the outlet says it, and what is not negated
or modal is asserted.
"""

from __future__ import annotations

from stanch.reading.actors import Roles
from stanch.reading.analyse import analyse
from stanch.reading.channels import channels_in
from stanch.reading.lexicon import Lexicon
from stanch.reading.model import Proposal, Text
from stanch.reading.parties import Party
from stanch.reading.quotes import verify
from stanch.reading.voices import subject_of
from stanch.records import Modality, Span


def read_baseline(text: Text, lexicon: Lexicon) -> tuple[Proposal, ...]:
    """Claims by word lists alone."""
    analysis = analyse(text, lexicon)
    found = []
    for here in analysis.situations:
        triggers = lexicon.verbs.get(here.key, ())
        subject = subject_of(here.sentence, here.candidate.head)
        mention = analysis.cast.at[here.candidate.sentence].get(subject) if subject is not None else None
        if here.candidate.form != "verb" or not triggers or mention is None or not mention.codes:
            continue
        words = here.sentence.words
        start, end = words[here.candidate.first].start, words[here.candidate.last].end
        roles = Roles(actors=mention.codes, targets=(), lead=Party(codes=mention.codes))
        modality = (
            Modality.NEGATED
            if here.force.negated
            else Modality.HEDGED
            if here.force.modal == "hedged"
            else Modality.ASSERTED
        )
        found.append(
            Proposal(
                kind=triggers[0].kind,
                act=triggers[0].act,
                actors=roles.actors,
                targets=roles.targets,
                channels=channels_in(
                    here.sentence, range(here.candidate.first, here.candidate.last + 1), lexicon
                ),
                status="" if triggers[0].kind == "position" else "done",
                modality=modality,
                said_by="outlet",
                span=Span(document=text.name, start=start, end=end, quote=text.text[start:end]),
                part=here.sentence.part,
                confidence=0.5,
            )
        )
    return verify(found, text)
