"""The outbox for administrators: what could not be sent, and SMS whose outcome nobody knows."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from core import clock
from notifications.models import Notice, Status


@admin.register(Notice)
class NoticeAdmin(ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    """Read-only but for one act: send again what a person has looked at. Addresses stay sealed.

    Notices of the clock wait in `next_try_at` until the quiet hours end.
    """

    list_display = ("about_code", "kind", "channel", "status", "attempts", "created_at", "next_try_at", "sent_at", "read_at", "last_error")
    list_filter = ("status", "channel", "kind")
    search_fields = ("about_code",)
    exclude = ("address_sealed",)
    ordering = ("-id",)
    actions = ("send_again",)
    show_full_result_count = False

    @admin.action(description="Gửi lại các thông báo đã chọn")
    def send_again(self, request: HttpRequest, queryset: QuerySet[Notice]) -> None:
        stuck = queryset.filter(status__in=[Status.FAILED, Status.UNCLEAR])
        count = stuck.update(status=Status.PENDING, attempts=0, next_try_at=clock.now())
        self.message_user(request, f"Đã xếp lại {count} thông báo vào hàng gửi.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        return False
