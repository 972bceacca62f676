"""What is wrong with a letter before it goes out: the rules of letters that help and that harm."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from mentorkit.cohort.model import Candidate, Cohort, Person
from mentorkit.problems import Place, Problem
from mentorkit.recruit.fallbacks import normal
from mentorkit.recruit.kinds import PERSONAL, LetterKind
from mentorkit.recruit.lint_words import LETTERS_A_WORD, NO, STRETCH, counted, finder
from mentorkit.recruit.similarity import TOGETHER, Sentence, Twin, twins
from mentorkit.rules.direction import direction
from mentorkit.rules.letter import Letter

LONGEST_HEADING = 240
"""Bytes of a heading: it is the summary of the edit too, which MediaWiki cuts off at 255."""

LONGEST_SUBJECT = 80
"""Characters: more is cut off in tables of contents and lists of mails."""

LONGEST_REASON = 45
"""Words of `why`: one fact feels seen, three feel watched."""

MOST_LINKS = 2

RULES = {
    "unfinished": "something that a person has to write is missing",
    "length": "too long or too short for its kind and channel",
    "questions": "more than one question, or none where one is asked",
    "no-stop": "it does not say how to say no",
    "leftover": "signs of a template or of wikitext stand in it",
    "signature": "tildes, which a wiki turns into a signature",
    "heading": "the subject is empty, too long, or shouts",
    "links": "more than two links",
    "counted": "somebody's work or time is counted",
    "identity": "it speaks of who somebody is",
    "praise": "flattery or urgency",
    "gendered": "it takes somebody for a man or a woman",
    "brackets": "a bracket without its other half",
    "direction": "marks of direction that turn round what follows",
    "long-why": "the reason tells too much",
    "alike": "nearly the same words as for somebody else",
    "language": "in another language than the person asked for (a remark)",
    "unreviewed": "no fluent reader has looked the wording over (a remark)",
}
"""What the lint looks for, by code."""


HARMFUL = frozenset(
    {"alike", "counted", "heading", "identity", "leftover", "links", "no-stop", "praise"}
    | {"signature"}
)
"""Rules that protect whoever gets a letter: one that breaks them goes only when insisted on."""


def harm(letter: Letter, person: Person, kind: LetterKind) -> bool:
    """Whether one letter breaks a rule that protects its reader; see `alike` for that of two."""
    return any(found.code in HARMFUL for found in findings(letter, person, kind))


def findings(letter: Letter, person: Person, kind: LetterKind) -> Iterator[Problem]:
    """Yield all that is wrong with one letter; what two letters have in common is in `alike`.

    What a person typed has its place in their file. The wording's is the first line of its
    template; `source` then holds the words in question, by which the line can be found.
    """
    looked = _Looked(letter, person, kind)
    yield from looked.at_what_is_missing()
    yield from looked.at_the_form()
    yield from looked.at_the_heading()
    yield from looked.at_the_words()
    yield from looked.at_the_signs()
    yield from looked.at_the_direction()
    yield from looked.at_the_language()


def alike(letters: Iterable[Letter], cohort: Cohort) -> Iterator[Problem]:
    """Yield each sentence about one of the letters' people that is nearly another person's."""
    chosen = {letter.person for letter in letters}
    known: dict[str, Person] = {**cohort.candidates, **cohort.people}
    # Those who are written to now come last, so that it is they who are looked at.
    order = sorted(known.values(), key=lambda person: (person.id in chosen, person.id))
    closest: dict[Sentence, Twin] = {}
    for twin in twins(each for person in order for each in sentences(person)):
        before = closest.get(twin.one)
        if twin.one.person in chosen and (before is None or twin.share > before.share):
            closest[twin.one] = twin
    for twin in closest.values():
        yield _twin(twin, known[twin.one.person])


def sentences(person: Person) -> Iterator[Sentence]:
    """Yield what was typed about one person alone, by key."""
    if isinstance(person, Candidate) and person.why:
        yield Sentence(person.id, "why", person.why)
    for name in sorted(PERSONAL & person.say.keys()):
        yield Sentence(person.id, f"say.{name}", person.say[name])


def words(text: str, language: str) -> int:
    """Return how many words a text has, addresses left out; signs alone are none.

    Where words are written without blanks between, it is what so many letters amount to.
    """
    plain = _ADDRESS.sub("", text)
    each = LETTERS_A_WORD.get(language.partition("-")[0])
    joined = 0.0
    if each:
        # Names and numbers in between are written with blanks there, too.
        joined = len(TOGETHER.findall(plain)) / each
        plain = TOGETHER.sub(" ", plain)
    return round(joined) + sum(bool(re.search(r"\w", word)) for word in plain.split())


def bounds(kind: LetterKind, channel: str, language: str) -> tuple[int, int]:
    """Return how many words a letter may have: the kind's, stretched as its language needs it."""
    low, high = kind.words.get(channel) or next(iter(kind.words.values()))
    spoken = language.partition("-")[0]
    stretch = STRETCH.get(spoken, 1.0 if spoken == "en" or spoken in LETTERS_A_WORD else 1.25)
    return round(low * min(stretch, 1.0)), round(high * stretch)


