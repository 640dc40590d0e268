"""Reading bodies of the API."""

import json
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class BoundedJSONParser(JSONParser):
    """JSON nested without end, or with halves of characters, is unreadable, not a fault of ours."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            body = super().parse(stream, media_type, parser_context)
            json.dumps(body, ensure_ascii=False).encode()  # a lone surrogate cannot be stored, sent or told back
        except (RecursionError, UnicodeEncodeError) as error:
            raise ParseError from error
        return body
