"""One file of records, on the way to entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from zoneinfo import ZoneInfo

from generator.ingest.context import Context, UnreadableError
from generator.ingest.dates import MAX_CHARS, When, read_date
from generator.ingest.tables.columns import answer_rule, kind, number, words
from generator.ingest.tables.swaps import Dates
from generator.ingest.tables.table import Bad, Row, list_inside
from generator.markup import safe_url
from generator.model.entry import Entry, EntryAnswer, SetAside
from generator.model.source import AnswerColumns, Columns, Source
from generator.model.words import DateQuality, SourceId

POLICY = "id"


HEAD_ROWS = 100


class RecordsFile:
    """One records file, on the way to entries."""

    def __init__(self, source: Source, columns: Columns, context: Context) -> None:
        """Begin with no record."""
        self.source = source
        self.columns = columns
        self.context = context
        self.read = 0
        self.entries: list[Entry] = []
        self.aside: list[SetAside] = []
        self.answers_aside: list[SetAside] = []
        self.seen: set[str] = set()
        self.dates = Dates(columns.date_format, "date_format")
        self.answer_dates = Dates(columns.answer.at_format if columns.answer else None, "at_format")

    def take(self, found: Iterable[Row | Bad]) -> None:
        """Read every row; each becomes an entry or is set aside with its reason."""
        rest = iter(found)
        first = list(islice(rest, HEAD_ROWS))
        self.refuse_wrong_mapping([row for row in first if isinstance(row, dict)])
        for row in chain(first, rest):
            self.read += 1
            if isinstance(row, Bad):
                self.aside.append(SetAside(reason="unreadable", detail=row.detail))
            else:
                self.keep(row)
        self.dates.refuse_doubtful()
        self.answer_dates.refuse_doubtful()

    def refuse_wrong_mapping(self, head: Sequence[Row]) -> None:
        """A mapping that names a column which no record has would lose every record."""
        names = dict.fromkeys(chain.from_iterable(head))
        needed = (self.columns.id, self.columns.text, self.columns.date, self.columns.brand)
        missing = [one for one in needed if one and one not in names and one.partition(".")[0] not in names]
        if head and missing:
            known = ", ".join(f"`{name}`" for name in list(names)[:20])
            inside = list_inside(head[0]) if len(head) == 1 else None
            mend = f"Is it `rows: {inside}`?" if inside else "Name the right one in `columns`."
            message = f"no column `{missing[0]}` among {known}. {mend}"
            raise UnreadableError(message)

    def keep(self, row: Row) -> None:
        """Make one entry, unless the row has no id, no words, or a known id."""
        own = words(row, self.columns.id)
        key = f"{POLICY}:{own}"
        if not own:
            self.aside.append(SetAside(reason="no_id"))
        elif key in self.seen:
            self.aside.append(SetAside(reason="duplicate_key", key=key))
        elif not words(row, self.columns.text) and not words(row, self.columns.title):
            self.seen.add(key)
            self.aside.append(SetAside(reason="empty", key=key))
        else:
            self.seen.add(key)
            self.entries.append(self.entry(row, key))

    def entry(self, row: Row, key: str) -> Entry:
        """The record as the rest of the program knows it."""
        columns, limit = self.columns, self.context.limits.post_chars
        title, body = words(row, columns.title), words(row, columns.text)
        written = words(row, columns.date)
        self.dates.take(written, self.read)
        when = self.when(written, columns.date_format)
        thread = words(row, columns.thread)
        return Entry(
            source=SourceId(self.source.id),
            scope=self.context.scope,
            key=key,
            url=safe_url(words(row, columns.url)),
            title=title[:limit],
            body=body[:limit],
            html=False,
            author=words(row, columns.author) or None,
            thread=f"thread:{thread}" if thread else None,
            published=when.at,
            quality=when.quality,
            dated=written[:MAX_CHARS],
            language=words(row, columns.language) or None,
            brand=words(row, columns.brand) or None,
            rating=number(row, columns.rating, columns.rating_scale),
            kind=kind(row, columns),
            answer=self.answer(row, key, when),
            cut=len(title) > limit or len(body) > limit,
        )

    def answer(self, row: Row, key: str, asked: When) -> EntryAnswer | None:
        """The official answer of the record, unless it is older than what it answers."""
        columns = self.columns.answer
        rule = answer_rule(row, columns) if columns else None
        if columns is None or rule is None:
            return None
        when = self.answered(row, columns)
        if self.earlier(when, asked):
            self.answers_aside.append(SetAside(reason="answer_before_complaint", key=key))
            return None
        text = words(row, columns.text)[: self.context.limits.post_chars]
        return EntryAnswer(type=rule.type, disposition=rule.disposition, text=text, at=when.at)

    def answered(self, row: Row, columns: AnswerColumns) -> When:
        """When the record says that it was answered."""
        written = words(row, columns.at)
        self.answer_dates.take(written, self.read)
        return self.when(written, columns.at_format)

    def earlier(self, answer: When, asked: When) -> bool:
        """True where the answer is dated before the post; where one is only a day, days are compared."""
        if answer.at is None or asked.at is None:
            return False
        if DateQuality.DAY in {answer.quality, asked.quality}:
            home = ZoneInfo(self.context.zone)
            return answer.at.astimezone(home).date() < asked.at.astimezone(home).date()
        return answer.at < asked.at

    def when(self, written: str, pattern: str | None) -> When:
        """A date of this file; a zone the mapping names is a fact, not an assumption."""
        own = self.columns.zone
        found = read_date(written, zone=own or self.context.zone, now=self.context.now, pattern=pattern)
        if found.quality is DateQuality.DAY:
            return read_date(written, zone=self.context.zone, now=self.context.now, pattern=pattern)
        if own and found.quality is DateQuality.ZONE_ASSUMED:
            return When(at=found.at, quality=DateQuality.EXACT)
        return found
