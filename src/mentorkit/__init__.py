"""mentorkit runs a community-leadership mentoring programme from a directory of YAML files."""

__version__ = "0.1.0"
