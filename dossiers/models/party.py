"""People of a dossier as they were then: a snapshot, not an account."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from core.identity import mask_identity, mask_phone
from core.sealing import unseal
from dossiers.models.dossier import Dossier


class PartyRole(models.TextChoices):
    """Who somebody is to a dossier."""

    APPLICANT = "applicant", "Chủ hồ sơ"
    FILER = "filer", "Người nộp thay"
    REPRESENTATIVE = "representative", "Người đại diện"


class Relation(models.TextChoices):
    """What somebody who files for another person is to him; what proves it is for the desk to ask.

    Source: docs/legal/open-points.md, no. 11
    """

    CHILD = "child", "Con"
    PARENT = "parent", "Cha, mẹ"
    SPOUSE = "spouse", "Vợ, chồng"
    RELATIVE = "relative", "Người thân khác"
    GUARDIAN = "guardian", "Người giám hộ"
    AUTHORISED = "authorised", "Người được ủy quyền"


class DossierParty(models.Model):
    """Numbers are sealed; `*_hash` finds them again without opening them, `id_hash_key` names the key that made the hash."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="parties", db_index=False)
    role = models.CharField("vai trò", max_length=16, choices=PartyRole, db_collation="C")
    relation = models.CharField("quan hệ với chủ hồ sơ", max_length=12, choices=Relation, blank=True, db_default="", default="")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    full_name = models.CharField("họ, chữ đệm, tên", max_length=200)
    id_cipher = models.BinaryField(null=True)
    id_hash = models.BinaryField(null=True)
    id_hash_key = models.SmallIntegerField(null=True)
    phone_cipher = models.BinaryField(null=True)
    phone_hash = models.BinaryField(null=True)
    email_cipher = models.BinaryField(null=True)
    email_hash = models.BinaryField(null=True)
    address = models.CharField("nơi ở", max_length=300, blank=True)
    search = SearchVectorField(null=True)

    class Meta:
        verbose_name = "người liên quan"
        verbose_name_plural = "người liên quan"
        constraints = [models.UniqueConstraint(fields=["dossier", "role"], name="party_role_once")]
        indexes = [
            models.Index(fields=["id_hash"], name="party_id_hash", condition=Q(id_hash__isnull=False)),
            models.Index(fields=["phone_hash"], name="party_phone_hash", condition=Q(phone_hash__isnull=False)),
            models.Index(fields=["user", "-dossier"], name="party_user", condition=Q(user__isnull=False)),
            GinIndex(fields=["search"], name="party_search", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def role_label(self) -> str:
        """The role in the words of the desk: "Người nộp thay (con)"; without the relation where nobody stated it."""
        relation = self.get_relation_display()
        return f"{PartyRole(self.role).label} ({relation[:1].lower()}{relation[1:]})" if relation else PartyRole(self.role).label

    @property
    def identity_number(self) -> str:
        return unseal(bytes(self.id_cipher)) if self.id_cipher else ""

    @property
    def phone(self) -> str:
        return unseal(bytes(self.phone_cipher)) if self.phone_cipher else ""

    @property
    def email(self) -> str:
        return unseal(bytes(self.email_cipher)) if self.email_cipher else ""

    @property
    def masked_identity(self) -> str:
        return mask_identity(self.identity_number) if self.id_cipher else ""

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone) if self.phone_cipher else ""
