import pytest
from outcome_reports import EXAMPLE, SMALL, ReportOf, reporter


@pytest.fixture(scope="session")
def small() -> ReportOf:
    """Report on the small cohort as of a day."""
    return reporter(SMALL)


@pytest.fixture(scope="session")
def example() -> ReportOf:
    """Report on cohort.example as of a day."""
    return reporter(EXAMPLE)
