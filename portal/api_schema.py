"""How operations appear in the OpenAPI document: the first line of a docstring is the summary."""

from drf_spectacular.openapi import AutoSchema


class FirstLineSummary(AutoSchema):
    """The summary of an operation is given, or the first line of what describes it."""

    def get_summary(self) -> str | None:
        """Return the words beside the address."""
        given = super().get_summary()
        return given or self.get_description().split("\n", maxsplit=1)[0].rstrip(".") or None
