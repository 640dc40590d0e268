"""Procedures for tests; codes are invented."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.permissions import Post
from procedures.models import DocumentRequirement, Field, Procedure, ProcedureStep, ProcedureVersion


class FieldFactory(DjangoModelFactory[Field]):
    class Meta:
        model = Field
        django_get_or_create = ("code",)

    class Params:
        certifying = factory.Trait(code="chung-thuc", name="Chứng thực", sort_key="chung thuc")  # its refusals are the desk's own

    code = "ho-tich"
    name = "Hộ tịch"
    sort_key = "ho tich"


class ProcedureFactory(DjangoModelFactory[Procedure]):
    class Meta:
        model = Procedure

    code = factory.Sequence(lambda n: f"9.{n:06d}")
    field = factory.SubFactory(FieldFactory)
    verification = Procedure.Verification.VERIFIED


class ProcedureVersionFactory(DjangoModelFactory[ProcedureVersion]):
    """A version of three working days that takes filings online, with one paper that blocks and the usual four steps.

    Traits: immediate (made while the citizen waits), counter (not online), unknown_limit. `papers=0` asks for nothing.
    """

    class Meta:
        model = ProcedureVersion
        skip_postgeneration_save = True

    class Params:
        immediate = factory.Trait(is_immediate=True, time_limit_rule="same-day@15:00")
        counter = factory.Trait(channels=["counter"])
        unknown_limit = factory.Trait(time_limit_rule="")

    procedure = factory.SubFactory(ProcedureFactory)
    number = 1
    in_force_from = date(2025, 7, 1)
    name = "Thủ tục xác nhận việc thử"
    plain_name = "Xác nhận việc thử"
    summary = "Giấy xác nhận dùng khi thử."
    time_limit_rule = "3d"
    time_limit_text = "03 ngày làm việc"
    channels = factory.LazyFunction(lambda: ["online", "counter"])
    result_name = "Giấy xác nhận"
    declaration = factory.LazyFunction(
        lambda: {
            "sections": [
                {
                    "code": "viec",
                    "title": "Việc cần xác nhận",
                    "fields": [{"code": "noi_dung", "label": "Nội dung cần xác nhận", "type": "text", "required": True}],
                }
            ]
        }
    )
    content_hash = "0" * 64

    @factory.post_generation
    def papers(self: ProcedureVersion, create: bool, extracted: int | None, **kwargs: Any) -> None:
        if create:
            for position in range(1, (1 if extracted is None else extracted) + 1):
                DocumentRequirement.objects.create(
                    version=self,
                    code=f"giay-{position}",
                    position=position,
                    name=f"Giấy thử số {position}",
                    plain_name=f"Giấy thử số {position}",
                    blocks=True,
                    originals=1,
                )

    @factory.post_generation
    def flow(self: ProcedureVersion, create: bool, extracted: tuple[Post, ...] | None, **kwargs: Any) -> None:
        """`flow=(Post.DESK_OFFICER, …)` replaces the usual steps."""
        posts = extracted or (Post.DESK_OFFICER, Post.SPECIALIST, Post.COMMUNE_LEADER, Post.CLERK)
        if create:
            ProcedureStep.objects.bulk_create(
                ProcedureStep(version=self, position=position, name=Post(post).label, post=post, budget_minutes=120)
                for position, post in enumerate(posts, start=1)
            )
