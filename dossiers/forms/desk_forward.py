"""To whom a dossier goes next: the people who hold the post of a step, each with how much they have."""

from dataclasses import dataclass

from django import forms

from core.clock import ZONE
from dossiers.forms.desk_acts import ActForm, lines
from dossiers.models import Dossier
from dossiers.selectors.leave import away_words
from dossiers.selectors.steps import StepPlan, current_step, holders_by_load, plan_of, steps_around


@dataclass(frozen=True, slots=True)
class Recipient:
    """One choice: a step and a person, with the open dossiers the person has; `away` says until when he is on leave."""

    value: str
    name: str
    load: int
    checked: bool
    away: str


@dataclass(frozen=True, slots=True)
class StepChoice:
    """One step with its people, least loaded first; `is_back` for the step before."""

    title: str
    is_back: bool
    people: tuple[Recipient, ...]


class ForwardForm(ActForm):
    """One choice of step and person, and a remark for the next holder."""

    to = forms.CharField(error_messages={"required": "Chọn người nhận"})
    remark = lines("Ghi chú cho người nhận", required=False, rows=2)

    def prepare(self) -> None:
        self.steps = self._steps()

    def clean_to(self) -> tuple[int, int]:
        """Return (step position, user id)."""
        value = self.cleaned_data["to"]
        if value not in {person.value for step in self.steps for person in step.people}:
            raise forms.ValidationError("Người nhận không giữ vị trí phù hợp hôm nay. Chọn người khác.")
        position, _, user_id = value.partition(":")
        return int(position), int(user_id)

    def _steps(self) -> list[StepChoice]:
        dossier = self.desk.dossier
        plan = plan_of(dossier.procedure_version)
        before, _, after = steps_around(plan, current_step(dossier))
        offered = [each for each in (after, before) if each is not None]
        return [self._choice(dossier, each, is_back=each is before, default=not at) for at, each in enumerate(offered)]

    def _choice(self, dossier: Dossier, step: StepPlan, *, is_back: bool, default: bool) -> StepChoice:
        holders = holders_by_load(dossier.competent_unit_id, step.post, self.desk.at.astimezone(ZONE).date())
        typed = self.data.get("to") if self.is_bound else self.initial.get("to")
        first = holders[0] if default and holders and holders[0].leave is None else None
        chosen = typed or (f"{step.position}:{first.person.pk}" if first else "")
        valued = [(f"{step.position}:{held.person.pk}", held) for held in holders]
        people = tuple(
            Recipient(value, held.person.full_name, held.load, value == chosen, away_words(held.leave)) for value, held in valued
        )
        return StepChoice(f"{step.position}. {step.name} ({step.post.label})", is_back, people)
