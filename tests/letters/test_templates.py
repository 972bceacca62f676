"""A cohort's own wordings: what they may replace, what is said of their faults, and the sandbox."""

from pathlib import Path

import pytest
from wording_languages import SHIPPED

from mentorkit.problems import Problem
from mentorkit.render.templates import Rendered, Templates, isolate

VALUES = {
    "language": "en",
    "channel": "wikimail",
    "why": "Your maps are careful.",
    "say": {"source": ""},
    "recipient": {"name": "Kofi", "topics": ""},
    "sender": {"name": "Dana", "talk": "https://meta.wikimedia.org/wiki/User_talk:Dana"},
    "programme": {
        "name": "P",
        "page": "",
        "start": {"day": 3, "month": 3, "year": 2025},
        "end": {"day": 1, "month": 6, "year": 2025},
    },
    "offer": {
        "places": 1,
        "calls_a_month": 2,
        "call_minutes": 60,
        "group_calls": 0,
        "talks": 0,
        "talk_minutes": 0,
        "in_person": 0,
    },
}
HEAD = "---\nsubject: Hello\nchannel: mail\n---\n"
NAME = "en/invite.mentee.txt.j2"
ASK = "Would a short call about it suit you?"


def render(folder: Path, text: str, name: str = NAME) -> Rendered | Problem:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return Templates(folder).render("en", "invite.mentee", VALUES)


def rendered(folder: Path, text: str) -> Rendered:
    made = render(folder, text)
    assert isinstance(made, Rendered), made
    return made


def fault(folder: Path, text: str) -> Problem:
    found = render(folder, text)
    assert isinstance(found, Problem), found
    return found


def test_a_cohorts_template_goes_before_the_shipped_one(tmp_path: Path) -> None:
    made = rendered(tmp_path, f"{HEAD}Dear << recipient.name >>\n")
    assert made == Rendered("Hello", "Dear Kofi\n", ("mail",), False)


def test_a_cohorts_template_extends_the_shipped_one_by_a_block(tmp_path: Path) -> None:
    original = Templates().render("en", "invite.mentee", VALUES)
    assert isinstance(original, Rendered)
    own = f'<% extends "shipped/{NAME}" %>\n<% block ask %>\nShall we talk?\n<% endblock %>\n'
    made = rendered(tmp_path, own)
    assert made.text == original.text.replace(ASK, "Shall we talk?")
    assert (made.subject, made.channels) == (original.subject, original.channels)


def test_a_cohorts_template_keeps_what_a_block_said_before(tmp_path: Path) -> None:
    own = f'<% extends "shipped/{NAME}" %><% block ask %>Well. << super() >><% endblock %>'
    assert f"\nWell. {ASK}\n" in rendered(tmp_path, own).text


def test_a_cohort_may_change_the_frame_of_all_letters(tmp_path: Path) -> None:
    frame = '<% extends "shipped/en/letter.txt.j2" %><% block offer %>Much.<% endblock %>'
    made = render(tmp_path, "Frame: <% block what %><% endblock %>", "en/letter.txt.j2")
    assert isinstance(made, Rendered)
    assert made.text.startswith("Frame: The programme offers")
    assert isinstance(render(tmp_path, frame, "en/letter.txt.j2"), Rendered)


def test_a_subject_may_use_values_and_needs_no_quotes(tmp_path: Path) -> None:
    head = (
        "---\nsubject: Dear << recipient.name >>: a word\nchannel: talk, mail\nreviewed: yes\n---\n"
    )
    made = rendered(tmp_path, f"{head}Text")
    assert made == Rendered("Dear Kofi: a word", "Text\n", ("talk", "mail"), True)


