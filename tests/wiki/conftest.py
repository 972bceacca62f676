"""Gives the tests of this folder the fixtures of `wiki_fixtures`."""

from wiki_fixtures import example_farm, farm, proxy

__all__ = ["example_farm", "farm", "proxy"]
