"""Releasing twice by one key: the same result, or a refusal."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.permissions import Post
from dossiers.acts.release_result import release_result
from dossiers.errors import IdempotencyKeyReused
from tests.factories.dossiers import MONDAY_9H, Office, Situations, signed_result


def test_the_same_result_sent_again_answers_the_first(make: Situations, office: Office) -> None:
    dossier, call = make.processing(), office.call(Post.CLERK, key=uuid4())
    for _ in range(2):
        release_result(dossier.pk, call=call, result=signed_result())
    assert dossier.results.count() == 1


@pytest.mark.parametrize(
    "change", [{"signer_name": "Người khác"}, {"signer_title": "Phó Chủ tịch"}, {"issued_on": (MONDAY_9H - timedelta(days=3)).date()}]
)
def test_the_same_key_with_another_result_is_refused(make: Situations, office: Office, change: dict[str, Any]) -> None:
    dossier, call, result = make.processing(), office.call(Post.CLERK, key=uuid4()), signed_result()
    release_result(dossier.pk, call=call, result=result)
    with pytest.raises(IdempotencyKeyReused):
        release_result(dossier.pk, call=call, result=replace(result, **change))
