import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest.identity import Marks, alternates, keys, normal_link, policy_of, scope_of, settled
from generator.model.source import Source


def _marks(guid: str | None = None, link: str | None = None, body: str = "late again") -> Marks:
    return Marks(guid=guid, link=link, author="a", title="t", published="p", body=body)


LINK, OTHER = "https://forum.example/t/1", "https://forum.example/t/2"
CHOSEN = [
    ("auto", [_marks("g1", LINK), _marks("g2", LINK)], ["guid:g1", "guid:g2"]),
    (
        "auto",
        [_marks("g", LINK), _marks("g", OTHER)],
        ["guid:g|forum.example/t/1", "guid:g|forum.example/t/2"],
    ),
    ("auto", [_marks(None, LINK), _marks(None, OTHER)], ["link:forum.example/t/1", "link:forum.example/t/2"]),
    ("link", [_marks("g1", LINK)], ["link:forum.example/t/1"]),
    ("link", [_marks("g1", None)], ["hash:"]),
    ("link", [_marks("g1", LINK), _marks("g2", LINK)], ["link:forum.example/t/1"] * 2),
    ("guid", [_marks("g", OTHER), _marks("g", LINK)], ["guid:g|forum.example/t/2", "guid:g"]),
    ("guid", [_marks("g", LINK), _marks("g", LINK)], ["guid:g", "guid:g"]),
    ("guid|link", [_marks("g", LINK)], ["guid:g|forum.example/t/1"]),
    ("guid|link", [_marks("g")], ["guid:g"]),
    ("guid", [_marks(None, LINK)], ["link:forum.example/t/1"]),
    ("hash", [_marks("g1", LINK)], ["hash:"]),
    ("auto", [_marks(None, "https://[broken")], ["hash:"]),
    ("auto", [_marks("g"), _marks("g", body="more")], ["hash:", "hash:"]),
]


@pytest.mark.parametrize(("policy", "marks", "expected"), CHOSEN)
def test_the_first_mark_that_holds_is_the_key(policy: str, marks: list[Marks], expected: list[str]) -> None:
    for key, begin in zip(keys(marks, policy), expected, strict=True):
        assert key == begin or (begin == "hash:" and key.startswith(begin))


def test_entries_that_share_one_link_stay_apart_by_their_words() -> None:
    assert len(set(keys([_marks(None, LINK, "one"), _marks(None, LINK, "two")], "auto"))) == 2


def test_only_the_first_five_hundred_characters_are_hashed() -> None:
    first, second = keys([_marks(body="x" * 600 + "a"), _marks(body="x" * 600 + "b")], "hash")
    assert first == second


def test_an_endless_guid_is_shortened_to_its_hash() -> None:
    assert len(keys([_marks("g" * 5_000)], "auto")[0]) < 100


LINKS = [
    ("http://Www.Forum.example/a", "forum.example/a"),
    ("https://forum.example/a?utm_source=x&id=4&fbclid=y", "forum.example/a?id=4"),
    ("https://forum.example/v.php?t=7&sid=0123456789abcdef0123456789abcdef#p9", "forum.example/v.php?t=7#p9"),
    ("https://forum.example/v.php?s=shoes", "forum.example/v.php?s=shoes"),
    ("/relative/1", "/relative/1"),
]


@pytest.mark.parametrize(("link", "normal"), LINKS)
def test_one_post_has_one_address(link: str, normal: str) -> None:
    assert normal_link(link) == normal


def _source(url: str, policy: str = "auto") -> Source:
    return Source.model_validate({"id": "s1", "title": "A source", "url": url, "id_policy": policy})


def test_the_scope_is_the_host_or_else_the_source() -> None:
    assert scope_of(_source("https://Forum.Example:8443/feed")) == "forum.example"
    assert scope_of(_source("data/calls.csv")) == "s1"


def test_a_fixed_policy_wins_over_the_file() -> None:
    source = _source("https://forum.example/", "link")
    assert policy_of(source, None) == "link"
    assert policy_of(source, "guid") == "guid"
    assert policy_of(source, "nonsense") == "link"


@given(st.lists(st.tuples(st.sampled_from(["", "g1", "g2"]), st.sampled_from(["", LINK, OTHER])), max_size=8))
@settings(max_examples=100, deadline=None)
def test_the_same_entries_get_the_same_keys_in_any_order(pairs: list[tuple[str, str]]) -> None:
    marks = [_marks(guid or None, link or None, body=f"{guid} {link}") for guid, link in pairs]
    assert list(keys(marks, "auto")) == list(reversed(keys(list(reversed(marks)), "auto")))


