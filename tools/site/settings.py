"""Reference of settings and errors, from the code that reads and raises them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import stanch
from stanch import errors
from tools.site.text import code, page, table

SRC = Path(stanch.__file__).parent
_NAME = re.compile(r"STANCH_[A-Z_]*[A-Z](?![A-Z_])")
# What each setting means, in the user's words. A test holds this to the names that the code reads: all of them, and no others.
MEANING = {
    "STANCH_HOME": (
        "`$XDG_DATA_HOME/stanch` or `~/.local/share/stanch`",
        "where the store, the archive, lists and caches are kept",
    ),
    "STANCH_DATA": ("the packaged data", "a data folder of your own: law, facts, vocabularies"),
    "STANCH_STORE": (
        "SQLite under `STANCH_HOME`",
        "SQLAlchemy URL of the store; `postgresql://...` needs the extra `postgres`",
    ),
    "STANCH_PROCESSES": ("every core", "how many processes long work may use"),
    "STANCH_SECRET": (
        "made up at each start",
        "signs sessions and forms; at least 32 characters, the same for all workers",
    ),
    "STANCH_SIGN_IN": ("off", "`on`: people and programs must say who they are"),
    "STANCH_FOUR_EYES": ("off", "`on`: dismissals and accepted claims need a second person"),
    "STANCH_ORIGIN": ("`http://127.0.0.1:8000`", "the public address; `https` makes cookies secure"),
    "STANCH_HOSTS": (
        "the name in `STANCH_ORIGIN`",
        "further names the service is reached by, with blanks between; `*` for any; others are refused (421)",
    ),
    "STANCH_RATE": ("0, no limit", "requests a minute for each client; more get 429"),
    "STANCH_MAX_BODY": ("10485760", "bytes that a request may carry; more gets 413"),
    "STANCH_AT_ONCE": ("64", "requests worked on at once; more get 503"),
    "STANCH_OIDC_ISSUER": ("none", "OpenID Connect: address of the provider; all three must be set"),
    "STANCH_OIDC_CLIENT": ("none", "OpenID Connect: client id"),
    "STANCH_OIDC_SECRET": ("none", "OpenID Connect: client secret"),
    "STANCH_OIDC_NAME": ("`email`", "OpenID Connect: the claim that names an account"),
    "STANCH_OIDC_ROLE_CLAIM": (
        "none",
        "OpenID Connect: the claim that holds roles; without it they are given here",
    ),
    "STANCH_OIDC_ROLES": (
        "none",
        "OpenID Connect: what the values of that claim mean here, `GROUP=ROLE` with blanks between",
    ),
    "STANCH_SPARK": ("`local[...]` on this machine", "address of the Spark master for `--engine spark`"),
    "STANCH_COMTRADE_KEY": ("none", "the key that UN Comtrade's interface is asked with"),
    "STANCH_LLM_URL": (
        "none",
        "an OpenAI-compatible endpoint as a second reader of reports; nothing is sent anywhere without it",
    ),
    "STANCH_LLM_MODEL": ("`default`", "the model that it is asked for"),
    "STANCH_LLM_KEY": ("none", "the key that is sent to it"),
    "STANCH_REVIEWER": ("the user's name", "who decides in `stanch review`"),
}


def pages() -> dict[str, str]:
    """Settings, and errors."""
    return {"reference/settings.md": _settings(), "reference/errors.md": _errors()}


def names_in_code() -> set[str]:
    """Every setting that the code speaks of."""
    return {name for path in SRC.rglob("*.py") for name in _NAME.findall(path.read_text(encoding="utf-8"))}


def _read_in(name: str) -> str:
    held = [
        path for path in sorted(SRC.rglob("*.py")) if name in _NAME.findall(path.read_text(encoding="utf-8"))
    ]
    return ", ".join(code(path.relative_to(SRC)) for path in held)


def _settings() -> str:
    rows = [(code(name), without, what, _read_in(name)) for name, (without, what) in MEANING.items()]
    return page(
        "Settings",
        "the code that reads them",
        "Settings come from the environment, and from nowhere else. `STANCH_SECRET`, `STANCH_OIDC_SECRET` and `STANCH_LLM_KEY` are secrets:"
        " keep them in a file that only the service may read, not on a command line.",
        table(("name", "without it", "what it does", "spoken of in"), rows),
    )


def tree(root: type[Exception] = errors.StanchError, depth: int = 0) -> Iterator[tuple[int, type[Exception]]]:
    """The tree of errors, each with its depth."""
    yield depth, root
    for below in root.__subclasses__():
        if below.__module__ == errors.__name__:
            yield from tree(below, depth + 1)


def _errors() -> str:
    rows = [
        (
            f"{'&emsp;' * depth}`{error.__name__}`",
            (error.__doc__ or "").strip().split("\n")[0],
            getattr(error, "exit_code", ""),
        )
        for depth, error in tree()
    ]
    return page(
        "Errors",
        "`stanch.errors`",
        "Every error that stanch raises on purpose stands in one tree. Its message says where, what, why and what to do. On the command"
        " line it ends the command with the exit code; the API answers 400 for wrong use, 404 for what is not held, 503 when the store"
        " cannot be used.",
        table(("error", "what it means", "exit code"), rows),
    )
