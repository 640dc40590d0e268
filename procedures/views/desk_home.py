"""Where editors of the catalogue begin: /danh-muc/."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.permissions import Permission
from core import clock
from procedures.completeness import report
from procedures.contents import contents
from procedures.selectors.editor_home import waiting
from procedures.views.editor import render_editor


@require(Permission.EDIT_CATALOGUE)
@require_safe
def desk_home(request: HttpRequest) -> HttpResponse:
    """What waits, what is missing, where to work. Six queries beside those of the session."""
    today = clock.today()
    context = {
        "held": contents(today),
        "waiting": waiting(),
        "missing": report(today, ""),
        "drafts_url": f"{reverse('admin:procedures_procedureversion_changelist')}?status__exact=draft",
        "procedures_url": reverse("admin:procedures_procedure_changelist"),
    }
    return render_editor(request, "catalogue_desk/home.html", context, active="home")
