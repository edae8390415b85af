"""One pass over one entry: words, language, brands, kind, severity, themes, masks, excerpt."""

from __future__ import annotations

from typing import Any

from generator import similar
from generator.canonical import id16, keyed
from generator.masking import Masked, mask
from generator.model.base import Value
from generator.model.brand import Brand
from generator.model.entry import Entry, SetAside
from generator.model.mention import Cue, Draft, Finding, ReplyDraft
from generator.model.site import Limits
from generator.model.source import Source
from generator.model.theme import Theme
from generator.model.words import BrandId, DateQuality, MentionId, Publish
from generator.screening import load, post, replies
from generator.screening.brands import BrandMatcher
from generator.screening.cues import cues
from generator.screening.excerpt import Excerpt, excerpt
from generator.screening.held import facets, held
from generator.screening.kind import Decision, decide
from generator.screening.language import language
from generator.screening.lexicon import Hit, Lexicon, fold
from generator.screening.names import keep, known
from generator.screening.post import Post
from generator.screening.severity import severity
from generator.screening.themes import themes
from generator.text import normalise, plain

MOST_CHARACTERS = 12_000
"""Characters of a post that are screened; more is cut, and said."""
ALSO_BYTES = 8
"""Of a keyed hash that only finds a post again: what it finds is compared by its words."""
_READ_WELL = frozenset({DateQuality.EXACT, DateQuality.DAY})
_NOUNS = frozenset(["de"])
"""Languages that write every noun with a capital."""


class Screened(Value, frozen=True, kw_only=True):
    """What became of one entry: something in `drafts` or `replies`, or `set_aside` says why not."""

    drafts: tuple[Draft, ...] = ()
    """One for every brand the post is about, by brand."""
    replies: tuple[ReplyDraft, ...] = ()
    set_aside: SetAside | None = None


class _Read(Value, frozen=True, kw_only=True):
    """What is the same for every brand of one post."""

    post: Post
    normal: str
    """The raw text, normalised: for its keyed hash."""
    own: str
    """The person's own words, normalised: for their near-copies."""
    language: str


