"""Dossiers for a training room: a week of two desks, made by the acts themselves at moments of the past."""

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from accounts.models import Membership, User
from accounts.permissions import Post
from communes.models import Commune
from communes.selectors import calendar_for
from core.clock import ZONE
from core.working_calendar import WorkingCalendar
from dossiers import drafts, filing
from dossiers.actors import ActCall, citizen, officer
from dossiers.acts.forward import forward_dossier
from dossiers.acts.receive import receive_dossier
from dossiers.acts.release_result import SignedResult, release_result
from dossiers.acts.request_supplement import Asked, request_supplement
from dossiers.acts.return_result import return_result
from dossiers.acts.submit import submit_dossier
from dossiers.models import Dossier, Draft
from dossiers.opening import papers_of
from dossiers.uploads import check_upload
from procedures.declarations import Question
from procedures.models import ProcedureVersion
from procedures.selectors import version_in_force

LIMIT = 10 * 1024 * 1024
NAMES = ("Trần Thị Mẫu", "Lê Văn Thử", "Phạm Mẫu Đơn", "Hoàng Thử Nghiệm", "Vũ Thị Ví Dụ", "Đặng Văn Mẫu")


@dataclass(frozen=True, slots=True)
class Scene:
    """One demo dossier: which procedure, how many working days ago it was filed, how far it has come."""

    code: str
    days_ago: int
    reach: str


SCENES = (
    Scene("1.001193", 0, "submitted"),
    Scene("1.004873", 1, "submitted"),
    Scene("1.004873", 2, "received"),
    Scene("1.001776", 4, "processing"),
    Scene("1.004873", 5, "processing"),
    Scene("1.001731", 3, "awaiting_supplement"),
    Scene("1.004837", 3, "result_ready"),
    Scene("1.004873", 6, "returned"),
)
ORDER = ("submitted", "received", "processing", "awaiting_supplement", "result_ready", "returned")


class Desk:
    """One commune of the demo, with who holds which post."""

    def __init__(self, commune: Commune, applicant: User, now: datetime) -> None:
        self.commune, self.applicant, self.now = commune, applicant, now
        held = Membership.objects.valid_on(now.astimezone(ZONE).date()).filter(commune=commune).select_related("user").order_by("pk")
        self.posts = {Post(each.post): each for each in reversed(held)}
        self.calendar = calendar_for(commune.pk)[1]

    def call(self, post: Post, at: datetime) -> ActCall:
        return ActCall(officer(self.posts[post]), at)

    def play(self, scene: Scene, name: str) -> Dossier | None:
        """Bring one dossier as far as the scene says; a procedure that is not in the catalogue is left out."""
        at = _moment(self.calendar, self.now, scene.days_ago)
        version = version_in_force(scene.code, at.date())
        if version is None:
            return None
        draft = self._draft(version, name, at.date())
        dossier = submit_dossier(draft.pk, call=ActCall(citizen(self.applicant), at), agreed=True)
        self._continue(dossier, scene.reach, at)
        return dossier

    def _draft(self, version: ProcedureVersion, name: str, today: date) -> Draft:
        draft = Draft.objects.create(owner=self.applicant, procedure_version=version)
        case = version.cases[0]["code"] if version.cases else ""
        drafts.save_place(draft, commune_code=self.commune.code, case_code=case, today=today)
        person = {"full_name": name, "identity_number": "001185000123", "phone": "0900000123", "address": "12 phố Thử"}
        drafts.save_applicant(draft, person)
        for step in filing.steps_of_draft(draft):
            if step.section is not None:
                drafts.save_section(draft, step, {q.code: example_answer(q) for q in step.section.questions}, today=today)
        for paper in papers_of(version, case):
            if not paper.counter_only:
                drafts.add_file(draft, paper.code, sample_paper(paper.plain_name))
        drafts.save_delivery(draft, "counter")
        return draft

    def _continue(self, dossier: Dossier, reach: str, at: datetime) -> None:
        """Play the acts after submission, each an hour of the past apart."""
        steps = ORDER.index(reach)
        later = [min(at + timedelta(minutes=20 * n), self.now) for n in range(1, 6)]
        desk, owner = self.call(Post.DESK_OFFICER, later[0]), self.call(Post.SPECIALIST, later[2])
        if steps >= 1:
            receive_dossier(dossier.pk, call=desk)
        if steps >= 2:
            forward_dossier(dossier.pk, call=self.call(Post.DESK_OFFICER, later[1]), to_user_id=self.posts[Post.SPECIALIST].user_id)
        if reach == "awaiting_supplement":
            request_supplement(dossier.pk, call=owner, items=[_unreadable(dossier)])
        if steps >= 4:
            release_result(dossier.pk, call=self.call(Post.CLERK, later[3]), result=_result(dossier, later[3]))
        if steps >= 5:
            call = self.call(Post.DESK_OFFICER, later[4])
            return_result(dossier.pk, call=call, receiver_name="Người nộp", evidence="Ký nhận trên phiếu 01", fee_settled=True)


