"""Dossiers for tests, made by the acts themselves: what a test starts from could have happened."""

import io
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from PIL import Image

from accounts.models import Membership, User
from accounts.permissions import Post
from communes.models import Commune
from core.clock import ZONE
from core.sealing import seal
from dossiers import filing
from dossiers.actors import ActCall, citizen, officer
from dossiers.acts.extend import extend_dossier
from dossiers.acts.forward import forward_dossier
from dossiers.acts.receive import CounterFiling, Paper, receive_at_counter, receive_dossier
from dossiers.acts.release_result import SignedResult, release_result
from dossiers.acts.request_supplement import Asked, request_supplement
from dossiers.acts.return_result import return_result
from dossiers.acts.submit import submit_dossier
from dossiers.models import Dossier, Draft
from dossiers.parties import Person, read_person
from dossiers.uploads import CheckedFile, check_upload, store_file
from procedures.declarations import clean_section
from procedures.models import ProcedureVersion
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.communes import CommuneFactory
from tests.factories.procedures import ProcedureVersionFactory

MONDAY_9H = datetime(2026, 11, 2, 9, 0, tzinfo=ZONE)  # 5 working days from here end on Monday 09/11
PERSON = {"full_name": "Trần Thị Thử", "identity_number": "001185000123", "phone": "0912345678", "address": "Phố Thử"}
ANSWERS = {"noi_dung": "Việc thử"}
LIMIT = 10 * 1024 * 1024
REASON = "Phường còn chờ cơ quan hộ tịch nơi đăng ký cũ trả lời"


def sealed(said: dict[str, Any]) -> bytes:
    """Return what a draft keeps of what was said on a page."""
    return seal(json.dumps(said, ensure_ascii=False))


def picture(name: str = "anh.png", colour: str = "white") -> ContentFile[bytes]:
    """Return a real, small PNG."""
    return ContentFile(_png(colour), name=name)


@cache
def _png(colour: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(made, "PNG")
    return made.getvalue()


def checked_picture(name: str = "anh.png", colour: str = "white") -> CheckedFile:
    return check_upload(picture(name, colour), limit=LIMIT)


@dataclass
class Office:
    """A commune with one person in each post."""

    commune: Commune
    posts: dict[Post, Membership] = field(default_factory=dict)

    @classmethod
    def make(cls, **commune: Any) -> "Office":
        unit = CommuneFactory(**commune)
        posts = (Post.DESK_OFFICER, Post.SPECIALIST, Post.DIVISION_HEAD, Post.COMMUNE_LEADER, Post.CLERK)
        people = User.objects.bulk_create(UserFactory.build_batch(len(posts)))
        held = [MembershipFactory.build(user=person, commune=unit, post=post) for person, post in zip(people, posts, strict=True)]
        return cls(unit, dict(zip(posts, Membership.objects.bulk_create(held), strict=True)))

    @property
    def people(self) -> list[User]:
        return [held.user for held in self.posts.values()]

    def person(self, post: Post) -> User:
        return self.posts[post].user

    def call(self, post: Post, at: datetime = MONDAY_9H, key: UUID | None = None, version: int | None = None) -> ActCall:
        """Return an act call of whoever holds the post here."""
        return ActCall(officer(self.posts[post]), at, key, version)


@dataclass
class Situations:
    """Brings dossiers of one office into a situation. Each method goes through all acts before it, at `at`."""

    office: Office
    applicant: User = field(default_factory=UserFactory)
    version: ProcedureVersion | None = None

    def procedure(self) -> ProcedureVersion:
        self.version = self.version or ProcedureVersionFactory(procedure__field__certifying=True)
        return self.version

    def draft(self, at: datetime = MONDAY_9H, **person: str) -> Draft:
        """A draft with every step done, written at once as its pages leave it (tests/dossiers/test_filing.py compares)."""
        sections = [step for step in filing.steps_of(self.procedure()) if step.section is not None]
        answers = {step.section.code: clean_section(step.section, ANSWERS, today=at.date())[0] for step in sections if step.section}
        draft = Draft.objects.create(
            owner=self.applicant,
            procedure_version=self.procedure(),
            commune=self.office.commune,
            applicant_sealed=sealed(read_person({**PERSON, **person}).as_dict()),
            answers_sealed=sealed(answers) if sections else None,
            delivery="counter",
            done_steps=[filing.PLACE, filing.APPLICANT, *(step.code for step in sections), filing.PAPERS, filing.DELIVERY],
        )
        for paper in self.procedure().documents.order_by("position"):
            draft.files.create(document_code=paper.code, **store_file(checked_picture(), f"drafts/{draft.pk}").columns())
        return draft

    def submitted(self, at: datetime = MONDAY_9H, **person: str) -> Dossier:
        return submit_dossier(self.draft(at, **person).pk, call=ActCall(citizen(self.applicant), at), agreed=True)

    def received(self, at: datetime = MONDAY_9H, **person: str) -> Dossier:
        return receive_dossier(self.submitted(at, **person).pk, call=self.office.call(Post.DESK_OFFICER, at))

    def at_counter(self, at: datetime = MONDAY_9H, key: UUID | None = None, competent: Commune | None = None) -> Dossier:
        return receive_at_counter(self.counter_filing(competent), call=self.office.call(Post.DESK_OFFICER, at, key))

    def counter_filing(self, competent: Commune | None = None) -> CounterFiling:
        papers = [Paper(paper.code) for paper in self.procedure().documents.order_by("position")]
        person = Person("Lò Văn Thử", "001085000123", "+84912345679")
        return CounterFiling(self.procedure(), competent or self.office.commune, person, papers=papers)

    def processing(self, at: datetime = MONDAY_9H, **person: str) -> Dossier:
        return forward_dossier(self.received(at, **person).pk, call=self.office.call(Post.DESK_OFFICER, at))

    def awaiting_supplement(self, at: datetime = MONDAY_9H) -> Dossier:
        """Asked at appraisal, by the specialist who holds it."""
        items = [Asked("Giấy thử số 1", "Ảnh mờ", "giay-1")]
        return request_supplement(self.processing(at).pk, call=self.office.call(Post.SPECIALIST, at), items=items)

    def extended(self, at: datetime = MONDAY_9H, until: date = date(2026, 11, 9)) -> Dossier:
        """Processing, with a letter of apology: Thursday 05/11 became Monday 09/11."""
        call = self.office.call(Post.COMMUNE_LEADER, at)
        return extend_dossier(self.processing().pk, call=call, reason=REASON, until=until)

    def result_ready(self, at: datetime = MONDAY_9H) -> Dossier:
        return release_result(self.processing(at).pk, call=self.office.call(Post.CLERK, at), result=signed_result(at))

    def returned(self, at: datetime = MONDAY_9H) -> Dossier:
        call = self.office.call(Post.DESK_OFFICER, at)
        return return_result(self.result_ready(at).pk, call=call, receiver_name="Trần Thị Thử", evidence="Ký nhận", fee_settled=True)


def signed_result(at: datetime = MONDAY_9H, number: str = "12/XN-UBND") -> SignedResult:
    return SignedResult(number, at.date(), "Nguyễn Văn Ký", "Chủ tịch UBND", checked_picture("ket-qua.png"))
