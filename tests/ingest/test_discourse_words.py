"""What of a Discourse post's HTML its writer wrote."""

import pytest

from generator.ingest.apis.discourse_words import MOST, own_words

BOX = '<aside class="onebox allowlistedgeneric">'
QUOTE = '<aside class="quote no-group">'
LATE = "<blockquote>late</blockquote></aside>"
PICTURE = '<div class="meta">'


@pytest.mark.parametrize(
    ("cooked", "own"),
    [
        (f"a{BOX}page</aside>b{BOX}page</aside>c", "abc"),
        (f"a{QUOTE}<div>fern:</div>{LATE}", f"a{QUOTE}{LATE}"),
        (f"a{PICTURE}<span>640 by 480</span></div>b", "ab"),
        (f"a{BOX}one{BOX}two</aside>b", "ab"),
        (f"a{BOX}{'x' * 20_001}</aside>b", f"a{BOX}{'x' * 20_001}</aside>b"),
        (f"a{BOX}{'x' * 20_001}{BOX}page</aside>b", f"a{BOX}{'x' * 20_001}b"),
        (f"a{BOX}page", f"a{BOX}page"),
        (f"{'a' * MOST}{BOX}page</aside>", f"{'a' * MOST}{BOX}page</aside>"),
    ],
    ids=["previews", "name", "picture", "in one another", "too long", "near the end", "open", "far down"],
)  # fmt: skip
def test_only_what_the_software_added_goes(cooked: str, own: str) -> None:
    assert own_words(cooked) == own
