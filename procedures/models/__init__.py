"""The catalogue: procedures, their dated versions, what a version asks for."""

from procedures.models.details import DocumentRequirement, Fee, ProcedureStep, UnitTimeLimit
from procedures.models.guidance import GuidanceNote
from procedures.models.procedure import CatalogueRevision, Field, Procedure
from procedures.models.upload import CatalogueImport
from procedures.models.version import ProcedureVersion

__all__ = [
    "CatalogueImport",
    "CatalogueRevision",
    "DocumentRequirement",
    "Fee",
    "Field",
    "GuidanceNote",
    "Procedure",
    "ProcedureStep",
    "ProcedureVersion",
    "UnitTimeLimit",
]
