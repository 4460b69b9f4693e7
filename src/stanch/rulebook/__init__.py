"""May this happen, on this day, by which paragraph? The law as data, and the one function that answers from it.

    from stanch.rulebook import Activity, check, load_regime

    regime = load_regime("dprk")                                    # or a Path to a folder of the same shape
    activity = Activity(act="procure", hs="270112", from_country="KP", to_country="CN")
    answer = check(activity, dt.date(2017, 8, 6), regime=regime)    # known_on=..., listed=..., authorities=("un",)
    answer.verdict, answer.layer("un").paragraphs                   # prohibited, ("unsc:2371:8",)

    in_force(regime, day, channel="labour.workers", country="MY")   # provisions of that day, with their wording
    by_channel(regime, day, country="MY")                           # channel -> provisions
    obligations(regime, "MY", day)                                  # provision x country, with deadlines
    diff(regime, day, later)                                        # what began, ended, was reworded
    consider(activity, day, regime=regime)                          # every provision, and why it bites or not

`model` holds the records (and the YAML shape), `load` reads and cross-checks them, `conditions` the closed dict of predicates,
`reach` and `ways` weigh one rule, `judge` makes the finding, `check` the layers and the verdict.
"""

from stanch.rulebook.activity import Activity, Party, Vessel
from stanch.rulebook.check import check, consider
from stanch.rulebook.listing import Hit, Listed
from stanch.rulebook.load import load_regime, regimes
from stanch.rulebook.model import Instrument, Provision, Regime, Version
from stanch.rulebook.verdict import Answer, Exposure, Finding, Layer, Verdict
from stanch.rulebook.versions import (
    InForce,
    Obligation,
    by_channel,
    diff,
    history,
    in_force,
    obligations,
    provision_of,
)

__all__ = [
    "Activity",
    "Answer",
    "Exposure",
    "Finding",
    "Hit",
    "InForce",
    "Instrument",
    "Layer",
    "Listed",
    "Obligation",
    "Party",
    "Provision",
    "Regime",
    "Verdict",
    "Version",
    "Vessel",
    "by_channel",
    "check",
    "consider",
    "diff",
    "history",
    "in_force",
    "load_regime",
    "obligations",
    "provision_of",
    "regimes",
]
