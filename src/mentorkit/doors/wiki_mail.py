"""Letters by a wiki's own e-mail (Special:EmailUser): the wiki knows the address, nobody else does.

No wiki tells afterwards whether it mailed something. A lost answer is therefore unsure for good,
until a person says what became of it.
"""

from mentorkit.doors.wiki_post import Begin, WikiPost
from mentorkit.rules.delivery import Posted, Result
from mentorkit.rules.parcel import Parcel
from mentorkit.rules.user_names import plain_name


class WikiMail(WikiPost):
    """Sends letters by wikis' own e-mail."""

    def send(self, parcel: Parcel, begin: Begin, earlier: Posted | None = None) -> Result:
        """Mail a letter to a user; `begin` is told right before that.

        Raises WikiFailed where nothing was begun, and whatever `begin` raises.
        """
        try:
            name = plain_name(parcel.to)
        except ValueError as error:
            return Result("refused", f"invalid-name: {error}")
        wiki = self._accounts(parcel.host)
        wiki.ready()
        begin({"by": wiki.user_id})
        written = wiki.write(
            action="emailuser",
            target=name,
            subject=" ".join(parcel.subject.split()),
            text=parcel.text,
        )
        if written.outcome == "lost":
            return Result("unsure", f"the answer was lost: {written.why}"[:200])
        return self.result(wiki, written)

    def arrived(self, posted: Posted, *, surely: bool = False) -> bool | None:
        """Return None: that cannot be known."""
        return None
