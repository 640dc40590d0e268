"""Who gets what at every address. The rows are in url_table.py; here they are walked, and checked to be all."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.permissions import AllowAny
from rest_framework.test import APIClient

from accounts.api.doors import BehindDoors
from accounts.models import Membership, User
from accounts.permissions import Post
from communes.api.viewsets import CommuneViewSet
from dossiers.actors import ActCall, citizen
from dossiers.acts.withdraw import withdraw_dossier
from dossiers.models import Dossier, Draft
from portal.api_router import router
from tests.api.clients import client_of
from tests.api.url_table import API_ROUTES, OWNER, PAGES, WITHOUT_ROW, Page, Route
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.communes import CalendarRevisionFactory
from tests.factories.dossiers import MONDAY_9H, Office, Situations
from tests.factories.procedures import ProcedureVersionFactory

INLINE = re.compile(r"""\s(style|on\w+)="|<script(?![^>]*\s(src=|type="application/))|<style""")


@dataclass(frozen=True)
class World:
    """The cast, and what rows may name in each situation."""

    office: Office
    elsewhere: Office
    city: Membership
    applicant: User
    stranger: User
    facts: dict[str, dict[str, Any]]
    papers: Path
    callers: dict[User, APIClient] = field(default_factory=dict)
    sessions: dict[User, str] = field(default_factory=dict)

    def admit(self, *people: User) -> None:
        """Give each a key of the API and a session of the pages, kept for all rows."""
        for person in people:
            browser = Client()
            browser.force_login(person)
            self.callers[person] = client_of(person)
            self.sessions[person] = browser.cookies[django_settings.SESSION_COOKIE_NAME].value


@pytest.fixture(scope="module")
def world(module_db: None, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The applicant's dossiers in every situation, made once: each row starts from them, and what it does is taken back."""
    papers = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=papers), time_machine.travel(MONDAY_9H, tick=False):
        CalendarRevisionFactory()
        office, elsewhere = Office.make(name="Láng"), Office.make(name="Cầu Giấy")
        make = Situations(office, UserFactory())
        facts = {name: facts_of(name, make) for name in sorted({row.situation for row in (*API_ROUTES, *PAGES)})}
        world = World(office, elsewhere, MembershipFactory(city=True), make.applicant, UserFactory(), facts, papers)
    world.admit(*office.people, *elsewhere.people, world.city.user, world.applicant, world.stranger)
    return world


@pytest.fixture(autouse=True)
def _papers_stay_with_the_test(world: World, settings: Any, tmp_path: Path) -> None:
    """Each test has copies: what it removes is not brought back with its rows."""
    settings.MEDIA_ROOT = shutil.copytree(world.papers, tmp_path / "media")


def facts_of(situation: str, make: Situations) -> dict[str, Any]:
    """Bring one of the applicant's dossiers into the situation and return what paths and bodies name."""
    facts = {"commune": make.office.commune.code, "leader": make.office.person(Post.COMMUNE_LEADER).pk}
    if situation == "immediate_submitted":
        make = Situations(make.office, make.applicant, ProcedureVersionFactory(immediate=True))
        facts["immediate"] = make.procedure().procedure.code
        situation = "submitted"
    if not situation:
        return facts
    made: Dossier | Draft = withdrawal_requested(make) if situation == "withdrawal_requested" else getattr(make, situation)()
    first = made.files.order_by("pk").first()
    facts |= {"procedure": made.procedure_version.procedure.code, "file": first.pk if first else 0}
    if isinstance(made, Draft):
        return {**facts, "draft": str(made.pk)}
    return {**facts, "code": made.code, "track_key": made.track_key, "link_key": made.link_key}


def status_of(response: Any) -> int:
    """Return the status of an answer; a file is read to its end, so that it is closed."""
    if response.streaming:
        b"".join(response.streaming_content)
    return int(response.status_code)


