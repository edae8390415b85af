"""The archive: what was heard, as lines that are only ever added; folded, moderated and kept in a folder."""

from generator.archive.gaps import UNMET, advance
from generator.archive.gone import plan_gone
from generator.archive.keys import live_key, recorded_key
from generator.archive.ledger import LedgerPlan, plan_ledger
from generator.archive.lines import removals, stay_away
from generator.archive.merge import merge
from generator.archive.moderate import moderate
from generator.archive.plan import plan
from generator.archive.rechecks import STANDS, believable, budget, due, host_of
from generator.archive.removal import tombstones
from generator.archive.store import Folder
from generator.archive.values import Believed, Folded, Plan, PlanCounts
from generator.archive.windows import met, window

__all__ = [
    "STANDS",
    "UNMET",
    "Believed",
    "Folded",
    "Folder",
    "LedgerPlan",
    "Plan",
    "PlanCounts",
    "advance",
    "believable",
    "budget",
    "due",
    "host_of",
    "live_key",
    "merge",
    "met",
    "moderate",
    "plan",
    "plan_gone",
    "plan_ledger",
    "recorded_key",
    "removals",
    "stay_away",
    "tombstones",
    "window",
]
