"""Plain words for goods: from "frozen squid" or an HS code to the items that rules name.

The lexicon is ``data/lexicons/goods/*.yml``. An item has words, may be a kind of others (`is_a`), and may name the HS prefixes
that hold it and nothing else (`hs`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from stanch.errors import DataError, raise_all
from stanch.files import Document, StrictModel, did_you_mean, load_yaml, shaped
from stanch.settings import packaged_data


class Item(StrictModel):
    """One kind of goods."""

    words: tuple[str, ...] = ()
    is_a: tuple[str, ...] = ()
    hs: tuple[str, ...] = ()


class _File(StrictModel):
    items: dict[str, Item]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All items, with phrases and codes turned round for looking up."""

    items: Mapping[str, Item]
    phrases: Mapping[tuple[str, ...], tuple[str, ...]]
    codes: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, frozenset[str]]  # item -> itself and everything it is a kind of
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What words say: items that are certain, and items that the words only touch."""

    items: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()


@lru_cache(maxsize=4)
def lexicon(data_dir: Path | None = None) -> Lexicon:
    """The goods lexicon of a data directory."""
    folder = (data_dir or packaged_data()) / "lexicons" / "goods"
    items: dict[str, Item] = {}
    errors: list[DataError] = []
    documents: list[Document] = []
    for path in sorted(folder.glob("*.yml")):
        document = load_yaml(path)
        documents.append(document)
        for key, item in shaped(document, _File).items.items():
            if key in items:
                errors.append(
                    document.error(("items", key), "stands in another file of the lexicon too; keep one")
                )
            items[key] = item
    for document in documents:
        errors.extend(_unknown_kinds(document, items))
    raise_all(errors)
    phrases: dict[tuple[str, ...], list[str]] = {}
    codes: dict[str, list[str]] = {}
    for key, item in items.items():
        for words in (key.replace("_", " "), *item.words):
            phrases.setdefault(tuple(tokens_of(words)), []).append(key)
        for code in item.hs:
            codes.setdefault(code, []).append(key)
    return Lexicon(
        items=items,
        phrases={phrase: tuple(sorted(set(keys))) for phrase, keys in phrases.items()},
        codes={code: tuple(sorted(keys)) for code, keys in codes.items()},
        kinds={key: frozenset(_kinds(key, items)) for key in items},
        longest=max((len(phrase) for phrase in phrases), default=1),
    )


def _unknown_kinds(document: Document, items: Mapping[str, Item]) -> Iterator[DataError]:
    for key, item in (document.data or {}).get("items", {}).items():
        for i, kind in enumerate(item.get("is_a", ()) or ()):
            if kind not in items:
                yield document.error(
                    ("items", key, "is_a", i), f"'{kind}' is no item{did_you_mean(str(kind), items)}"
                )


def _kinds(key: str, items: Mapping[str, Item]) -> Iterator[str]:
    seen: set[str] = set()
    todo = [key]
    while todo:
        one = todo.pop()
        if one not in seen:
            seen.add(one)
            yield one
            todo.extend(items[one].is_a)


_TOKEN = re.compile(r"\w+", re.UNICODE)
_PLURALS = (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("xes", "x"), ("s", ""))
# words that say how goods come, never what they are
_QUALIFIERS = frozenset(
    {"new", "used", "second", "hand", "secondhand", "unwrought", "raw", "processed", "frozen", "fresh",
     "dried", "live", "chilled", "whole", "large", "small", "bulk", "in", "of", "the", "a", "an", "and",
     "or", "other", "various", "commercial", "industrial", "civilian", "men", "women", "boys", "girls",
     "children", "s", "assorted", "unused", "overhauled", "refined", "semi", "finished", "partly",
     "fully", "completed", "wholesale", "packed", "bagged", "natural", "synthetic", "pure", "grade"}
)  # fmt: skip
_HEAD_ENDS = frozenset({"of", "for", "from", "with", "in", "by", "at", "to", "under", "worth", "made"})


@lru_cache(maxsize=65536)
def tokens_of(text: str) -> tuple[str, ...]:
    """Lower-case words in the singular, without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(_singular(token) for token in _TOKEN.findall(unicodedata.normalize("NFC", plain)))


def _singular(token: str) -> str:
    if len(token) < 4 or token.endswith(("ss", "us", "is")):
        return token
    for ending, instead in _PLURALS:
        if token.endswith(ending):
            return token[: -len(ending)] + instead
    return token


@lru_cache(maxsize=65536)
def describe(words: str, data_dir: Path | None = None) -> Described:
    """The items that words name.

    In "coal mining machine" the head is the machine: `coal` is only touched. "anthracite, 500 t" and "coal from the east" name
    coal. Several parts ("pumps; valves") each count.
    """
    lex = lexicon(data_dir)
    items: set[str] = set()
    touched: set[str] = set()
    for part in re.split(r"[;,/()]|\band\b|\bor\b", words):
        tokens = tokens_of(part)
        if not tokens:
            continue
        found = list(_phrases(tokens, lex))
        for start, end, keys in found:
            (items if _is_head(tokens, start, end, found) else touched).update(keys)
    whole = lex.phrases.get(tokens_of(words), ())
    return Described(items=_with_kinds(lex, items | set(whole)), touched=_with_kinds(lex, touched - items))


def _phrases(tokens: tuple[str, ...], lex: Lexicon) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    at = 0
    while at < len(tokens):
        for size in range(min(lex.longest, len(tokens) - at), 0, -1):
            keys = lex.phrases.get(tokens[at : at + size])
            if keys:
                yield at, at + size, keys
                at += size - 1
                break
        at += 1


def _is_head(
    tokens: tuple[str, ...], start: int, end: int, found: list[tuple[int, int, tuple[str, ...]]]
) -> bool:
    rest = [token for token in tokens[end:] if token not in _QUALIFIERS and not token[0].isdigit()]
    if not rest:
        # the last named thing of the part, unless an "of" before it made it a mere material: "model of a tank"
        return not any(tokens[other_end] in _HEAD_ENDS for _s, other_end, _k in found if other_end <= start)
    return tokens[end] in _HEAD_ENDS


def _with_kinds(lex: Lexicon, keys: set[str]) -> frozenset[str]:
    return frozenset(kind for key in keys for kind in lex.kinds[key])


@lru_cache(maxsize=65536)
def items_of_code(code: str, data_dir: Path | None = None) -> frozenset[str]:
    """The items that an HS code names by itself."""
    lex = lexicon(data_dir)
    keys = {key for size in range(2, len(code) + 1) for key in lex.codes.get(code[:size], ())}
    return _with_kinds(lex, keys)


@lru_cache(maxsize=65536)
def facts_of(words: str, data_dir: Path | None = None) -> Mapping[str, str]:
    """What the words say besides the item: new or used."""
    tokens = set(tokens_of(words))
    if tokens & {"used", "secondhand"} or {"second", "hand"} <= tokens:
        return {"condition": "used"}
    return {"condition": "new"} if "new" in tokens else {}
