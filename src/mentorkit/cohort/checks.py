"""The rules across files: each a small function over a whole cohort, all of them in `RULES`.

A rule yields problems at the place of the datum that a person would change.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from mentorkit.cohort import (
    check_answers,
    check_applications,
    check_events,
    check_money,
    check_outcomes,
    check_pairs,
    check_people,
    check_records,
    check_roles,
    check_scouting,
    check_surveys,
)
from mentorkit.cohort.context import Context, Rule
from mentorkit.cohort.model import Cohort
from mentorkit.cohort.yamltext import Document
from mentorkit.problems import Problem

RULES: tuple[Rule, ...] = (
    check_people.people_exist,
    check_people.people_have_the_role,
    check_people.topics_are_listed,
    check_people.languages_are_listed_once,
    check_people.dates_are_in_order,
    check_people.known_facts_are_past,
    check_people.leaving_is_whole,
    check_people.one_mentor_at_a_time,
    check_pairs.nobody_mentors_their_mentor,
    check_pairs.pairs_end_when_somebody_leaves,
    check_people.wikis_are_reached_safely,
    check_people.weights_count,
    check_people.the_programme_ends,
    check_events.events_end_after_they_begin,
    check_events.events_have_their_own_ids,
    check_events.people_attend_listed_events,
    check_people.the_repository_is_private,
    check_people.addresses_are_private,
    check_people.tabs_are_in_texts,
    check_records.ids_are_used_once,
    check_records.sessions_belong_somewhere,
    check_records.sessions_tell_one_time,
    check_records.sessions_end_one_way,
    check_records.nobody_is_in_two_places,
    check_records.pairs_meet_while_they_last,
    check_records.roles_are_verified_by_others,
    check_roles.evidence_is_permanent,
    check_roles.evidence_is_on_a_known_site,
    check_roles.accepted_roles_are_shown,
    check_roles.roles_are_told_once,
    check_outcomes.tasks_are_accepted_by_outsiders,
    check_outcomes.accepted_roles_have_begun,
    check_outcomes.who_left_stays_away,
    check_outcomes.who_came_has_started,
    check_outcomes.goals_can_be_missed,
    check_outcomes.a_group_can_be_compared,
    check_scouting.sources_are_of_one_kind,
    check_scouting.a_window_has_months,
    check_scouting.scouted_wikis_are_listed,
    check_surveys.survey_counts_fit,
    check_surveys.waves_ask_those_who_take_part,
    check_surveys.waves_close_once_there_is_a_programme,
    check_money.payments_have_a_line,
    check_money.sums_can_be_added_up,
    check_money.rates_are_told_once,
    check_money.rates_are_between_two_currencies,
    check_answers.answers_are_of_those_invited,
    check_answers.answers_are_of_a_revision,
    check_applications.applications_are_of_somebody,
    check_applications.decisions_are_dated,
)


def check(
    cohort: Cohort, documents: Mapping[str, Document], ids: Iterable[str], today: date
) -> list[Problem]:
    """Return the problems that all rules find, in no particular order."""
    context = Context(cohort, documents, frozenset(ids), today)
    return [problem for rule in RULES for problem in rule(context)]
