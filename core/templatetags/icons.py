"""The icon tag, known to every template. A page draws up to sixty: an included fragment took six times as long."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, *, large: bool = False) -> SafeString:
    """Return one icon of static/icons.svg by its id, in the colour and size of the text around it; screen readers pass it over."""
    face = "icon icon--large" if large else "icon"
    return format_html('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', face, _sprite(), name)


@cache
def _sprite() -> str:
    return static("icons.svg")
