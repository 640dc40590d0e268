"""Vietnamese words for forms that allauth builds: labels above, hints under them, no placeholder in the box."""

from typing import Any, ClassVar

from django import forms


class OurWords(forms.Form):
    """Mix into a form of allauth, in front of it."""

    words: ClassVar[dict[str, str]] = {}  # label by field
    hints: ClassVar[dict[str, str]] = {}
    required_words: ClassVar[dict[str, str]] = {}  # what an empty field is answered

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.words.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            if name in self.required_words:
                field.error_messages["required"] = self.required_words[name]
