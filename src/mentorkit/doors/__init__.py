"""The world: the cohort directory on disk, and the wikis. Nothing else opens or sends."""

from mentorkit.doors.directory import open_cohort

__all__ = ["open_cohort"]