class _Looked:
    """One letter under the glass: its text, and where a finding about a part of it belongs."""

    def __init__(self, letter: Letter, person: Person, kind: LetterKind):
        self._letter = letter
        self._person = person
        self._kind = kind
        self._plain = _ADDRESS.sub("", letter.text).translate(_NO_ISOLATES)
        self._wording = _without(self._plain, [letter.to, *(text for _, text in letter.typed)])

    def at_what_is_missing(self) -> Iterator[Problem]:
        for key in self._letter.unfinished:
            written = f"say: {{{key[4:]}: TEXT}}" if key.startswith("say.") else f"{key}: TEXT"
            hint = _ELSEWHERE.get(key) or f"write `{written}` in {self._letter.kept}"
            yield self._typed(key, "unfinished", f"the letter needs '{key}'", hint)

    def at_the_form(self) -> Iterator[Problem]:
        letter, kind = self._letter, self._kind
        count = words(letter.text, letter.language)
        low, high = bounds(kind, letter.channel, letter.language)
        if not low <= count <= high and not letter.unfinished:
            said = f"{count} words; a letter like this has {low} to {high}"
            yield self._of_wording("length", said, "shorten or lengthen it; `why` counts too")
        asked = len(_QUESTION.findall(self._plain))
        if asked != kind.asks:
            said = f"{asked} question marks; a letter like this has {kind.asks}"
            yield self._of_wording("questions", said, "ask one small thing, or nothing", "?")
        links = len(_ADDRESS.findall(letter.text))
        if links > MOST_LINKS:
            said = f"{links} links; two are enough"
            yield self._of_wording("links", said, "leave one out")
        wanted = NO.get(letter.language.partition("-")[0], "")
        if kind.offers_no and wanted and not re.search(wanted, letter.text, re.IGNORECASE):
            said = "it does not say how to say no"
            example = wanted.partition("|")[0]
            yield self._of_wording("no-stop", said, f'say that "{example}" is enough')
        why = dict(letter.typed).get("why", "")
        if words(why, letter.language) > LONGEST_REASON:
            said = f"the reason has more than {LONGEST_REASON} words"
            yield self._typed("why", "long-why", said, "one fact is enough")

    def at_the_heading(self) -> Iterator[Problem]:
        subject = self._letter.subject
        size = len(subject.encode("utf-8", "surrogatepass"))
        wrong = ""
        if not subject.strip():
            wrong = "the subject is empty"
        elif size > LONGEST_HEADING or len(subject) > LONGEST_SUBJECT:
            wrong = f"the subject has {len(subject)} characters and {size} bytes"
        elif subject.isupper() and len(subject) > 4 and subject != subject.lower():
            wrong = "the subject is all in capitals"
        if wrong:
            hint = (
                f"at most {LONGEST_SUBJECT} characters and {LONGEST_HEADING} bytes, as people speak"
            )
            yield self._of_wording("heading", wrong, hint, "subject:")

    def at_the_words(self) -> Iterator[Problem]:
        language = self._letter.language
        for table, code, said, hint in _WORDS:
            pattern = finder(table, language)
            yield from self._each(pattern, code, said, hint, wording=table != "IDENTITY")
        if self._letter.channel == "talk":
            pattern = finder("IDENTITY", language)
            yield from self._in_wording(pattern, "identity", *_IDENTITY)
        yield from self._each(counted("EDITS", language), "counted", *_COUNTED, wording=True)
        for key, text in self._letter.typed:
            if key.removeprefix("say.") in _ABOUT_THEM:
                yield from self._in_typed(counted("TIMES", language), key, text, _COUNTED)

    def at_the_signs(self) -> Iterator[Problem]:
        letter = self._letter
        for pattern, code, said, hint in _SIGNS:
            yield from self._each(pattern, code, said, hint, wording=True)
        if leftover := _LEFTOVER.search(letter.subject):
            yield self._of_wording("leftover", *_LEFT, leftover[0])
        for line in (letter.subject, *self._plain.split("\n")):
            if _unpaired(line, letter.language):
                said = f"a bracket without its other half: {line.strip()[:60]}"
                yield self._where(line, "brackets", said, "write the other half, or take it out")

    def at_the_direction(self) -> Iterator[Problem]:
        letter = self._letter
        hint = "isolate names in the template: << recipient.name | isolate >>"
        text = f"{letter.subject}\n{letter.text}"
        if _OVERRIDE.search(text) or not _balanced(text):
            said = "marks of direction are not closed, or override what follows"
            yield self._of_wording("direction", said, hint)
        if direction(letter.language) != "rtl":
            return
        for line in letter.text.split("\n"):
            bare = _ISOLATED.sub("", _ADDRESS.sub("", line)).strip()
            first = next((char for char in bare if char.isalpha()), "")
            if first and unicodedata.bidirectional(first) not in ("R", "AL"):
                said = f"a line that begins from the left: {bare[:40]}"
                yield self._where(bare[:12], "direction", said, hint)
            elif re.match(r"[.,:;!?،؛؟] ", bare):
                said = f"a line that begins with a stray mark: {bare[:40]}"
                yield self._where(bare[:12], "direction", said, "take it out")

    def at_the_language(self) -> Iterator[Problem]:
        letter = self._letter
        wanted = normal(letter.asked[0]) if letter.asked else ""
        if wanted and wanted != letter.language:
            said = f"asked for {wanted}, and the letter is in {letter.language}"
            hint = f"add templates/{wanted}/, or have somebody read it who speaks both"
            yield self._person.problem(("languages",), "language", said, hint, warning=True)
        if not letter.reviewed:
            said = "no fluent reader has looked this wording over"
            hint = "once one has, write `reviewed: yes` in its front matter"
            yield self._of_wording("unreviewed", said, hint, "reviewed:", warning=True)

    def _each(
        self, pattern: re.Pattern[str] | None, code: str, said: str, hint: str, *, wording: bool
    ) -> Iterator[Problem]:
        """Yield what a pattern finds in what was typed and, if asked for, in the wording."""
        if pattern is None:
            return
        for key, text in self._letter.typed:
            if found := pattern.search(text):
                yield self._typed(key, code, said.format(found[0].strip()), hint)
        if wording:
            yield from self._in_wording(pattern, code, said, hint)

    def _in_typed(
        self, pattern: re.Pattern[str] | None, key: str, text: str, words_: tuple[str, str]
    ) -> Iterator[Problem]:
        if pattern and (found := pattern.search(text)):
            yield self._typed(key, "counted", words_[0].format(found[0].strip()), words_[1])

    def _in_wording(
        self, pattern: re.Pattern[str] | None, code: str, said: str, hint: str
    ) -> Iterator[Problem]:
        if pattern and (found := pattern.search(self._wording)):
            yield self._of_wording(code, said.format(found[0].strip()), hint, found[0])

    def _where(self, words_: str, code: str, said: str, hint: str) -> Problem:
        """Return a finding about a line, where it stands: in what a person typed, else outside."""
        line = words_.strip()
        key = next((key for key, text in self._letter.typed if _has(line, text)), "")
        if key and _unpaired(dict(self._letter.typed)[key], self._letter.language):
            return self._typed(key, code, said, hint)
        return self._of_wording(code, said, hint, line)

    def _typed(self, key: str, code: str, said: str, hint: str) -> Problem:
        path = tuple(key.split(".")) if key.startswith("say.") else (key,)
        return self._person.problem(path, code, said, hint)

    def _of_wording(
        self, code: str, said: str, hint: str, source: str = "", *, warning: bool = False
    ) -> Problem:
        return Problem(Place(self._letter.template, 1), code, said, hint, source, warning=warning)


