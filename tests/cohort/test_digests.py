"""The digests of activity/: what coreutils read, which files are the same, and what is no line."""

import subprocess

from mentorkit.cohort.digests import digest_of, format_digests, parse_digests

ANA = b"month,wiki\n2025-03,fr.wikipedia.org\n"


def test_sha256sum_reads_them_and_writes_the_same(tmp_path):
    digests = {"zoe": digest_of(b""), "ana": digest_of(ANA)}
    (tmp_path / "ana.csv").write_bytes(ANA)
    (tmp_path / "zoe.csv").write_bytes(b"")
    (tmp_path / "SHA256SUMS").write_text(format_digests(digests))
    words = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    checked = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "ana.csv: OK\nzoe.csv: OK\n")
    words = ["sha256sum", "ana.csv", "zoe.csv"]
    written = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert format_digests(digests) == written.stdout
    assert parse_digests(written.stdout) == digests


def test_line_ends_and_a_byte_order_mark_do_not_count():
    assert (
        digest_of(ANA.replace(b"\n", b"\r\n")) == digest_of(b"\xef\xbb\xbf" + ANA) == digest_of(ANA)
    )
    assert digest_of(ANA.replace(b"03", b"04")) != digest_of(ANA)
    assert digest_of(ANA + b"\n") != digest_of(ANA)


def test_what_is_no_line_says_nothing():
    one = f"{digest_of(ANA)}  ana.csv"
    torn = f"<<<<<<< HEAD\n{one}\n=======\n{one[:70]}\n{one[1:]}\n\n# {one}\n>>>>>>> other\n"
    assert parse_digests(torn.replace("\n", "\r\n")) == {"ana": digest_of(ANA)}
    assert parse_digests("") == {}
