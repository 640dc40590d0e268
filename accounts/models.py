"""People, the posts they hold, what was done to their accounts, and keys of the API."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Lower
from django.utils.crypto import salted_hmac

from accounts.permissions import CITY_POSTS, COMMUNE_POSTS, Post
from core import clock

USERNAME = RegexValidator(r"^[a-z0-9][a-z0-9._@-]*\Z", "Tên đăng nhập chỉ gồm chữ thường không dấu, số và dấu . _ @ -")


class UserManager(BaseUserManager["User"]):
    """Make people; a person without a password signs in by code or through VNeID."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in: a citizen or somebody with a post. What they may do follows from Membership, never from flags here.

    `is_staff` and `is_superuser` open /admin/ and nothing else.
    """

    username = models.CharField("tên đăng nhập", max_length=64, unique=True, validators=[USERNAME])
    full_name = models.CharField("họ và tên", max_length=200, blank=True)
    email = models.EmailField("e-mail", null=True, blank=True, unique=True)
    phone = models.CharField("số điện thoại", max_length=16, null=True, blank=True, unique=True, help_text="Dạng +84900000123")
    phone_verified = models.BooleanField("số đã xác nhận", default=False)
    is_active = models.BooleanField("đang dùng", default=True)
    is_staff = models.BooleanField("vào được trang quản trị", default=False)
    date_joined = models.DateTimeField("ngày mở", default=clock.now, editable=False)
    session_generation = models.PositiveIntegerField(default=0, editable=False)  # one more ends every session of the person

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"
        constraints: ClassVar = [
            models.CheckConstraint(name="user_email_is_lower_case", condition=Q(email=Lower("email"))),
            models.CheckConstraint(name="user_username_is_lower_case", condition=Q(username=Lower("username"))),
            models.CheckConstraint(name="user_phone_is_e164", condition=Q(phone__regex=r"^\+[1-9][0-9]{7,14}$")),
            models.CheckConstraint(name="user_verified_phone_is_there", condition=Q(phone_verified=False) | Q(phone__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def clean(self) -> None:
        super().clean()
        self.username = self.username.lower()
        self.email = self.email.lower() if self.email else None
        self.phone = self.phone or None

    @property
    def display_name(self) -> str:
        """The name on pages; a citizen who has not given one yet has none."""
        return self.full_name or "Tài khoản của tôi"

    @property
    def signs_in_with_password(self) -> bool:
        """Whether this is a person of the office, today: codes by SMS or e-mail do not open such an account."""
        return self.is_staff or self.memberships.valid_on(clock.today()).exists()

    @property
    def must_use_mfa(self) -> bool:
        return bool(settings.STAFF_SECOND_FACTOR_REQUIRED) and self.signs_in_with_password

    def get_session_auth_hash(self) -> str:
        """Return what a session must match: it changes with the password and with `session_generation`."""
        return self._session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Return the same under each secret key that is being replaced."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes) -> str:
        content = f"{self.session_generation}:{self.password}"
        return salted_hmac("accounts.session", content, secret=secret, algorithm="sha256").hexdigest()


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_on(self, day: date) -> "MembershipQuerySet":
        """Return the posts held on that day; the first and the last day count."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


def _values(posts: Collection[Post]) -> list[str]:
    return sorted(post.value for post in posts)


def _point(expression: Any) -> Func:
    """Return the one-number range of an integer: GiST compares ranges without an extension."""
    return Func(expression, expression, Value("[]"), function="int8range")


