"""Customer reviews of the App Store, a country's store at a time: the feed's XML, or its JSON."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from generator.ingest.apis.appstore_json import of_json
from generator.ingest.apis.appstore_pages import last_page, number_of, page_ask, store_of
from generator.ingest.apis.appstore_reviews import LANGUAGES, Review
from generator.ingest.apis.appstore_xml import of_xml
from generator.ingest.apis.instance import address_of
from generator.ingest.apis.json_fields import is_feed
from generator.ingest.context import Context, Post, UnreadableError, clean
from generator.ingest.identity import guid_key
from generator.ingest.shelf import Shelf
from generator.model.entry import Ask, Reading, Snapshot
from generator.model.source import Source

EMPTY = (
    "The App Store's feed held no review at all. Since 2026 it is empty for many apps that have reviews: "
    "compare it with the app's page, and import an export of the reviews as `records` if it stays so."
)


def ask(source: Source, context: Context) -> tuple[Ask, ...]:
    """The newest page of reviews.

    Raises:
        UnreadableError: the address names no app.
    """
    del context
    store = store_of(source)
    if store is None:
        message = (
            "its address names no app of the App Store. "
            "Write it as https://apps.apple.com/us/app/name/id123456789."
        )
        raise UnreadableError(message)
    return (page_ask(store, 1, "json" if urlsplit(source.url).path.endswith("/json") else "xml"),)


def check(posts: Sequence[Post], source: Source, context: Context) -> tuple[Ask, ...]:
    """Nothing: a review has no page of its own, and one that slid out of the feed may still stand."""
    del posts, source, context
    return ()


def read(snapshot: Snapshot, source: Source, context: Context) -> Reading:
    """Read every review of a page, known by its number as kind `feed` knows it from the same XML.

    An empty page says nothing: the feed is empty now and then.

    Raises:
        UnreadableError: the body is neither the feed nor its JSON.
    """
    xml = is_feed(snapshot)
    body = of_xml(snapshot) if xml else of_json(snapshot)
    store = store_of(source)
    country = store[0] if store else ""
    shelf = Shelf(source, context)
    for review in body.reviews:
        _shelve(shelf, review, country, LANGUAGES.get(country) if country else body.language)
    older = None
    first = (page := number_of(address_of(snapshot))) == 1
    if store and body.reviews and page < last_page(body.links):
        older = page_ask(store, page + 1, "xml" if xml else "json")
    return shelf.reading(
        snapshot,
        policy="guid",
        title=clean(body.title),
        older=older,
        repaired=body.repaired,
        left_out=(EMPTY,) if first and all(one and one.is_app for one in body.reviews) else (),
    )


def _shelve(shelf: Shelf, review: Review | None, country: str, language: str | None) -> None:
    if review is None or not review.id:
        shelf.set_aside("unreadable", detail="it has no number")
        return
    key = guid_key(clean(review.id))
    if review.is_app:
        shelf.set_aside("not_a_post", key, "it is the app itself")
        return
    shelf.keep(
        key,
        url=None,  # a review has no page; the store's is `page` of the source
        title=review.title,
        body=review.body,
        html=False,
        date=review.date,
        author=review.author,
        rating=review.rating,
        score=review.score,
        tags=review.tags(country),
        language=language,
    )