def test_a_review_of_the_shipped_wording_is_none_of_an_own_one(tmp_path: Path) -> None:
    original, own = tmp_path / "original", tmp_path / "own"
    for folder, text in ((original, f"---\nreviewed: yes\n{HEAD[4:]}Text\n"), (own, "Own\n")):
        (folder / "en").mkdir(parents=True)
        (folder / NAME).write_text(text)
    reviewed = Templates(None, original).render("en", "invite.mentee", VALUES)
    assert reviewed == Rendered("Hello", "Text\n", ("mail",), True)
    changed = Templates(own, original).render("en", "invite.mentee", VALUES)
    assert changed == Rendered("Hello", "Own\n", ("mail",), False)


def test_wikitext_needs_no_care(tmp_path: Path) -> None:
    wikitext = "{{subst:welcome|{% x %}}} [[User:A|<b>B</b>]] {# no #} & ~~~~\n"
    assert rendered(tmp_path, HEAD + wikitext).text == wikitext


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    text = "\ufeff" + HEAD.replace("\n", "\r\n") + "Dear << recipient.name >>\r\n"
    assert rendered(tmp_path, text).text == "Dear Kofi\n"


def test_isolates_close_around_a_text() -> None:
    assert isolate("ليلى") == "\u2068ليلى\u2069"


def test_a_language_of_ones_own_is_found(tmp_path: Path) -> None:
    (tmp_path / "eo").mkdir()
    (tmp_path / "eo" / "invite.mentee.txt.j2").write_text("x")
    assert Templates(tmp_path).languages("invite.mentee") == {*SHIPPED, "eo"}
    assert Templates(tmp_path).languages("invite.mentor") == SHIPPED


def test_an_undefined_value_is_named_with_its_line_and_the_values_there_are(
    tmp_path: Path,
) -> None:
    problem = fault(tmp_path, f"{HEAD}Dear << recipient.name >>\n\nof << programme.nmae >>\n")
    assert str(problem.place) == f"templates/{NAME}:7:17"
    assert problem.source == "of << programme.nmae >>"
    assert problem.width == len("nmae")
    assert problem.message == "there is no value 'nmae'"
    assert problem.hint.startswith(
        "did you mean 'name'? the values are channel, language, offer.call_minutes,"
    )
    assert problem.hint.endswith("sender.name, sender.talk, why")


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("<< sendr >>", 5, "there is no value 'sendr'"),
        ("x\n<< sendr.name >>", 6, "there is no value 'sendr'"),
        ("x\n<< recipient.items >>", 6, "there is no value 'items'"),
        ("x\n<% if offer.gifts %>x<% endif %>", 6, "there is no value 'gifts'"),
        ("x\n<% for x in whys %>x<% endfor %>", 6, "there is no value 'whys'"),
        ("<# of\ntwo lines #>\n<< sendr >>", 7, "there is no value 'sendr'"),
        ("x\nx\n<< why | upcase >>", 7, "No filter named 'upcase'."),
        ("x\n<% iff %>", 6, "Encountered unknown tag 'iff'."),
        ("x\n<< why", 6, "unexpected end of template"),
        ("x\n<< offer >>", 6, "only a text or a number can be printed"),
        ("x\n<< offer | isolate >>", 6, "only a text or a number can be printed"),
        ("x\n<< 1 / 0 >>", 6, "division by zero"),
        ('x\n<% include "en/nothing.txt.j2" %>', 6, "there is no template 'en/nothing.txt.j2'"),
    ],
)
def test_every_fault_has_its_line(tmp_path: Path, body: str, line: int, message: str) -> None:
    problem = fault(tmp_path, f"{HEAD}{body}\n")
    assert (problem.place.file, problem.place.line) == (f"templates/{NAME}", line)
    assert problem.message.startswith(message)


def test_a_fault_in_an_included_file_is_placed_there(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "part.txt.j2").write_text("fine\n<< fien >>\n")
    problem = fault(tmp_path, f'{HEAD}<% include "en/part.txt.j2" %>')
    assert str(problem.place) == "templates/en/part.txt.j2:2:4"


