"""People for training: plainly made up, in local settings only, every post the walks need."""

from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Membership, User
from accounts.permissions import Post
from communes.models import Commune, Division

HOAN_KIEM, SUOI_HAI = "00070", "09694"
FIRST_DAY = date(2025, 7, 1)  # the two-level government began; replayed dossiers begin there too


@dataclass(frozen=True)
class DemoPerson:
    """One person: what they are for, and the posts they hold as (post, commune code or None for the city)."""

    username: str
    full_name: str
    what_for: str
    posts: tuple[tuple[Post, str | None], ...] = ()
    phone: str | None = None
    email: str | None = None
    superuser: bool = False


@dataclass(frozen=True)
class SignIn:
    """A line that `serve` prints."""

    what_for: str
    username: str
    password: str
    phone: str | None
    address: str


def _desk(slug: str, place: str, code: str, surname: str) -> tuple[DemoPerson, ...]:
    return (
        DemoPerson(f"mot-cua.{slug}", f"{surname} Thị Tập Huấn", f"Một cửa, {place}", ((Post.DESK_OFFICER, code),)),
        DemoPerson(f"thu-ly.{slug}", f"{surname} Văn Thử", f"Thụ lý, {place}", ((Post.SPECIALIST, code),)),
        DemoPerson(f"truong-phong.{slug}", f"{surname} Thị Giả Định", f"Trưởng phòng, {place}", ((Post.DIVISION_HEAD, code),)),
        DemoPerson(f"lanh-dao.{slug}", f"{surname} Văn Minh Họa", f"Lãnh đạo, {place}", ((Post.COMMUNE_LEADER, code),)),
        DemoPerson(f"van-thu.{slug}", f"{surname} Thị Ví Dụ", f"Văn thư, {place}", ((Post.CLERK, code),)),
    )


PEOPLE = (
    DemoPerson("cong-dan", "Nguyễn Thị Thử Nghiệm", "Người dân", phone="+84900000678", email="cong-dan@example.com"),
    *_desk("hoan-kiem", "phường Hoàn Kiếm", HOAN_KIEM, "Trần"),
    *_desk("suoi-hai", "xã Suối Hai", SUOI_HAI, "Lê"),
    DemoPerson("hai-noi", "Phạm Thị Hai Nơi", "Một cửa ở cả hai nơi", ((Post.DESK_OFFICER, HOAN_KIEM), (Post.DESK_OFFICER, SUOI_HAI))),
    DemoPerson("thanh-pho", "Hoàng Văn Toàn Cảnh", "Cán bộ thành phố", ((Post.CITY_STAFF, None),)),
    DemoPerson("duyet-lich", "Đặng Thị Xem Lịch", "Cán bộ thành phố, duyệt lịch làm việc", ((Post.CITY_STAFF, None),)),
    DemoPerson("danh-muc", "Vũ Thị Danh Mục", "Biên tập danh mục thủ tục", ((Post.CATALOGUE_EDITOR, None),)),
    DemoPerson("duyet-danh-muc", "Bùi Văn Xem Lại", "Duyệt danh mục thủ tục", ((Post.CATALOGUE_EDITOR, None),)),
    DemoPerson("quan-tri", "Đỗ Văn Quản Trị", "Quản trị", superuser=True),
)


@transaction.atomic
def make_demo_people() -> list[User]:
    """Make the demo people and their posts; those already there keep what was changed, only a missing post comes back."""
    there = {user.username: user for user in User.objects.filter(username__in=[person.username for person in PEOPLE])}
    password = "" if len(there) == len(PEOPLE) else make_password(settings.DEMO_PASSWORD)  # one slow hash serves all
    return [_with_posts(there.get(person.username) or _new(person, password), person) for person in PEOPLE]


def sign_ins() -> list[SignIn]:
    """Return who may sign in where, in the order of the walk, for the start of `serve`."""
    return [
        SignIn(
            person.what_for,
            person.username,
            settings.DEMO_PASSWORD,
            person.phone,
            "/dang-nhap/" if person.phone else "/dang-nhap/cong-chuc/",
        )
        for person in PEOPLE
    ]


def _new(person: DemoPerson, password: str) -> User:
    user = User.objects.create(
        username=person.username,
        password=password,
        full_name=person.full_name,
        phone=person.phone,
        phone_verified=person.phone is not None,
        email=person.email or f"{person.username}@example.com",
        is_staff=person.superuser,
        is_superuser=person.superuser,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _with_posts(user: User, person: DemoPerson) -> User:
    for post, code in person.posts:
        commune = Commune.objects.get(code=code) if code else None
        if not Membership.objects.filter(user=user, post=post, commune=commune).exists():
            Membership.objects.create(user=user, post=post, commune=commune, division=_division(post, commune), valid_from=FIRST_DAY)
    return user


def _division(post: Post, commune: Commune | None) -> Division | None:
    """Return the first division of the commune for people who work in one."""
    if commune is None or post not in {Post.SPECIALIST, Post.DIVISION_HEAD}:
        return None
    return Division.objects.filter(commune=commune).order_by("code").first()
