"""In which language somebody is written to."""

import pytest
from wording_languages import SHIPPED

from mentorkit.recruit.fallbacks import choose, instead, near

FEW = {"ar", "en", "es", "fr"}
"""A choice so small that many people are written to in another language than their own."""


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("ar", "ar"),
        ("de", "de"),
        ("de-at", "de"),
        ("en-gb", "en"),
        ("es-mx", "es"),
        ("fa", "fa"),
        ("azb", "fa"),
        ("fr-CA", "fr"),
        ("hi", "hi"),
        ("mai", "hi"),
        ("id", "id"),
        ("jv", "id"),
        ("pt", "pt"),
        ("pt-br", "pt-br"),
        ("pt-ao", "pt"),
        ("ru", "ru"),
        ("tt", "ru"),
        ("sw", "sw"),
        ("sw-ke", "sw"),
        ("tr", "tr"),
        ("uk", "uk"),
        ("rue", "uk"),
        ("zh", "zh-hans"),
        ("zh-cn", "zh-hans"),
        ("zh-tw", "zh-hans"),
        ("th", "en"),
    ],
)
def test_a_shipped_language(asked: str, language: str) -> None:
    assert choose([asked], SHIPPED) == language


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("fr-CA", "fr"),
        ("es-419", "es"),
        ("es_MX", "es"),
        ("arz ar", "ar"),
        ("arz", "ar"),
        ("ary fr", "ar"),
        ("apc", "ar"),
        ("ar-eg", "ar"),
        ("wo", "fr"),
        ("ln", "fr"),
        ("bm", "fr"),
        ("oc", "fr"),
        ("qu", "es"),
        ("gn", "es"),
        ("pt-br", "en"),
        ("sw", "en"),
        ("wo en", "en"),
        ("sw wo", "fr"),
        ("Klingon", "en"),
        ("", "en"),
    ],
)
def test_the_nearest_of_a_few(asked: str, language: str) -> None:
    assert choose(asked.split(), FEW) == language


@pytest.mark.parametrize(
    ("asked", "language"),
    [("pt-br", "pt"), ("gl", "pt"), ("pt-br es", "pt"), ("gl es", "es"), ("zh-hk", "zh")],
)
def test_a_language_that_a_cohort_brings(asked: str, language: str) -> None:
    assert choose(asked.split(), FEW | {"pt", "zh"}) == language


def test_a_variant_goes_before_its_language() -> None:
    assert choose(["pt-br"], {"pt", "pt-br", "en"}) == "pt-br"
    assert list(near("zh-hant-hk")) == ["zh-hant-hk", "zh-hant", "zh"]


def test_chains_keep_mediawikis_order() -> None:
    assert list(instead("oc")) == ["ca", "fr"]
    assert list(instead("ami")) == ["zh-tw", "zh-hant", "zh", "zh-hans"]
    assert list(instead("en")) == []
