"""A meeting's life by mail: invited, moved, moved, one leaves, called off, planned anew."""

from pathlib import Path

from mail_cohorts import AS_OF, EVERYBODY, mail_cohort, rewrite
from mail_server import Server

from running import Ran, Run

PAIR = "sessions/bola--amina.yaml"


def send(run: Run, root: Path, server: Server, as_of: str = AS_OF) -> Ran:
    words = ("meet", "send", "-C", root, "--send", "--yes", "--as-of", as_of)
    ran = run(*words, **server.environment)
    assert ran.status == 0, ran.out + ran.err
    return ran


def kick_off(method: str, sequence: int, *people: str) -> set[tuple[str, str, str, int]]:
    return {(person, method, "cohort-1", sequence) for person in people}


def call(method: str, sequence: int, *people: str, number: int = 1) -> set[object]:
    return {(person, method, f"bola--amina-{number}", sequence) for person in people}


def test_each_step_reaches_exactly_those_whom_it_concerns(
    tmp_path: Path, run: Run, server: Server
) -> None:
    root = mail_cohort(tmp_path / "cohort")
    other = {("esi", "REQUEST", "esi--nour-1", 0), ("nour", "REQUEST", "esi--nour-1", 0)}

    send(run, root, server)
    both = call("REQUEST", 0, "bola", "amina")
    assert server.told() == kick_off("REQUEST", 0, *EVERYBODY) | both | other

    send(run, root, server)
    assert server.told() == set()

    rewrite(root, PAIR, "2025-03-10 19:00", "2025-03-12 19:00")
    rewrite(root, PAIR, "minutes: 60", "minutes: 60, revision: 1, revised: 2025-03-01T09:00:00Z")
    send(run, root, server)
    assert server.told() == call("REQUEST", 1, "bola", "amina")

    rewrite(root, PAIR, "2025-03-12 19:00", "2025-03-13 20:00")
    rewrite(root, PAIR, "revision: 1", "revision: 2")
    send(run, root, server)
    assert [taken.event["ATTENDEE"].params["PARTSTAT"] for taken in server.taken] == [
        "NEEDS-ACTION",
        "NEEDS-ACTION",
    ]
    assert server.told() == call("REQUEST", 2, "bola", "amina")

    leaving = "left: 2025-03-02\nleft_code: withdrew\n"
    (root / "people/esi.yaml").write_text(
        (root / "people/esi.yaml").read_text(encoding="utf-8") + leaving, encoding="utf-8"
    )
    send(run, root, server, "2025-03-02")
    assert all("STATUS" not in taken.event for taken in server.taken)
    assert server.told() == {("esi", "CANCEL", "cohort-1", 1), ("esi", "CANCEL", "esi--nour-1", 1)}

    rewrite(root, PAIR, "revision: 2", "revision: 3, cancelled: 2025-03-02")
    send(run, root, server, "2025-03-02")
    assert {str(taken.event["STATUS"]) for taken in server.taken} == {"CANCELLED"}
    assert server.told() == call("CANCEL", 3, "bola", "amina")

    with (root / PAIR).open("a", encoding="utf-8") as file:
        file.write("- {id: 2, at: 2025-03-20 19:00 Africa/Dakar, minutes: 60}\n")
    send(run, root, server, "2025-03-02")
    assert server.told() == call("REQUEST", 0, "bola", "amina", number=2)

    send(run, root, server, "2025-03-21")
    assert server.told() == set()


def test_nobody_sees_another_address(tmp_path: Path, run: Run, server: Server) -> None:
    send(run, mail_cohort(tmp_path / "cohort"), server)

    for taken in server.taken:
        whole = taken.raw + taken.calendar
        for person in set(EVERYBODY) - {taken.recipient.partition("@")[0]}:
            assert f"{person}@example.org".encode() not in whole
        assert taken.mail["To"] == taken.recipient
        assert taken.event["ATTENDEE"] == f"mailto:{taken.recipient}"
        assert taken.event["ORGANIZER"] == "mailto:dana@example.org"


def test_the_text_is_in_the_language_of_the_person(
    tmp_path: Path, run: Run, server: Server
) -> None:
    send(run, mail_cohort(tmp_path / "cohort"), server)

    texts = {}
    for taken in server.taken:
        body = taken.mail.get_body(("plain",))
        assert body is not None
        if taken.event["UID"].startswith(("bola", "esi")):
            texts[taken.recipient] = (taken.mail["Subject"], body.get_content())
    subject, text = texts["amina@example.org"]
    assert subject == "Invitation : appel de mentorat avec BolaW, lundi 10 mars 2025, 19:00"
    assert "Pour participer : https://meet.example.org/ba" in text
    assert "(à votre heure, Africa/Dakar)" in text
    assert "lundi 10 mars 2025, 19:00" in text
    assert "Monday 10 March 2025, 20:00 (your time, Africa/Lagos)" in texts["bola@example.org"][1]
    assert texts["esi@example.org"][0].startswith("Invitación: llamada de mentoría con نور, martes")
    assert "الثلاثاء 11 مارس 2025، 18:00" in texts["nour@example.org"][1]


def test_the_link_alone_may_change(tmp_path: Path, run: Run, server: Server) -> None:
    root = mail_cohort(tmp_path / "cohort")
    send(run, root, server)
    first = {taken.recipient: taken for taken in server.taken if "bola" in taken.event["UID"]}
    server.told()
    accepted = "{answer: accepted, stamp: 2025-03-01T10:00:00Z}"
    rewrite(
        root,
        "private/sessions/bola--amina.yaml",
        "https://meet.example.org/ba'",
        f"https://meet.example.org/new', answers: {{amina: {accepted}}}",
    )

    send(run, root, server)

    second = {taken.recipient: taken for taken in server.taken}
    assert set(second) == {"amina@example.org", "bola@example.org"}
    for person, taken in second.items():
        assert taken.event["SEQUENCE"] == first[person].event["SEQUENCE"]
        assert taken.event["DTSTAMP"].dt > first[person].event["DTSTAMP"].dt
    statuses = {p: taken.event["ATTENDEE"].params["PARTSTAT"] for p, taken in second.items()}
    assert statuses == {"amina@example.org": "ACCEPTED", "bola@example.org": "NEEDS-ACTION"}
