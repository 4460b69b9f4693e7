"""What the model sees of a candidate: named facts about its words, its parse, its parties and who says it.

A feature is a short text such as ``a=halt`` or ``subj=person``; the model's weights are looked up by it. Names of
states and people are
not features, so that what was learned on one country holds for the next.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from stanch.reading.clauses import Candidate, key_of
from stanch.reading.lexicon import Lexicon, Trigger
from stanch.reading.mentions import Cast
from stanch.reading.modality import Force
from stanch.reading.model import Mention, MentionKind, Sentence, Voice
from stanch.reading.setting import Setting, setting_features
from stanch.reading.voices import Cue, subject_of


@dataclass(slots=True, kw_only=True)
class Situation:
    """A candidate with everything that was worked out about it before the model is asked."""

    candidate: Candidate
    sentence: Sentence
    cast: Cast
    force: Force
    voice: Voice
    channels: tuple[str, ...]
    quantity_units: tuple[str, ...]
    focus: str
    cue: Cue | None
    key: str
    setting: Setting = field(default_factory=Setting)

    @property
    def relevant(self) -> bool:
        """True when the sentence names the sanctioned state, sanctions or banned weapons."""
        return self.setting.named


def features_of(here: Situation, lexicon: Lexicon) -> list[str]:
    """All features of a candidate, in a stable order."""
    sentence, candidate = here.sentence, here.candidate
    head = sentence.words[candidate.head]
    found = ["bias", f"form={candidate.form}", f"part={sentence.part.value}"]
    found += _head_features(here, lexicon)
    found += _argument_features(here, lexicon)
    found += _party_features(here)
    found += _force_features(here)
    found += _voice_features(here)
    found += _joint_features(here, lexicon)
    found += [f"ch={channel.split(':')[0]}" for channel in here.channels]
    found += [f"nch={min(len(here.channels), 3)}"]
    found += [f"q={unit}" for unit in sorted(set(here.quantity_units))]
    found += [
        f"q={unit}&lv={lexicon.levels.get(head.lemma, '-')}" for unit in sorted(set(here.quantity_units))
    ]
    length = candidate.last - candidate.first + 1
    found.append(f"len={min(length // 4, 6)}")
    return list(dict.fromkeys(found))


def triggers_at(here: Situation, lexicon: Lexicon) -> tuple[Trigger, ...]:
    """What the lexicon says the head of a candidate may state."""
    return _triggers(here, here.candidate.head, lexicon)


def _triggers(here: Situation, i: int, lexicon: Lexicon) -> tuple[Trigger, ...]:
    word = here.sentence.words[i]
    if word.pos in ("VERB", "AUX"):
        return lexicon.verbs.get(key_of(here.sentence, i, lexicon), ()) or lexicon.verbs.get(word.lemma, ())
    if word.pos == "ADJ":
        return lexicon.adjectives.get(word.lemma, ())
    return lexicon.nouns.get(word.lemma, ()) or lexicon.nouns.get(word.lower, ())


def _head_features(here: Situation, lexicon: Lexicon) -> list[str]:
    candidate = here.candidate
    word = here.sentence.words[candidate.head]
    form = candidate.form[0]
    found = [
        f"l={here.key}",
        f"{form}l={here.key}",
        f"tag={word.tag}",
        f"dep={word.dep}",
        f"{form}dep={word.dep}",
    ]
    triggers = _triggers(here, candidate.head, lexicon)
    for trigger in triggers:
        found += [f"k={trigger.kind}", f"a={trigger.act}", f"{form}a={trigger.kind[0]}:{trigger.act}"]
    if triggers:
        found += [f"k1={triggers[0].kind}", f"a1={triggers[0].act}"]
    else:
        found.append("untriggered")
    if word.lemma in lexicon.says:
        found.append("says")
    if word.lemma in lexicon.findings:
        found.append("finds")
    level = lexicon.levels.get(word.lemma)
    if level:
        found.append(f"lv={level}")
    return found


_ARGUMENTS = {"dobj", "attr", "acomp", "prep", "xcomp", "ccomp", "oprd", "dative", "agent", "advmod"}


def _argument_features(here: Situation, lexicon: Lexicon) -> list[str]:
    sentence = here.sentence
    words = sentence.words
    found: list[str] = []
    for child in sentence.children[here.candidate.head]:
        word = words[child]
        if word.dep not in _ARGUMENTS:
            continue
        found.append(f"has={word.dep}")
        if word.dep in ("prep", "agent"):
            found.append(f"p={word.lower}")
            found += [
                feature
                for j in sentence.children[child]
                for feature in _argument(here, j, f"po:{word.lower}", lexicon)[:3]
            ]
        elif word.dep == "advmod":
            found.append(f"adv={word.lower}")
        else:
            found += _argument(here, child, word.dep, lexicon)
    return found


def _argument(here: Situation, i: int, role: str, lexicon: Lexicon) -> list[str]:
    word = here.sentence.words[i]
    mention = here.cast.at[here.candidate.sentence].get(i)
    if mention is not None:
        return [f"{role}={_class_of(mention, here.focus)}"]
    found = [f"{role}={word.lemma}", f"arg={word.lemma}"]
    for trigger in _triggers(here, i, lexicon)[:2]:
        found += [f"{role[:2]}k={trigger.kind}", f"{role[:2]}a={trigger.act}"]
    for _, channel in lexicon.channels.get(word.lemma, ())[:2]:
        found.append(f"{role[:2]}c={channel.split(':')[0]}")
    return found


def _class_of(mention: Mention, focus: str) -> str:
    if mention.kind is MentionKind.STATE:
        return "FOCUS" if focus in mention.codes else "STATE"
    return mention.kind.value.upper()


def _party_features(here: Situation) -> list[str]:
    sentence, candidate = here.sentence, here.candidate
    at = here.cast.at[candidate.sentence]
    inside = {id(at[i]): at[i] for i in range(candidate.first, candidate.last + 1) if i in at}
    codes = {code for mention in inside.values() for code in mention.codes}
    found = [
        f"codes={min(len(codes), 3)}",
        f"focus={here.focus in codes}",
        f"others={bool(codes - {here.focus})}",
    ]
    sentence_codes = {code for mention in here.cast.by_sentence[candidate.sentence] for code in mention.codes}
    found.append(f"scodes={min(len(sentence_codes), 2)}")
    subject = subject_of(sentence, candidate.head)
    found.append(f"subj={_subject_class(here, subject)}")
    if subject is not None:
        word = sentence.words[subject]
        if word.pos == "NOUN":
            found.append(f"sl={word.lemma}")
        if word.dep == "nsubjpass":
            found.append("passive")
    return found


def _subject_class(here: Situation, subject: int | None) -> str:
    if subject is None:
        return "none"
    word = here.sentence.words[subject]
    mention = here.cast.at[here.candidate.sentence].get(subject)
    if mention is not None:
        return _class_of(mention, here.focus)
    if word.pos == "PRON":
        return f"pron:{word.lower}"
    if word.lemma in _LAW:
        return "LAW"
    for child in here.sentence.children[subject]:
        mention = here.cast.at[here.candidate.sentence].get(child)
        if mention is not None and mention.codes:
            return f"noun of {_class_of(mention, here.focus)}"
    return word.pos


def _force_features(here: Situation) -> list[str]:
    force = here.force
    found = [f"tense={force.tense}", f"modal={force.modal or '-'}"]
    if force.negated:
        found.append("negated")
    if force.conditional:
        found.append("conditional")
    if force.unknown:
        found.append("unknown governor")
    found += [f"force={each}" for each in sorted(set(force.forces)) if each]
    found += [f"gov={lemma}" for lemma in force.governors[:2]]
    words = here.sentence.words
    head = words[here.candidate.head]
    if head.head != head.i:
        up = words[head.head]
        found += [f"up={up.lemma}", f"dep={head.dep}&uppos={up.pos}"]
    return found


def _voice_features(here: Situation) -> list[str]:
    voice = here.voice
    head = here.sentence.words[here.candidate.head]
    who = "outlet" if voice.name == "outlet" else "person" if voice.is_person else "body"
    found = [f"voice={who}", f"quoted={head.quoted}", f"voice={who}&tense={here.force.tense}"]
    if voice.cue:
        found.append(f"cue={voice.cue}")
    if here.cue is not None:
        found.append("is cue")
    found.append(f"voice={who}&trig={'untriggered' if not here.key else here.key in _COPULAS}")
    found.append(f"voice={who}&modal={here.force.modal or '-'}")
    return found


def _joint_features(here: Situation, lexicon: Lexicon) -> list[str]:
    """What a word may state together with whether it stands free, who leads it and what it is about."""
    triggers = triggers_at(here, lexicon)
    kinds = sorted({trigger.kind for trigger in triggers}) or ["-"]
    first = triggers[0].kind if triggers else "-"
    force, candidate = here.force, here.candidate
    forces = [each for each in force.forces if each]
    free = "free" if not (forces or force.unknown or force.modal or force.conditional) else "bound"
    owner = (
        _owner_class(here)
        if candidate.form == "noun"
        else _subject_class(here, subject_of(here.sentence, candidate.head))
    )
    owner = owner if not owner.startswith("pron:") else "pron"
    at = here.cast.at[candidate.sentence]
    named = any(at[i].codes for i in range(candidate.first, candidate.last + 1) if i in at)
    who = "outlet" if here.voice.name == "outlet" else "person" if here.voice.is_person else "body"
    about = "about" if here.channels else "plain"
    found = [
        f"{first}&{free}&{owner}",
        f"relevant={here.relevant}",
        f"{first}&relevant={here.relevant}",
        f"{who}&relevant={here.relevant}",
        f"{first}&{free}&{force.tense}",
        f"{first}&{candidate.form}&{named}&{about}",
        f"{first}&{who}&{free}",
        f"{about}&{who}&{free}&{candidate.form}",
        f"{'/'.join(kinds)}&{about}",
        f"{candidate.form}&{owner}&{about}",
    ]
    others = any(mention.codes for mention in here.cast.by_sentence[candidate.sentence])
    found += setting_features(here.setting, first, owner, others)
    found += [f"{t.kind}:{t.act}&{free}" for t in triggers]
    found += [f"{t.act}&own={owner}" for t in triggers if candidate.form == "noun"]
    return found


_LAW = {
    "sanction",
    "measure",
    "resolution",
    "law",
    "bill",
    "order",
    "decree",
    "rule",
    "embargo",
    "legislation",
    "act",
    "regulation",
    "restriction",
    "package",
    "text",
}


def _owner_class(here: Situation) -> str:
    """Whose an event noun is, by class: the possessor or the name before it."""
    sentence, head = here.sentence, here.candidate.head
    at = here.cast.at[here.candidate.sentence]
    for dep in ("poss", "amod", "compound", "nmod"):
        for child in sentence.children[head]:
            if sentence.words[child].dep == dep:
                mention = at.get(child)
                if mention is not None and mention.codes:
                    return _class_of(mention, here.focus)
                if dep == "poss" and sentence.words[child].pos == "PRON":
                    return "pron"
    return "-"


_COPULAS = {"be", "become", "remain", "have", "do"}
