"""In which language somebody is written to."""

import pytest

from mentorkit.recruit.fallbacks import choose, instead, near

SHIPPED = {"ar", "en", "es", "fr"}


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
def test_a_shipped_language(asked: str, language: str) -> None:
    assert choose(asked.split(), SHIPPED) == language


@pytest.mark.parametrize(
    ("asked", "language"),
    [("pt-br", "pt"), ("gl", "pt"), ("pt-br es", "pt"), ("gl es", "es"), ("zh-hk", "zh")],
)
def test_a_language_that_a_cohort_brings(asked: str, language: str) -> None:
    assert choose(asked.split(), SHIPPED | {"pt", "zh"}) == language


def test_a_variant_goes_before_its_language() -> None:
    assert choose(["pt-br"], {"pt", "pt-br", "en"}) == "pt-br"
    assert list(near("zh-hant-hk")) == ["zh-hant-hk", "zh-hant", "zh"]


def test_chains_keep_mediawikis_order() -> None:
    assert list(instead("oc")) == ["ca", "fr"]
    assert list(instead("ami")) == ["zh-tw", "zh-hant", "zh", "zh-hans"]
    assert list(instead("en")) == []
