"""What the component fragments need and the template language cannot say. See docs/design-system.md."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, RadioSelect
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

DAYS_A_WEEK = 7
KEY_NAMES = {"Control": "Ctrl", "ArrowUp": "↑", "ArrowDown": "↓", "Escape": "Esc"}


@register.filter
def key_label(keys: str) -> str:
    """Return a shortcut written for `aria-keyshortcuts` ("Control+K") as printed on a key cap ("Ctrl K")."""
    return " ".join(KEY_NAMES.get(key, key) for key in keys.split("+"))


@register.filter
def first_control_id(field: BoundField) -> str:
    """Return the id of the control an error summary links to: the first box of a group, else the control itself."""
    grouped = hasattr(field.field.widget, "widgets") or isinstance(field.field.widget, RadioSelect)
    return f"{field.auto_id}_0" if grouped else field.id_for_label


@register.filter
def html_attributes(attributes: Mapping[str, Any]) -> SafeString:
    """Return the attributes of a sub-widget as HTML, with a leading space; false ones are left out."""
    return flatatt({name: value for name, value in attributes.items() if value not in (None, False)})


@register.filter
def calendar_weeks(days: Iterable[Any]) -> list[list[Any | None]]:
    """Return consecutive days as weeks of seven cells, Monday first; None where the range has no day.

    A day is an object or a mapping with `day`, a date.
    """
    cells: list[Any | None] = list(days)
    if not cells:
        return []
    before: list[Any | None] = [None] * _date_of(cells[0]).weekday()
    cells = before + cells
    cells += [None] * (-len(cells) % DAYS_A_WEEK)
    return [cells[at : at + DAYS_A_WEEK] for at in range(0, len(cells), DAYS_A_WEEK)]


def _date_of(cell: Any) -> date:
    day: date = cell["day"] if isinstance(cell, Mapping) else cell.day
    return day


@register.filter
def page_numbers(page: Page[Any]) -> Sequence[int | None]:
    """Return the page numbers to link, None where some are left out: 1 … 4 [5] 6 … 12."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


@register.simple_tag
def sample_data(template_name: str) -> Any:
    """Return the JSON of a template as data, with `…_at` as aware datetimes and `…_on`, `day` as dates.

    Only the gallery of components uses this: its samples are no one's records.
    """
    return json.loads(render_to_string(template_name), object_hook=_with_moments)


def _with_moments(sample: dict[str, Any]) -> dict[str, Any]:
    for name, value in sample.items():
        if name.endswith("_at"):
            sample[name] = datetime.fromisoformat(value)
        elif name.endswith("_on") or name == "day":
            sample[name] = date.fromisoformat(value)
    return sample