def _unreadable(dossier: Dossier) -> Asked:
    """Return the first paper that was sent, as one to be sent again."""
    sent = set(dossier.files.values_list("document_code", flat=True))
    paper = next(paper for paper in dossier.procedure_version.ordered_documents if paper.code in sent)
    return Asked(paper.plain_name, "Ảnh bị mờ, không đọc được ngày cấp. Chụp lại cả trang", paper.code)


def make_demo_dossiers(communes: list[Commune], applicant: User, now: datetime) -> int:
    """Fill the desks of the communes once; return how many dossiers were made. Nothing happens where some exist."""
    if Dossier.objects.filter(receiving_unit__in=communes).exists():
        return 0
    made = 0
    for commune in communes:
        desk = Desk(commune, applicant, now)
        for scene, name in zip(SCENES, NAMES * 2, strict=False):
            made += desk.play(scene, name) is not None
    return made


def _moment(calendar: WorkingCalendar, now: datetime, days_ago: int) -> datetime:
    """Return a working moment before `now`: 9:10 of a working day so many working days back."""
    if days_ago == 0:
        return now
    day = calendar.closing_after(now.astimezone(ZONE).date(), -days_ago).date()
    return datetime(day.year, day.month, day.day, 9, 10, tzinfo=ZONE)


EXAMPLES = {
    "date": "2/11/1990",
    "year": "1990",
    "yes_no": "khong",
    "identity": "001185000123",
    "phone": "0900000123",
    "email": "thu@example.com",
    "number": "1",
    "money": "50000000",
}


def example_answer(question: Question) -> str | list[dict[str, str]]:
    """Return an answer that can be right, for demo and training."""
    if question.repeat is not None:
        return [{inner.code: str(example_answer(inner)) for inner in question.questions}]
    if question.type == "choice":
        return question.choices[0][0]
    return EXAMPLES.get(question.type, f"{question.label} (thử)"[: question.max_length])


def sample_paper(title: str) -> ContentFile[bytes]:
    """Return a picture that plainly is no real paper."""
    page = Image.new("RGB", (620, 877), "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle((40, 40, 580, 837), outline="gray", width=3)
    draw.line((40, 40, 580, 837), fill="lightgray", width=2)
    draw.line((40, 837, 580, 40), fill="lightgray", width=2)
    made = io.BytesIO()
    page.save(made, "JPEG", quality=70)
    return ContentFile(made.getvalue(), name=f"{title[:40]}.jpg")


def _result(dossier: Dossier, at: datetime) -> SignedResult:
    file = check_upload(sample_paper("Ket qua"), limit=LIMIT)
    return SignedResult(f"{dossier.pk}/XN-UBND", at.astimezone(ZONE).date(), "Lãnh đạo Thử", "Phó Chủ tịch UBND", file)
