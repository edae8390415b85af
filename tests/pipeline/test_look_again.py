"""Published posts, looked at again: what each answer says of a post, and what says nothing."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from generator.canonical import id16
from generator.model.mention import Finding, Mention
from generator.model.source import Source
from generator.model.words import (
    BrandId,
    Certainty,
    DateQuality,
    Kind,
    MentionId,
    SourceId,
    SourceKind,
    ThemeId,
)
from generator.pipeline.look_again import Checks, Looked, look_again
from tests.pipeline.talking import HOST, NOW, Web, means, place, spoken

SCOPE = "place.example"


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    spoken(monkeypatch.setitem)


def _id(key: str) -> MentionId:
    return MentionId(id16(SCOPE, key))


def _mention(key: str, source: str = "place") -> Mention:
    finding = Finding(
        language="en", kind=Kind.COMPLAINT, certainty=Certainty.SURE, severity=1, themes=(ThemeId("other"),),
        cues=(), rules="1",
    )  # fmt: skip
    return Mention(
        id=_id(key), brand=BrandId("b"), source=SourceId(source), first_seen=NOW, seen=NOW, published=NOW,
        quality=DateQuality.EXACT, url=f"{HOST}/{key}", thread="t",
        author=None, excerpt="Words.", finding=finding,
    )  # fmt: skip


def _look(*keys: str, pages: dict[str, Any]) -> Looked:
    checks = Checks(posts=tuple(map(_mention, keys)))
    return look_again(checks, {"place": place()}, {}, means(Web(pages)))


@pytest.mark.parametrize(
    ("answer", "gone", "stands", "failed"),
    [
        pytest.param(404, "404", False, 0, id="no such page"),
        pytest.param(410, "410", False, 0, id="gone for good"),
        pytest.param({"gone": ["a"]}, "api", False, 0, id="the interface says it is deleted"),
        pytest.param({"posts": ["a"]}, None, True, 0, id="it stands"),
        pytest.param(500, None, False, 1, id="a server that fails says nothing of the post"),
        pytest.param(403, None, False, 1, id="a refusal says nothing of the post"),
        pytest.param("broken", None, False, 1, id="an answer that cannot be read says nothing of the post"),
    ],
)
def test_each_answer_means_one_thing(answer: Any, gone: str | None, *, stands: bool, failed: int) -> None:
    looked = _look("a", pages={"/a.json": answer})
    assert looked.gone.get(_id("a")) == gone
    assert (_id("a") in looked.stands, looked.failed.get(SourceId("place"), 0)) == (stands, failed)
    assert looked.checked == {"place": 1}


def test_what_an_answer_asks_for_is_asked_too() -> None:
    pages = {"/a.json": {"more": [["/token", ""]], "of": [_id("a")]}, "/token": 404}
    assert _look("a", pages=pages).gone == {_id("a"): "404"}


def test_posts_that_nobody_asked_about_are_left_alone() -> None:
    assert _look("a", pages={"/a.json": {"gone": ["a", "b"]}}).gone == {_id("a"): "api"}


def test_a_source_that_is_no_longer_heard_is_followed_by_its_posts_pages() -> None:
    web = Web({"/a": 404})
    looked = look_again(Checks(posts=(_mention("a", "closed"),)), {}, {}, means(web))
    assert (looked.gone, web.waves) == ({_id("a"): "404"}, [["/a"]])


def test_a_source_that_cannot_be_looked_at_again_is_not_counted_as_failed() -> None:
    store = "https://apps.apple.com/us/app/a/id1"
    source = Source(id="shop", title="A shop", kind=SourceKind.APPSTORE, url=store)
    checks = Checks(posts=(_mention("a", "shop"),))
    looked = look_again(checks, {"shop": source}, {}, means(Web()))
    assert (looked.checked, looked.failed) == ({}, {})


def test_one_source_uses_the_budgets_of_a_few_hosts_only() -> None:
    def elsewhere(number: int) -> Mention:
        url = f"https://host-{number}.example/a"
        return msgspec.structs.replace(_mention(f"p{number}", "closed"), url=url)

    web = Web()
    checks = Checks(posts=tuple(map(elsewhere, range(20))), per_host=1)
    looked = look_again(checks, {}, {}, means(web))
    assert len(web.waves[0]) == 5
    assert looked.left == {"closed": 15}


def test_nothing_is_asked_where_a_person_stopped_the_run() -> None:
    web = Web({"/a.json": 404})
    web.stop()
    looked = look_again(Checks(posts=(_mention("a"),)), {"place": place()}, {}, means(web))
    assert (looked.gone, web.waves) == ({}, [])
    assert looked.failed == {"place": 1}