@pytest.mark.parametrize(
    ("head", "line", "message"),
    [
        ("---\nsubjct: x\n---\n", 2, "unknown key 'subjct' in the front matter"),
        ("---\nsubject: x\nsubject: y\n---\n", 3, "'subject' stands here twice"),
        ("---\nsubject:\n---\n", 2, "'subject' is empty"),
        ("---\nsubject: x\nchannel: pigeon\n---\n", 3, "'pigeon' is no channel"),
        ("---\nsubject: x\nchannel: mail\nreviewed: si\n---\n", 4, "'reviewed' is neither"),
        ("---\nsubject: x\n", 1, "the front matter has no end"),
        ("---\nchannel: mail\n\nsubject: << x >>\n---\n", 4, "there is no value 'x'"),
        ("---\nchannel: mail\nsubject: << x\n---\n", 3, "unexpected end of template"),
    ],
)
def test_faults_of_the_front_matter(tmp_path: Path, head: str, line: int, message: str) -> None:
    problem = fault(tmp_path, f"{head}Text\n")
    assert (problem.place.file, problem.place.line) == (f"templates/{NAME}", line)
    assert problem.message.startswith(message)


def test_a_new_language_must_bring_its_subject(tmp_path: Path) -> None:
    (tmp_path / "eo").mkdir()
    (tmp_path / "eo" / "invite.mentee.txt.j2").write_text("Saluton\n")
    problem = Templates(tmp_path).render("eo", "invite.mentee", VALUES)
    assert isinstance(problem, Problem)
    assert problem.message == "this template has no subject"


ESCAPES = [
    "<< why.__class__ >>",
    "<< ''.__class__.__mro__ >>",
    "<< ''['__class__'] >>",
    "<< why | attr('__class__') >>",
    "<< self.__init__.__globals__ >>",
    "<< self._TemplateReference__context >>",
    "<< super.__func__ >>",
    "<< why.format >>",
    "<< '{0.__class__}'.format(why) >>",
    "<< why.upper() >>",
    "<< recipient.keys() >>",
    "<< recipient.update({'name': 'x'}) >>",
    "<< [].append(1) >>",
    "<< loop >>",
    "<< range(1000000000) >>",
    "<< lipsum() >>",
    "<< cycler.__init__ >>",
    "<< namespace() >>",
    "<< 'x' * 1000000000 >>",
    "<< 10 ** 10 ** 10 >>",
    "<< '%1000000000d' % 1 >>",
    "<< 'x' | center(1000000000) >>",
    "<< 'x'.ljust(1000000000) >>",
    "<< environment >>",
    "<< open('/etc/passwd') >>",
    '<% include "../../../../etc/passwd" %>',
    '<% include "/etc/passwd" %>',
    '<% include "shipped/../../pyproject.toml" %>',
    '<% import "os" as os %><< os.environ >>',
    '<% extends "../mentorkit.yaml" %>',
    f'<% include "{"x" * 300}" %>',
    "<% include 'a\0b' %>",
    f'<% extends "{NAME}" %>',
    f'<% include "{NAME}" %>',
    "<< " + "(" * 5000 + " >>",
]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("escape", ESCAPES, ids=range(len(ESCAPES)))
def test_a_template_cannot_reach_the_machine(tmp_path: Path, escape: str) -> None:
    problem = fault(tmp_path, f"{HEAD}{escape}\n")
    assert problem.place.file == f"templates/{NAME}"
    assert problem.message


def test_a_link_that_leads_out_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    own = tmp_path / "templates"
    own.mkdir()
    (own / "link.txt").symlink_to(tmp_path / "secret")
    problem = fault(own, f"{HEAD}<% include 'link.txt' %>\n")
    assert str(problem.place) == "templates/link.txt:1:1"
    assert problem.message == "this symbolic link leads out of the folder of templates"
    assert problem.source == ""


def test_a_file_that_is_no_text_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / NAME).write_bytes(b"\xff\xfe\x00")
    problem = Templates(tmp_path).render("en", "invite.mentee", VALUES)
    assert isinstance(problem, Problem)
    assert problem.message == "this file is no UTF-8"
