"""Names of FollowTheMoney's schemas and which of them a search for one should reach.

Names and their tree: https://followthemoney.tech/explorer/ (read 2026-11-29; names only). What a list calls an organisation may be a
company and the other way round, so asking for one kind of legal entity reaches those above it too, as the field's usual API does.
"""

from __future__ import annotations

NAMES = frozenset(
    {
        "Address", "Airplane", "Analyzable", "Article", "Asset", "Associate", "Audio", "BankAccount", "Call",
        "CallForTenders", "Company", "Contract", "ContractAward", "CourtCase", "CourtCaseParty", "CryptoWallet", "Debt",
        "Directorship", "Document", "Documentation", "EconomicActivity", "Email", "Employment", "Event", "Family",
        "Folder", "HyperText", "Identification", "Image", "Interest", "Interval", "LegalEntity", "License",
        "Membership", "Mention", "Message", "Note", "Occupancy", "Organization", "Ownership", "Package", "Page",
        "Pages", "Passport", "Payment", "Person", "PlainText", "Position", "Project", "ProjectParticipant",
        "PublicBody", "RealEstate", "Representation", "Risk", "Sanction", "Security", "Similar", "Succession", "Table",
        "TaxRoll", "Thing", "Trip", "UnknownLink", "UserAccount", "Value", "Vehicle", "Vessel", "Video", "Workbook",
    }
)  # fmt: skip

_ORGANISATIONS = frozenset({"Organization", "Company", "PublicBody"})
_PARTIES = _ORGANISATIONS | {"Person", "LegalEntity"}
_VEHICLES = frozenset({"Vessel", "Airplane", "Vehicle"})
_REACHES = {
    "Thing": _PARTIES | _VEHICLES,
    "LegalEntity": _PARTIES,
    "Person": frozenset({"Person", "LegalEntity"}),
    "Organization": _ORGANISATIONS | {"LegalEntity"},
    "Company": _ORGANISATIONS | {"LegalEntity"},
    "PublicBody": _ORGANISATIONS | {"LegalEntity"},
    "Asset": _VEHICLES | {"Company"},
    "Vehicle": _VEHICLES,
}


def reached(schema: str) -> frozenset[str]:
    """The schemas of entries that a search for `schema` may find: itself, what lies below it, and what it may have been filed as."""
    return _REACHES.get(schema, frozenset({schema}))
