"""Which of the declared kinds count at this host."""

from backend.platform.permissions import Face
from backend.platform.tenancy import current_entity


def stands_here(face: Face) -> bool:
    """Whether what is declared for the face counts at the current entity."""
    return face in (Face.BANK if current_entity().is_bank else Face.PROVINCE, Face.BOTH)
