"""How each kind of source writes what stands in its window at one moment."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from content.sample.post import Post

Writer = Callable[[str, str, Sequence[Post], datetime], str]
ENDINGS = {"hotline": "csv", "register": "jsonl"}
VERSIONS = ("6.2.0", "6.3.1", "6.4.0", "7.0.0", "7.0.2", "7.1.0")
OUTCOME = ("outcome", "outcome_text", "outcome_on")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _text(post: Post, now: datetime) -> str:
    return post.edit[1] if post.edit and post.edit[0] <= now else post.text


def _updated(post: Post, now: datetime) -> datetime:
    return post.edit[0] if post.edit and post.edit[0] <= now else post.at


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")


def _html(words: str) -> str:
    """A post as forum software writes it, in two paragraphs where it is long."""
    half = words.find(". ", 160)
    parts = [words[: half + 1], words[half + 2 :]] if half > 0 else [words]
    return "".join(f"<p>{escape(one)}</p>" for one in parts)


def _cdata(words: str) -> str:
    return f"<![CDATA[{words}]]>"


def discourse(title: str, host: str, posts: Sequence[Post], now: datetime) -> str:
    """RSS 2.0 as Discourse writes its newest posts."""
    items = "\n".join(
        f"<item>\n<title>{escape(one.title.removeprefix('Re: '))}</title>\n"
        f"<dc:creator>{_cdata('@' + one.author)}</dc:creator>\n"
        f"<description>{_cdata(_html(_text(one, now)))}</description>\n"
        f"<link>{one.link}</link>\n<pubDate>{format_datetime(one.at)}</pubDate>\n"
        f'<guid isPermaLink="false">{one.guid}</guid>\n</item>'
        for one in posts
    )
    return (
        f'{HEAD}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>\n'
        f"<title>{escape(title)}</title>\n<link>https://{host}/</link>\n"
        "<description>Latest posts</description>\n"
        f"<lastBuildDate>{format_datetime(now)}</lastBuildDate>\n{items}\n</channel>\n</rss>\n"
    )


def phpbb(title: str, host: str, posts: Sequence[Post], now: datetime) -> str:
    """Atom as phpBB writes it, with its own line of statistics below each post."""
    entries = "\n".join(_phpbb_entry(one, host, now) for one in posts)
    return (
        f'{HEAD}<feed xmlns="http://www.w3.org/2005/Atom">\n<title>{escape(title)}</title>\n'
        f"<updated>{_iso(now)}</updated>\n<id>https://{host}/feed.php</id>\n{entries}\n</feed>\n"
    )


def _phpbb_entry(post: Post, host: str, now: datetime) -> str:
    statistics = (
        f'<p>Statistics: Posted by <a href="https://{host}/memberlist.php?u={post.number}">{escape(post.author)}'
        f"</a> — {post.at:%a %b %d, %Y %H:%M}</p><hr />"
    )
    words = "<br /><br />".join(escape(_text(post, now)).split("\n"))
    return (
        f"<entry>\n<author><name>{_cdata(post.author)}</name></author>\n"
        f"<updated>{_iso(_updated(post, now))}</updated>\n<published>{_iso(post.at)}</published>\n"
        f"<id>{escape(post.guid)}</id>\n<link href={quoteattr(post.link)}/>\n"
        f'<title type="html">{_cdata(escape(post.title))}</title>\n'
        f'<content type="html">{_cdata(words + statistics)}</content>\n</entry>'
    )


def threads(title: str, host: str, posts: Sequence[Post], now: datetime) -> str:
    """Atom with RFC 4685 threads, and a tombstone where a post was deleted."""
    entries = "\n".join(_entry(one, now) for one in posts)
    return (
        f'{HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"'
        f' xmlns:at="http://purl.org/atompub/tombstones/1.0">\n<title>{escape(title)}</title>\n'
        f"<updated>{_iso(now)}</updated>\n<id>tag:{host},2025:feed</id>\n{entries}\n</feed>\n"
    )


def _entry(post: Post, now: datetime) -> str:
    if post.gone and post.gone <= now:
        return f'<at:deleted-entry ref="{post.guid}" when="{_iso(post.gone)}"/>'
    reply = f'<thr:in-reply-to ref="{post.top.guid}" href="{post.top.link}"/>\n' if post.root else ""
    return (
        f'<entry xml:lang="{post.language}">\n<id>{post.guid}</id>\n<title>{escape(post.title)}</title>\n'
        f"<author><name>{escape(post.author)}</name></author>\n<published>{_iso(post.at)}</published>\n"
        f'<updated>{_iso(_updated(post, now))}</updated>\n<link rel="alternate" href="{post.link}"/>\n{reply}'
        f'<content type="html">{escape(_html(_text(post, now)))}</content>\n</entry>'
    )


def comments(title: str, host: str, posts: Sequence[Post], now: datetime) -> str:
    """RSS 2.0 as a blog writes its newest comments, each under the words its author put above it."""
    items = "\n".join(
        f"<item>\n<title>{escape(one.title)}</title>\n<link>{one.link}</link>\n"
        f"<dc:creator>{_cdata(one.author)}</dc:creator>\n<pubDate>{format_datetime(one.at)}</pubDate>\n"
        f'<guid isPermaLink="false">{one.guid}</guid>\n'
        f"<description>{_cdata(escape(_text(one, now)[:300]))}</description>\n"
        f"<content:encoded>{_cdata(_html(_text(one, now)))}</content:encoded>\n</item>"
        for one in posts
    )
    return (
        f'{HEAD}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>\n'
        f"<title>Comments for {escape(title)}</title>\n"
        f"<link>https://{host}/</link>\n<description/>\n<lastBuildDate>{format_datetime(now)}</lastBuildDate>\n"
        f"{items}\n</channel>\n</rss>\n"
    )


def reviews(title: str, host: str, posts: Sequence[Post], now: datetime) -> str:
    """Atom as an app store writes customer reviews, with stars and the version reviewed."""
    entries = "\n".join(
        f"<entry>\n<updated>{_iso(_updated(one, now))}</updated>\n<id>{one.guid}</id>\n"
        f'<title>{escape(one.title)}</title>\n<content type="text">{escape(_text(one, now))}</content>\n'
        f"<im:rating>{one.stars}</im:rating>\n"
        f"<im:version>{VERSIONS[one.at.toordinal() // 80 % 6]}</im:version>\n"
        f"<author><name>{escape(one.author)}</name></author>\n"
        f'<link rel="alternate" href="{one.link}"/>\n</entry>'
        for one in posts
    )
    return (
        f'{HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xmlns:im="http://{host}/rss">\n'
        f"<title>{escape(title)}</title>\n<id>https://{host}/rss</id>\n<updated>{_iso(now)}</updated>\n{entries}\n</feed>\n"
    )


def hotline(_title: str, _host: str, posts: Sequence[Post], now: datetime) -> str:
    """A telephone hotline's log as CSV."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("ref", "received", "company", "type", "caller", "language", "summary", *OUTCOME))
    for one in posts:
        word, text, day = _answer(one, now)
        table.writerow(
            [one.guid, f"{one.at:%Y-%m-%d %H:%M}", one.title or one.brand, one.kind, one.author, one.language,
             one.text, word, text, f"{day:%Y-%m-%d %H:%M}" if day else ""]
        )  # fmt: skip
    return out.getvalue()


def register(_title: str, _host: str, posts: Sequence[Post], now: datetime) -> str:
    """An ombudsman's register, one JSON object a line."""
    lines = []
    for one in posts:
        word, text, day = _answer(one, now)
        record = {
            "case": one.guid, "received": f"{one.at:%d/%m/%Y}", "firm": one.title or one.brand,
            "lang": one.language,
            "account": one.text,
            "decision": {"class": word or "open", "text": text, "on": f"{day:%d/%m/%Y}" if day else ""},
        }  # fmt: skip
        lines.append(json.dumps(record, ensure_ascii=False))
    return "\n".join(lines) + "\n"


def _answer(post: Post, now: datetime) -> tuple[str, str, datetime | None]:
    if post.answer is None or post.answer[3] > now:
        return "", "", None
    return post.answer[0], post.answer[1], post.answer[2]


WRITERS: dict[str, Writer] = {
    "discourse": discourse,
    "phpbb": phpbb,
    "threads": threads,
    "comments": comments,
    "reviews": reviews,
    "hotline": hotline,
    "register": register,
}
