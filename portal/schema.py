"""The OpenAPI document, made once a process and format: making it takes half a second, and anybody may ask as often as he likes."""

from functools import cache

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class SchemaView(SpectacularAPIView):
    """Answers YAML or JSON as asked for; nothing else in the address makes a difference."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        """Return the document in the format that was negotiated."""
        media_type = str(request.accepted_renderer.media_type)
        return HttpResponse(_document(media_type), content_type=f"{media_type}; charset=utf-8")


@cache
def _document(media_type: str) -> str | bytes:
    renderer: type[BaseRenderer] = next(each for each in SchemaView.renderer_classes if each.media_type == media_type)
    schema = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    return renderer().render(schema, media_type, {})
