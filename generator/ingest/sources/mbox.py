"""Mailboxes (mbox, RFC 4155): archives of mail lists and exported hotline mail, packed with gzip or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

import msgspec

from generator.ingest.context import Context, Post
from generator.ingest.identity import Marks, content_hash, guid_key
from generator.ingest.mails.mail import MAIL_ERRORS, Mail, read_mail
from generator.ingest.mails.mailbox import Letter, split
from generator.ingest.pages import page_checks
from generator.ingest.shelf import Shelf
from generator.ingest.tables.unpack import unpacked
from generator.ingest.threads import roots
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.source import Source

POLICY = "guid"


def ask(source: Source, context: Context) -> tuple[Ask, ...]:
    """The file's own address."""
    del context
    return (Ask(url=source.url),)


def check(posts: Sequence[Post], source: Source, context: Context) -> tuple[Ask, ...]:
    """Each mail's own page in a web archive, where it named one."""
    del source, context
    return page_checks([post for post in posts if post.url])


def read(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read every mail of a mailbox; only its bytes are limited, not how many mails it holds.

    Raises:
        UnreadableError: it holds no mail, is damaged, or is larger than `limits.records_bytes`.
    """
    body = unpacked(snapshot.body, context.limits.records_bytes).removeprefix(b"\xef\xbb\xbf")
    letters = list(split(body))
    room = context.limits.model_copy(update={"entries": max(1, len(letters))})
    shelf = Shelf(source, msgspec.structs.replace(context, limits=room))
    mails = [_mail(letter) for letter in letters]
    firsts = _roots(mails)
    for letter, mail in zip(letters, mails, strict=True):
        _keep(shelf, letter, mail, firsts)
    return shelf.reading(snapshot, policy=POLICY, title=source.title)


def _mail(letter: Letter) -> Mail | None:
    if not letter.headed:
        return None
    try:
        return read_mail(letter.octets)
    except MAIL_ERRORS:
        return None


def _keep(shelf: Shelf, letter: Letter, mail: Mail | None, firsts: Mapping[str, str]) -> None:
    if mail is None:
        shelf.set_aside("unreadable", detail="a mail whose head cannot be read")
        return
    date = mail.date or letter.stamp
    key = guid_key(mail.id) if mail.id else f"hash:{_hash(mail, date)}"
    if mail.opted_out:
        shelf.set_aside("opted_out", key)
    elif mail.automatic:
        shelf.set_aside("not_a_post", key, mail.automatic)
    else:
        shelf.keep(
            key,
            url=mail.url,
            title=escape(mail.title) if mail.html else mail.title,
            body=mail.body,
            date=date,
            html=mail.html,
            author=mail.author,
            thread=guid_key(firsts.get(mail.before[0], mail.before[0])) if mail.before else None,
            reply_to=guid_key(mail.before[-1]) if mail.before else None,
        )


def _hash(mail: Mail, date: str) -> str:
    marks = Marks(guid=None, link=None, author=mail.author, title=mail.title, published=date, body=mail.body)
    return content_hash(marks)


def _roots(mails: Iterable[Mail | None]) -> dict[str, str]:
    """For the id of every reply: the first mail of its thread, as far back as this mailbox knows."""
    return roots({one.id: one.before[0] for one in mails if one and one.id and one.before})