_ADDRESS = re.compile(r"https?://\S+")
_QUESTION = re.compile(r"[?؟？՞]")
_ISOLATED = re.compile(r"\u2068[^\u2069]*\u2069")
_NO_ISOLATES = str.maketrans("", "", "\u2068\u2069")
_OVERRIDE = re.compile(r"[\u202a-\u202e\u2066\u2067]")
_LEFTOVER = re.compile(r"<<|>>|<%|%>|<#|#>|\{\{|\}\}|\[\[|\]\]|'''|\{[a-z_.]+\}")
_LEFT = ("'{}' is left over", "take it out; letters are plain text")
_ELSEWHERE = {
    "sent": "no letter to them is on record; write to them first, or add a line with `sent`",
    "pair": "nobody is paired with them; write the pair into pairs.yaml first",
    "referrer": "write `referrer: {name: TEXT, consent: DATE}`, once that person agrees",
}
_ABOUT_THEM = PERSONAL | {"source"}
_IDENTITY = ("'{}' speaks of who somebody is", "speak of the work; who they are is theirs to say")
_COUNTED = ("'{}' counts what somebody did", "name the work and what is good in it; count nothing")
_WORDS = (
    ("IDENTITY", "identity", *_IDENTITY),
    ("PRAISE", "praise", "'{}' is a word of advertisements", "say plainly what you saw"),
    ("GENDERED", "gendered", "'{}' takes somebody for a man or a woman", "find other words"),
)
_SIGNS = (
    (_LEFTOVER, "leftover", *_LEFT),
    (re.compile(r"~~~+"), "signature", "'{}' would sign on a wiki", "take it out; it is added"),
)
_PAIRS = {")": "(", "]": "[", "}": "{", "»": "«", "）": "（", "】": "【", "」": "「", "』": "『"}


def _without(text: str, parts: Iterable[str]) -> str:
    """Return a text without some parts of it, the longest taken out first."""
    for part in sorted(filter(None, parts), key=len, reverse=True):
        text = text.replace(part, " \u2022 ")
    return text


def _has(line: str, text: str) -> bool:
    return bool(text) and (text in line or line in text)


def _unpaired(line: str, language: str) -> bool:
    open_: list[str] = []
    for char in line:
        # German opens with the mark by which others close.
        if char in "«»" and language.startswith("de"):
            continue
        if char in _PAIRS.values():
            open_.append(char)
        elif char in _PAIRS and (not open_ or open_.pop() != _PAIRS[char]):
            return True
    return bool(open_)


def _balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == "\u2068") - (char == "\u2069")
        if depth not in (0, 1):
            return False
    return depth == 0


def _twin(twin: Twin, person: Person) -> Problem:
    path = tuple(twin.one.key.split("."))
    said = f"nearly the same words as for {twin.other.person} ({twin.share:.0%})"
    return person.problem(path, "alike", said, "write what you know of this person's own work")
