"""Codes in addresses: anything that cannot be a code is a page that does not exist, before the database hears of it."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class CodeConverter(StringConverter):
    """`<code:name>`: letters, digits, dots and hyphens, as in 1.001193 and H26.101-261123-0147."""

    regex = r"[0-9A-Za-z.\-]{1,64}"


register_converter(CodeConverter, "code")
