"""The frame of a filing page: which step, what comes before and after, when it was saved; and leaving it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from core import clock
from core.vietnamese_dates import clock_time, long_date
from dossiers.filing import FilingStep, steps_of, steps_of_draft
from dossiers.models import Dossier, Draft
from dossiers.views.citizen.requests import person_of
from procedures.models import ProcedureVersion


@dataclass(frozen=True, slots=True)
class FilingPage:
    """One page of the filing of one draft; `draft` None on the first page, before anything is saved."""

    version: ProcedureVersion
    step: FilingStep
    draft: Draft | None = None

    @property
    def steps(self) -> tuple[FilingStep, ...]:
        return steps_of_draft(self.draft) if self.draft else steps_of(self.version)

    @property
    def number(self) -> int:
        return self.steps.index(self.step) + 1

    def url(self, step: FilingStep) -> str:
        code = self.version.procedure.code
        if self.draft is None:
            return reverse("filing", args=[code])
        return reverse("filing_step", args=[code, self.draft.pk, step.code])

    @property
    def next_url(self) -> str:
        return self.url(self.steps[min(self.number, len(self.steps) - 1)])

    def context(self, now: datetime) -> dict[str, Any]:
        """Return what `citizen/filing/base.html` needs."""
        before = self.steps[self.number - 2] if self.number > 1 else None
        follows = self.steps[self.number].title if self.number < len(self.steps) else ""
        return {
            "version": self.version,
            "step": self.step,
            "number": self.number,
            "steps": [self._mark(step) for step in self.steps],
            "next_title": follows,
            "back": self._back(before),
            "saved": saved_words(self.draft.saved_at, now) if self.draft else "",
            "draft": self.draft,
        }

    def _back(self, before: FilingStep | None) -> dict[str, str]:
        if before is None:
            return {"label": self.version.plain_name, "url": reverse("procedure", args=[self.version.procedure.code])}
        return {"label": before.title, "url": self.url(before)}

    def _mark(self, step: FilingStep) -> dict[str, str]:
        done = self.draft is not None and step.code in self.draft.done_steps
        state = "now" if step == self.step else "done" if done else "next"
        return {"label": step.title, "url": self.url(step) if done else "", "state": state}

    def show(self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return render(request, template, {**self.context(clock.now()), **context}, status=status)


def saved_words(at: datetime, now: datetime) -> str:
    """Return "14:05", with the day when it was not today."""
    same_day = at.astimezone(clock.ZONE).date() == now.astimezone(clock.ZONE).date()
    return clock_time(at) if same_day else f"{clock_time(at)} {long_date(at)}"


def leave(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Lead away from a saved draft. People who came in with a code are signed out: the phone may be somebody else's."""
    saved = f"Đã lưu lúc {clock_time(draft.saved_at)}. Bạn có thể đóng trang và viết tiếp trên máy khác."
    if person_of(request).signs_in_with_password:
        messages.success(request, saved)
        return redirect("my_dossiers")
    logout(request)
    messages.success(request, f"{saved} Bạn đã đăng xuất; đăng nhập lại để viết tiếp.")
    return redirect("home")


def already_sent(request: HttpRequest, dossier: Dossier) -> HttpResponseRedirect:
    """Lead to the receipt of a filing that was sent before."""
    messages.info(request, f"Hồ sơ này đã nộp lúc {clock_time(dossier.submitted_at or dossier.listed_at)}. Đây là mã của bạn")
    return redirect("submitted", code=dossier.code)
