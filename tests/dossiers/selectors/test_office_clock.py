"""The clock beside a dossier of the desk."""

from datetime import timedelta

from dossiers.selectors.office_clock import clock_panel
from tests.factories.dossiers import MONDAY_9H, Situations


def test_a_stopped_clock_shows_what_it_would_be_if_it_went_on(make: Situations) -> None:
    dossier = make.awaiting_supplement()
    now = MONDAY_9H + timedelta(days=2)
    panel = clock_panel(dossier, list(dossier.suspensions.all()), now)
    assert panel.moment is not None
    assert dossier.due_at is not None
    assert panel.moment - dossier.due_at == timedelta(days=4)  # two days stopped, and a weekend on the way
    assert panel.note.startswith("Còn 31 giờ làm việc.")
