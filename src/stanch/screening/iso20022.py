"""Parties in ISO 20022 payments: pacs.008 (customer credit transfer) and pain.001 (its initiation), of any version.

Every party and agent of every transaction is one row: debtor, creditor, ultimate debtor and creditor, initiating party, their
agents and intermediaries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from stanch.errors import FormatError
from stanch.lists.strict_xml import local, parse, text_of

PARTIES = (
    "InitgPty",
    "Dbtr",
    "Cdtr",
    "UltmtDbtr",
    "UltmtCdtr",
    "FwdgAgt",
    "InstgAgt",
    "InstdAgt",
    "DbtrAgt",
    "CdtrAgt",
    "IntrmyAgt1",
    "IntrmyAgt2",
    "IntrmyAgt3",
    "PrvsInstgAgt1",
    "PrvsInstgAgt2",
    "PrvsInstgAgt3",
)
_MESSAGES = re.compile(r"(pacs\.008|pain\.001)\.")
_AGENT = re.compile(r"Agt\d?$")


def parties(raw: bytes, path: str) -> Iterator[dict[str, str]]:
    """Each party of each transaction, with the fields that screening knows.

    Raises:
        FormatError: not well-formed, or another message.
    """
    root = parse(raw, path)
    message = next(
        (e for e in root.iter() if _MESSAGES.search(str(getattr(e, "nsmap", {}).get(None, "")))), None
    )
    if message is None:
        raise FormatError(f"{path}: no pacs.008 or pain.001 message; screen other files as CSV or JSON lines")
    for element in root.iter():
        if isinstance(element.tag, str) and local(element) in PARTIES:
            yield _party(element)


def _party(element: Any) -> dict[str, str]:
    role = local(element)
    found = {
        "ref": _reference(element, role),
        "name": _first(element, "Nm"),
        "country": "",
        "dob": "",
        "kind": "",
    }
    found["country"] = (
        _first(element, "CtryOfRes") or _first(element, "Ctry") or _first(element, "CtryOfBirth")
    )
    found["dob"] = _first(element, "BirthDt")
    if _AGENT.search(role):
        found["kind"] = "organisation"
        found["bic"] = _first(element, "BICFI") or _first(element, "BIC")
    else:
        found["bic"] = _first(element, "AnyBIC") or _first(element, "BICOrBEI")
        found["kind"] = (
            "person" if _has(element, "PrvtId") else "organisation" if _has(element, "OrgId") else ""
        )
    found["lei"] = _first(element, "LEI")
    passports = [text_of(o.find("{*}Id")) for o in element.iter("{*}Othr") if _code(o) == "CCPT"]
    found["passport"] = " | ".join(filter(None, passports))
    found["tax_id"] = " | ".join(
        filter(None, (text_of(o.find("{*}Id")) for o in element.iter("{*}Othr") if _code(o) == "TXID"))
    )
    found["national_id"] = " | ".join(
        filter(None, (text_of(o.find("{*}Id")) for o in element.iter("{*}Othr") if _code(o) == "NIDN"))
    )
    return found


def _reference(element: Any, role: str) -> str:
    """Which payment it is of, and in which role: ``E2E-1/Cdtr``."""
    node = element
    while node is not None:
        for tag in ("EndToEndId", "InstrId", "TxId", "PmtInfId", "MsgId"):
            found = next(
                (
                    e
                    for e in node.findall(f"{{*}}{tag}") + node.findall(f"{{*}}PmtId/{{*}}{tag}")
                    if text_of(e)
                ),
                None,
            )
            if found is not None:
                return f"{text_of(found)}/{role}"
        node = node.getparent()
    return role


def _first(element: Any, tag: str) -> str:
    found = next(element.iter(f"{{*}}{tag}"), None)
    return text_of(found)


def _has(element: Any, tag: str) -> bool:
    return next(element.iter(f"{{*}}{tag}"), None) is not None


def _code(other: Any) -> str:
    return text_of(next(other.iter("{*}Cd"), None))
