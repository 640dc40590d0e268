"""Reading the catalogue. What is in force and what versions say; reports for editors are in modules of their own."""

from procedures.selectors.versions import (
    catalogue_moved,
    catalogue_revision,
    counts,
    counts_by_verification,
    in_force,
    published,
    version_in_force,
    versions_of,
    with_details,
)

__all__ = [
    "catalogue_moved",
    "catalogue_revision",
    "counts",
    "counts_by_verification",
    "in_force",
    "published",
    "version_in_force",
    "versions_of",
    "with_details",
]
