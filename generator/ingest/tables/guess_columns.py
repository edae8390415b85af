"""Which column of a table is probably what, by its name. Pure; a person decides."""

from __future__ import annotations

from collections.abc import Iterable

from generator.ingest.context import UnreadableError
from generator.ingest.tables.table import Bad, rows

_NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "id",
        (
            *("id", "ref", "reference", "number", "key", "uuid", "ticket", "case", "complaint_id"),
            *("nr", "nummer", "vorgang", "aktenzeichen", "numéro", "référence", "número", "referencia"),
        ),
    ),
    (
        "date",
        (
            *("date", "created", "created_at", "received", "published", "timestamp", "time", "on"),
            *("datum", "eingang", "eingegangen", "reçu", "fecha", "recibido"),
        ),
    ),
    (
        "text",
        (
            *(
                "text",
                "words",
                "body",
                "message",
                "description",
                "summary",
                "comment",
                "content",
                "narrative",
            ),
            *("nachricht", "beschreibung", "beschwerde", "inhalt", "texte", "commentaire"),
            *("réclamation", "texto", "mensaje", "descripción", "reclamación"),
        ),
    ),
    ("title", ("title", "subject", "headline", "betreff", "titre", "título", "asunto")),
    (
        "brand",
        (
            *("brand", "company", "firm", "operator", "business", "provider", "airline"),
            *("marke", "firma", "unternehmen", "anbieter", "marque", "entreprise", "marca", "empresa"),
        ),
    ),
    ("author", ("author", "user", "username", "customer", "caller", "reporter")),
    ("rating", ("rating", "stars", "score")),
    ("url", ("url", "link", "address", "permalink")),
    ("language", ("language", "lang", "locale", "sprache", "langue", "idioma")),
    ("thread", ("thread", "thread_id", "conversation", "topic")),
)
NEEDED = ("id", "date", "text")
LOOKED_AT = 5


def columns_of(body: bytes, max_bytes: int) -> tuple[str, ...]:
    """The names of a table's columns, in their order; empty where nothing can be read."""
    names: dict[str, None] = {}
    try:
        for count, row in enumerate(rows(body, max_bytes=max_bytes)):
            if count == LOOKED_AT:
                break
            if not isinstance(row, Bad):
                names.update(dict.fromkeys(map(str, row)))
    except UnreadableError:
        return ()
    return tuple(names)


def guess(names: Iterable[str]) -> dict[str, str]:
    """By key of `columns`: the column that is probably meant; each column is taken once."""
    given = {name.casefold().replace(" ", "_").replace("-", "_"): name for name in names}
    found: dict[str, str] = {}
    for key, words in _NAMES:
        exact = next((one for one in words if one in given), None)
        near = next((one for one in given if any(part in words for part in one.split("_"))), None)
        column = exact or near
        if column is not None:
            found[key] = given.pop(column)
    return found
