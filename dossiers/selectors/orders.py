"""The orders of lists of dossiers; each has its indexes."""

from core.keyset import Order

BY_URGENCY = Order("next_act_by")
NEWEST_FIRST = Order("listed_at", descending=True)
NEWEST_RESULT_FIRST = Order("finished_at", descending=True)  # of finished dossiers only: others have no such moment
