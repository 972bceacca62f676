"""The cohort's files: YAML text and its places, the model and its circles, checks, exact edits."""

from mentorkit.cohort.splice import edit

__all__ = ["edit"]
