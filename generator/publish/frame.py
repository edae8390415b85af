"""The words of the frame: the banner on top and who publishes below, as escaped HTML."""

from __future__ import annotations

from datetime import date
from html import escape
from urllib.parse import urlsplit

from generator.model.site import SiteConfig
from generator.model.words import Relationship

RELATIONSHIPS = {
    Relationship.INDEPENDENT: "independent of the brands on it",
    Relationship.OWNED_BY_BRAND: "owned by a brand on it",
    Relationship.REGULATOR: "a regulator of the brands on it",
    Relationship.CONSUMER_BODY: "a consumer body",
    Relationship.PRESS: "a newsroom",
    Relationship.PUBLIC_BODY: "a public body",
}


def banner(config: SiteConfig, as_of: date) -> str:
    """The sentences on top of every page; empty where there are none."""
    sentences = [config.site.banner] if config.site.banner else []
    until = config.site.maintained_until
    if until is not None and until < as_of:
        day = f"{until.day} {until:%B %Y}"
        sentences.append(f"Nobody looks after this site since {day}: no new words appear on it.")
    return " ".join(escape(sentence) for sentence in sentences)


def _contact(contact: str) -> str:
    if urlsplit(contact).scheme in {"http", "https"}:
        return f'<a href="{escape(contact)}" rel="noopener">contact and corrections</a>'
    return f'<a href="mailto:{escape(contact)}">{escape(contact)}</a>'


def footer(config: SiteConfig) -> str:
    """Publisher, relationship, contact and licence."""
    publisher = config.publisher
    statement = f"<p>{escape(publisher.statement)}</p>" if publisher.statement else ""
    return (
        f"<p>Published by <strong>{escape(publisher.name)}</strong>, "
        f"{RELATIONSHIPS[publisher.relationship]}. {_contact(publisher.contact)}</p>{statement}"
        f"<p>{escape(config.site.licence)}</p>"
    )
