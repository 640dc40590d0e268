"""People and posts for tests. Names are made up; passwords only where a test signs in with one."""

from datetime import date
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from accounts.models import Membership, User
from accounts.permissions import Post

PASSWORD = "bốn từ ghép lại"
FIRST_DAY = date(2025, 7, 1)


class UserFactory(DjangoModelFactory[User]):
    """A citizen without a password. Traits: with_password, with_phone, with_email."""

    class Meta:
        model = User
        skip_postgeneration_save = True  # OfficerFactory's post is saved by itself

    class Params:
        with_phone = factory.Trait(phone=factory.Sequence(lambda n: f"+8490{n:07d}"), phone_verified=True)
        with_email = factory.Trait(email=factory.Sequence(lambda n: f"nguoi-{n}@example.com"))

    username = factory.Sequence(lambda n: f"nguoi-{n}")
    full_name = factory.Sequence(lambda n: f"Nguyễn Thị Thử {n}")
    password = factory.Transformer(None, transform=make_password)  # `UserFactory(password=PASSWORD)` signs in with it


class MembershipFactory(DjangoModelFactory[Membership]):
    """A desk officer of some commune. Trait: city, for the whole city."""

    class Meta:
        model = Membership

    class Params:
        city = factory.Trait(commune=None, post=Post.CITY_STAFF)

    user = factory.SubFactory(UserFactory)
    commune = factory.SubFactory("tests.factories.communes.CommuneFactory")
    post = Post.DESK_OFFICER
    valid_from = FIRST_DAY
    valid_to: date | None = None


class OfficerFactory(UserFactory):
    """A person of the office: `OfficerFactory(commune=…, post=…)` holds that post."""

    username = factory.Sequence(lambda n: f"can-bo-{n}")

    @factory.post_generation
    def post(self: User, create: bool, extracted: Post | None, **kwargs: Any) -> None:
        """`post=Post.CLERK, post__commune=commune`; without: a desk officer of a new commune."""
        if create:
            MembershipFactory(user=self, post=extracted or Post.DESK_OFFICER, **kwargs)
