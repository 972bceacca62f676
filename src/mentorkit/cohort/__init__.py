"""The cohort's files: YAML text and its places, the model and its circles, checks, exact edits."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mentorkit.cohort.splice import edit

__all__ = ["edit"]


def __getattr__(name: str) -> Any:
    """Import the editing only where somebody edits: every command starts through this package."""
    if name == "edit":
        from mentorkit.cohort.splice import edit

        return edit
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