class Screener:
    """Screens entries with one set of brands, themes and rules; pure, and the same for the same input.

    It can be pickled: the automata are built anew where it arrives.
    """

    def __init__(
        self,
        *,
        brands: tuple[Brand, ...],
        themes: tuple[Theme, ...],
        languages: tuple[str, ...],
        key: bytes,
        limits: Limits,
    ) -> None:
        """Build automata and indexes; `languages` are ISO 639-1 codes, the first is the site's own."""
        self._settings: dict[str, Any] = {
            "brands": brands,
            "themes": themes,
            "languages": languages,
            "key": key,
            "limits": limits,
        }
        self._languages, self._key, self._limits = languages, key, limits
        self._most = min(limits.post_chars, MOST_CHARACTERS)
        self._brands = {brand.id: brand for brand in brands}
        self._matcher = BrandMatcher(brands)
        self._themes = tuple(theme for theme in themes if theme.merged_into is None)
        self._lexicons: dict[str, Lexicon] = {}
        self._known = {brand.id: known(brand) for brand in brands}
        self._keep = {brand.id: keep(brand) for brand in brands}
        self.rules_version: str = load.version(brands, themes)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the settings only."""
        return (_rebuild, (self._settings,))

    def screen(self, entry: Entry, source: Source) -> Screened:
        """Return drafts, replies, or the reason why neither came of the entry.

        `source.about` names the brand that the source is listened to for; None, or `source.search`, lets the
        words decide.
        """
        found = post.read(entry, self._most)
        if not any(letter.isalpha() for letter in found.words):
            return _aside(entry, "empty")
        about = self._matcher.match(entry, source, found.words)
        author = self._matcher.official(entry, about)
        if author is not None:
            return self._official(entry, source, found, author)
        if not about:
            return _aside(entry, "no_brand", plain(entry.brand or "")[:80])
        read = self._read(entry, source, found)
        return Screened(drafts=tuple(self._draft(entry, source, read, brand) for brand in about))

    def _read(self, entry: Entry, source: Source, found: Post) -> _Read:
        normal = normalise(found.raw)
        own = normal if found.raw == found.words else normalise(found.words)
        return _Read(post=found, normal=normal, own=own, language=self._language(entry, source, found.words))

    def _language(self, entry: Entry, source: Source, words: str) -> str:
        hints = (entry.language, source.language, *self._languages[:1])
        return language(words, self._languages, hints)

    def _hits(self, spoken: str, words: str) -> list[Hit]:
        if spoken not in self._lexicons:
            brands = tuple(self._brands.values())
            self._lexicons[spoken] = load.lexicon(spoken, brands, self._themes)
        return self._lexicons[spoken].hits(fold(words))

    def _official(self, entry: Entry, source: Source, found: Post, brand: str) -> Screened:
        if entry.reply_to is None and entry.thread in (None, entry.key):
            return _aside(entry, "official")
        masked = mask(found.words, keep=self._keep[brand])
        hits = self._hits(self._language(entry, source, found.words), masked.text)
        shown = replies.shorten(masked.text, self._limits.excerpt_chars) if _may_print(source) else None
        reply = replies.in_thread(entry, brand, found.raw, hits, shown=shown, key=self._key)
        return Screened(replies=(reply,))

    def _draft(self, entry: Entry, source: Source, read: _Read, brand: str) -> Draft:
        masked = mask(read.post.words, keep=self._keep[brand])
        hits = self._hits(read.language, masked.text)
        shown = self._excerpt(masked.text, hits, brand, read)
        printed = shown if _may_print(source) else None
        finding = self._finding(entry, read, brand, masked, hits, printed)
        return Draft(
            id=MentionId(id16(entry.scope, entry.key)),
            brand=BrandId(brand),
            source=entry.source,
            url=entry.url,
            thread=replies.thread_id(entry),
            author=self._author(entry, brand),
            published=entry.published,
            quality=entry.quality,
            excerpt=printed.text if printed else None,
            cut=read.post.cut or shown.end - shown.start < len(masked.text),
            body=keyed(self._key, "body", read.normal),
            also=self._also(entry),
            bands=similar.bands(read.own, self._key),
            rating=entry.rating,
            score=entry.score,
            dated=_dated(entry),
            finding=finding,
            answers=self._answers(entry, source, brand),
        )

    def _also(self, entry: Entry) -> tuple[str, ...]:
        names = (
            keyed(self._key, "also", entry.scope, one, size=ALSO_BYTES) for one in (entry.key, *entry.also)
        )
        return tuple(dict.fromkeys(names))

    def _author(self, entry: Entry, brand: str) -> str | None:
        name = plain(entry.author or "").casefold()
        return keyed(self._key, "author", brand, entry.scope, name) if name else None

    def _excerpt(self, words: str, hits: list[Hit], brand: str, read: _Read) -> Excerpt:
        return excerpt(
            words,
            hits,
            most=self._limits.excerpt_chars,
            known=self._known[brand],
            nouns=read.language in _NOUNS,
            title_end=read.post.title_end,
        )

    def _finding(
        self, entry: Entry, read: _Read, brand: str, masked: Masked, hits: list[Hit], shown: Excerpt | None
    ) -> Finding:
        decision = decide(
            hits,
            has_rules=load.rules(read.language) is not None,
            declared=entry.kind,
            rating=entry.rating,
            question_mark="?" in masked.text,
        )
        about = themes(hits, brand, read.post.title_end)
        return Finding(
            language=read.language,
            kind=decision.kind,
            certainty=decision.certainty,
            severity=severity(hits, decision.kind),
            themes=about,
            cues=(*_given(entry, decision), *cues(masked.text, hits, decision, about, shown)),
            masked=masked.counts,
            held=held(hits),
            facets=facets(hits),
            rules=self.rules_version,
        )

    def _answers(self, entry: Entry, source: Source, brand: str) -> tuple[ReplyDraft, ...]:
        if entry.answer is None:
            return ()
        words = mask(plain(entry.answer.text)[: self._most], keep=self._keep[brand]).text
        shown = replies.shorten(words, self._limits.excerpt_chars) if _may_print(source) else None
        return (replies.in_record(entry, entry.answer, brand, shown=shown, key=self._key),)


def _dated(entry: Entry) -> str | None:
    """The date as written, where it was not read exactly; a stranger wrote it, so it is masked as well."""
    if not entry.dated or entry.quality in _READ_WELL:
        return None
    return mask(plain(entry.dated)).text or None


def _rebuild(settings: dict[str, Any]) -> Screener:
    return Screener(**settings)


def _aside(entry: Entry, reason: str, detail: str = "") -> Screened:
    return Screened(set_aside=SetAside(reason=reason, key=entry.key, detail=detail))


def _may_print(source: Source) -> bool:
    return source.rights is not None and source.rights.publish is not Publish.CUES


def _given(entry: Entry, decision: Decision) -> tuple[Cue, ...]:
    """Return the cues that are no words: a declared kind, a rating."""
    given: list[Cue] = []
    if entry.kind is not None:
        given.append(Cue(group="declared", text=entry.kind.value))
    weight = dict(decision.points).get("rating")
    if weight is not None and entry.rating is not None:
        given.append(Cue(group="rating", text=f"{entry.rating:.0%}", weight=weight))
    return tuple(given)