def withdrawal_requested(make: Situations) -> Dossier:
    return withdraw_dossier(make.received().pk, call=ActCall(citizen(make.applicant)))


def called(client: APIClient, route: Route, facts: dict[str, Any]) -> int:
    body = None if route.method == "get" else route.body(facts)
    kind = "multipart" if route.multipart else None if route.method == "get" else "json"
    response = getattr(client, route.method)(f"/api/v1/{route.path.format(**facts)}", body, format=kind)
    return status_of(response)


@pytest.mark.django_db
@pytest.mark.parametrize("route", API_ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_each_caller_gets_what_the_table_says(route: Route, world: World) -> None:
    facts, office, elsewhere = world.facts[route.situation], world.office, world.elsewhere
    post = route.by if isinstance(route.by, Post) else Post.SPECIALIST
    people = {
        "stranger": world.stranger,
        "elsewhere": elsewhere.person(post),
        "colleague": office.person(Post.DIVISION_HEAD),
        "city": world.city.user,
        "here": world.applicant if route.by == OWNER else office.person(post),
    }
    answers = {"anonymous": called(APIClient(), route, facts)}
    answers |= {who: called(world.callers[person], route, facts) for who, person in people.items()}
    assert answers == {who: getattr(route, who) for who in answers}


def test_no_route_of_the_api_is_missing_from_the_table() -> None:
    routes = {(pattern.name, method) for pattern in router.urls for method in pattern.callback.actions if method != "head"}
    assert routes == {(route.name, route.method) for route in API_ROUTES}


def test_every_action_names_its_door() -> None:
    for _, viewset, _ in router.registry:
        if viewset is CommuneViewSet:
            assert viewset.permission_classes == (AllowAny,)
            continue
        assert issubclass(viewset, BehindDoors), viewset
        actions = {action for route in router.get_routes(viewset) for action in route.mapping.values() if hasattr(viewset, action)}
        assert actions == set(viewset.doors), viewset


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_visitor_gets_what_the_table_says(page: Page, world: World) -> None:
    people = {
        "anonymous": None,
        "stranger": world.stranger,
        "owner": world.applicant,
        "elsewhere": world.elsewhere.person(Post.DESK_OFFICER),
        "here": world.office.person(Post.DESK_OFFICER),
        "city": world.city.user,
    }
    sessions = {who: world.sessions[person] if person else None for who, person in people.items()}
    answers = {who: visited(session, page, page.path.format(**world.facts[page.situation])) for who, session in sessions.items()}
    assert answers == {who: getattr(page, who) for who in answers}


def visited(session: str | None, page: Page, path: str) -> int:
    client = APIClient()
    if session is not None:
        client.cookies[django_settings.SESSION_COOKIE_NAME] = session
    response = getattr(client, page.method)(path)
    if not response.streaming and page.name != "api_docs":  # its library's own, under a policy of its own
        assert not INLINE.search(response.content.decode(errors="replace")), "the policy of content forbids inline scripts and styles"
    assert "default-src" in response.headers["Content-Security-Policy"]
    if session is not None:
        assert response.has_header("Cache-Control"), "a shared computer may keep what this person was shown"
    return status_of(response)


def test_no_page_is_missing_from_the_table() -> None:
    known = {page.name for page in PAGES} | set(WITHOUT_ROW)
    api = {pattern.name for pattern in router.urls}
    missing = {name for name in named_pages(get_resolver()) if name not in known | api and not _covered_by_star(name)}
    assert not missing


def _covered_by_star(name: str) -> bool:
    return any(name.startswith(star[:-1]) for star in WITHOUT_ROW if star.endswith("*"))


def named_pages(resolver: URLResolver) -> Iterator[str]:
    """Yield the names of all addresses outside the administration; views of allauth are its own business."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from named_pages(pattern)
        elif isinstance(pattern, URLPattern) and not pattern.callback.__module__.startswith("allauth."):
            assert pattern.name, f"{pattern} has no name"
            yield pattern.name
