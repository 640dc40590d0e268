"""What stops the embedded servers, said to the person at the keyboard in both languages."""


class EmbeddedError(Exception):
    """The embedded servers cannot run here; the message says what to do."""

    def __init__(self, vietnamese: str, english: str) -> None:
        super().__init__(f"{vietnamese}\n{english}")