class Membership(models.Model):
    """A post somebody holds from a day to a day, both included. No commune: the whole city."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships", verbose_name="người dùng")
    commune = models.ForeignKey(
        "communes.Commune", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="xã, phường"
    )
    division = models.ForeignKey(
        "communes.Division", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="phòng"
    )
    reception_point = models.ForeignKey(
        "communes.ReceptionPoint", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="điểm tiếp nhận"
    )
    post = models.CharField("vị trí", max_length=20, choices=Post)
    valid_from = models.DateField("từ ngày", default=clock.today)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "vị trí việc làm"
        verbose_name_plural = "vị trí việc làm"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="membership_ends_after_it_begins", condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(
                name="membership_commune_fits_post",
                condition=(~Q(post__in=_values(COMMUNE_POSTS)) | Q(commune__isnull=False))
                & (~Q(post__in=_values(CITY_POSTS)) | Q(commune__isnull=True)),
            ),
            models.CheckConstraint(
                name="membership_place_needs_commune",
                condition=Q(commune__isnull=False) | Q(division__isnull=True, reception_point__isnull=True),
            ),
            ExclusionConstraint(
                name="membership_not_held_twice_at_once",
                expressions=[
                    (_point(F("user_id")), RangeOperators.OVERLAPS),
                    (_point(Coalesce(F("commune_id"), 0)), RangeOperators.OVERLAPS),
                    (_point(Coalesce(F("division_id"), 0)), RangeOperators.OVERLAPS),
                    (
                        _point(Func(F("post"), function="hashtextextended", template="%(function)s(%(expressions)s, 0) >> 1")),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Người này đã giữ vị trí đó trong khoảng ngày trùng nhau.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["commune", "post"], name="membership_by_commune")]

    def __str__(self) -> str:
        return f"{self.get_post_display()}, {self.place}"

    def clean(self) -> None:
        super().clean()
        days = [day for day in (self.valid_from, self.valid_to) if day is not None]  # an empty form field leaves None
        if days != sorted(days):
            raise ValidationError({"valid_to": "Ngày cuối phải từ ngày bắt đầu trở đi"})

    @property
    def place(self) -> str:
        """Name of the unit, for example “phường Láng”; the city when there is no commune."""
        return self.commune.full_name if self.commune else "thành phố Hà Nội"


class Delegation(models.Model):
    """While somebody is on leave a colleague of the same commune stands in: hears what he would hear, acts on what he holds.

    Both days count. `ended_on` is the last day when it was ended before its time; a delegation is never deleted.

    Source: docs/legal/one-stop.md#delegation
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations", verbose_name="người nghỉ")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputed", verbose_name="người làm thay")
    commune = models.ForeignKey("communes.Commune", on_delete=models.PROTECT, related_name="+", verbose_name="xã, phường")
    from_day = models.DateField("từ ngày")
    to_day = models.DateField("đến hết ngày")
    note = models.CharField("lý do", max_length=200, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="người lập")
    made_at = models.DateTimeField("lập lúc", default=clock.now)
    ended_on = models.DateField("kết thúc sớm, sau ngày", null=True, blank=True)

    class Meta:
        verbose_name = "làm thay"
        verbose_name_plural = "làm thay"
        constraints: ClassVar = [
            models.CheckConstraint(name="delegation_ends_after_it_begins", condition=Q(to_day__gte=F("from_day"))),
            models.CheckConstraint(name="delegation_to_somebody_else", condition=~Q(user=F("deputy"))),
            ExclusionConstraint(
                name="delegation_one_at_a_time",
                expressions=[
                    (_point(F("user_id")), RangeOperators.OVERLAPS),
                    (_point(F("commune_id")), RangeOperators.OVERLAPS),
                    (
                        Func(F("from_day"), Func(F("to_day"), F("ended_on"), function="least"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("from_day")),
                violation_error_message="Đã có người làm thay trong khoảng ngày trùng nhau.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["deputy", "to_day"], name="delegation_by_deputy")]

    def __str__(self) -> str:
        return f"{self.deputy} thay {self.user}"

    @property
    def last_day(self) -> date:
        """The last day it counts; before `from_day` when it was called off before it began."""
        return min(self.to_day, self.ended_on or self.to_day)


class PersonAct(models.Model):
    """What somebody did to another person's account, and why. Append-only: a trigger refuses UPDATE and DELETE."""

    class Kind(models.TextChoices):
        POST_GRANTED = "post_granted", "Giao vị trí"
        POST_ENDED = "post_ended", "Kết thúc vị trí"
        SECOND_FACTOR_RESET = "second_factor_reset", "Đặt lại lớp xác thực thứ hai"
        PASSWORD_RESET = "password_reset", "Đặt lại mật khẩu"
        ACCOUNT_CLOSED = "account_closed", "Khóa tài khoản"
        ACCOUNT_REOPENED = "account_reopened", "Mở lại tài khoản"
        ACCOUNT_ADDED = "account_added", "Thêm người dùng"
        DETAILS_CHANGED = "details_changed", "Sửa tên, liên hệ"
        ADMINISTRATION_GRANTED = "administration_granted", "Giao quyền quản trị"
        ADMINISTRATION_ENDED = "administration_ended", "Thu quyền quản trị"
        TOKEN_ISSUED = "token_issued", "Cấp khóa API"
        TOKEN_REVOKED = "token_revoked", "Thu hồi khóa API"

    kind = models.CharField("việc", max_length=24, choices=Kind)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="acts_on_me", verbose_name="người dùng")
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="acts_on_people", verbose_name="người thực hiện")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="vị trí")
    reason = models.TextField("lý do")
    at = models.DateTimeField("lúc", default=clock.now)

    class Meta:
        verbose_name = "việc trên tài khoản"
        verbose_name_plural = "việc trên tài khoản"
        indexes: ClassVar = [models.Index(fields=["person", "-at"], name="person_act_by_person")]
        constraints: ClassVar = [models.CheckConstraint(name="person_act_has_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"


class ApiToken(models.Model):
    """A key of the API. Only its SHA-256 is kept; the prefix tells people which one it is."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens", verbose_name="người dùng")
    prefix = models.CharField("đầu khóa", max_length=12)
    digest = models.CharField(max_length=64, unique=True, db_collation="C", editable=False)
    label = models.CharField("dùng cho", max_length=100, blank=True)
    created_at = models.DateTimeField("cấp lúc", default=clock.now)
    expires_at = models.DateTimeField("hết hạn lúc")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)

    class Meta:
        verbose_name = "khóa API"
        verbose_name_plural = "khóa API"

    def __str__(self) -> str:
        return f"{self.prefix}…"