SETTLED = [
    ([], ""),
    ([_marks("a", LINK), _marks("b", LINK)], "guid"),
    ([_marks("a", LINK), _marks("a", OTHER)], "guid|link"),
    ([_marks("a", LINK), _marks("a")], "auto"),
    ([_marks(None, LINK), _marks(None, OTHER)], "link"),
    ([_marks(None, LINK), _marks(None, LINK)], "auto"),
    ([_marks("a", LINK), _marks(None, OTHER)], "auto"),
]


@pytest.mark.parametrize(("marks", "expected"), SETTLED)
def test_a_first_answer_settles_how_its_source_names_entries(marks: list[Marks], expected: str) -> None:
    assert settled(marks) == expected


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from([LINK, OTHER])), max_size=6))
def test_a_settled_key_hangs_on_nothing_else_in_the_answer_but_an_older_claim(
    others: list[tuple[str, str]],
) -> None:
    mine = _marks("mine", LINK)
    answer = [_marks(guid, link) for guid, link in others]
    for policy in ("guid", "guid|link", "link", "hash"):
        alone = keys([mine], policy)[0]
        assert keys([*answer, mine], policy)[-1] == alone
        assert keys([mine, *answer], policy)[0] == alone


def _posted(platform: str | None, guid: str | None = None, link: str | None = None) -> Marks:
    return Marks(guid=guid, link=link, author="a", title="t", published="p", body="b", platform=platform)


PLATFORMS = [
    ([_posted("post:p/1", "g1"), _posted("post:p/2", "g2")], ["post:p/1", "post:p/2"]),
    ([_posted("post:p/1", "g1"), _posted("post:p/1", "g1")], ["post:p/1", "post:p/1"]),
    ([_posted("post:t/7/1", "g1", LINK), _posted("post:t/7/1", "g2", LINK)], ["guid:g1", "guid:g2"]),
    ([_posted(None, "g1"), _posted("post:p/2", "g2")], ["guid:g1", "post:p/2"]),
    ([_posted(None, None, LINK), _posted("post:p/2")], ["link:forum.example/t/1", "post:p/2"]),
]


@pytest.mark.parametrize(
    ("marks", "expected"), PLATFORMS, ids=["posts", "repeat", "a thread's link", "one without", "link"]
)
def test_a_platforms_key_wins_unless_its_address_names_a_thread(
    marks: list[Marks], expected: list[str]
) -> None:
    assert list(keys(marks, "platform")) == expected


def test_a_source_whose_posts_all_have_platform_keys_settles_on_them() -> None:
    assert settled([_posted("post:p/1", "a"), _posted("post:p/2", "a")]) == "platform"
    assert settled([_posted("post:p/1", "a"), _posted("post:p/1", "b")]) == "guid"
    assert settled([_posted("post:p/1", "a"), _posted(None, "b")]) == "guid"


def test_a_fixed_policy_keeps_keys_that_a_platform_would_name_otherwise() -> None:
    assert keys([_posted("post:p/1", "g1")], "guid") == ("guid:g1",)
    assert keys([_posted("post:p/1", "g1")], "auto") == ("guid:g1",)


def test_other_names_of_a_post_are_those_nobody_shares() -> None:
    marks = [_marks("g1", LINK, "one"), _marks("g2", LINK, "two"), _marks("g2", OTHER, "two")]
    first, second, third = alternates(marks, keys(marks, "guid"))
    assert [key[:5] for key in first] == ["hash:"]
    assert second == ()
    assert third == ("link:forum.example/t/2",)


def test_neither_a_threads_link_nor_undated_words_are_another_name() -> None:
    marks = Marks(
        guid="g1", link=LINK, author="a", title="t", published="", body="thanks", stands_alone=False
    )
    assert alternates([marks], ["post:p/1"]) == (("guid:g1",),)
    assert alternates([marks], ["guid:g1"]) == ((),)


def test_a_link_made_to_be_slow_is_read_in_no_time() -> None:
    began = time.process_time()
    assert normal_link("https://a.example/?" + "utm_" * 20_000) == "a.example/?" + "utm_" * 20_000
    assert normal_link("https://a.example/?utm_source=" + "x" * 20_000 + "&a=1") == "a.example/?a=1"
    assert time.process_time() - began < 1
