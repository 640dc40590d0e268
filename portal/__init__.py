"""Wiring: imports every room, imported by none."""

import django_stubs_ext

from portal.celery import app as celery_app

django_stubs_ext.monkeypatch()  # ModelAdmin[Dossier] and its like are legal at run time too

__all__ = ["celery_app"]
