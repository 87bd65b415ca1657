"""Finished archive packages, and whether a case is ready to become one."""

from __future__ import annotations

from requests_app.actors import Actor
from requests_app.errors import AccessRefused
from requests_app.models import ArchivePackage, DisclosureRequest, LetterState, OutboxMessage
from requests_app.selectors.cases import visible_cases


def find_package(actor: Actor, number: str) -> ArchivePackage:
    """The package under this 档号, or the latest of the case with this 受理编号.

    Raises `AccessRefused`, alike for a foreign and a missing one.
    """
    packages = ArchivePackage.objects.filter(request__in=visible_cases(actor)).select_related(
        "document", "request"
    )
    wanted = number.strip()
    of_case = packages.filter(request__number=wanted).order_by("pk")
    found = packages.filter(archival_number=wanted).first() or of_case.last()
    if found is None:
        raise AccessRefused("unknown_package", f"没有“{wanted}”的归档数据包，或者您无权查看。")
    return found


def letters_pending(case: DisclosureRequest) -> bool:
    """Whether a letter of the case is promised and not made yet: the file would close without it."""
    if case.letters.filter(state=LetterState.NUMBERED).exists():
        return True
    keys = [f"receipt:{case.pk}", f"withdrawal:{case.pk}"]
    keys += [f"extension:{pk}" for pk in case.extensions.values_list("pk", flat=True)]
    return OutboxMessage.objects.filter(key__in=keys, done_at__isnull=True).exists()
