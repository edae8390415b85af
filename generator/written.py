"""From what a person wrote to a value of the model: every mistake at once, each with line, rule and fix."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError

from generator import forms
from generator.guarded_yaml import Items, Leaf, Node, Table
from generator.model.base import Written
from generator.problems import Problem, shorten
from generator.text import nearest

W = TypeVar("W", bound=Written)
Place = tuple[str | int, ...]
Finding = tuple[Place, Problem]


def shape(model: type[W], node: Node, path: str) -> tuple[W | None, tuple[Problem, ...]]:
    """Make a value of `model` out of a tree; None where there is any problem."""
    value, found = _shape(model, node, path)
    return value, shorten(found.values())


def spare(model: type[W], node: Node, path: str) -> tuple[W | None, Node, tuple[Problem, ...]]:
    """As `shape`, but an item of a list in `SPARED` that has a problem is left out alone.

    Returns the tree of what is left, too, so that places and lines go on agreeing.
    """
    value, found = _shape(model, node, path)
    keys = SPARED.get(model.__name__, frozenset())
    if found and isinstance(node, Table) and all(_in_item(place, keys) for place in found):
        node = _without(node, {place[:2] for place in found})
        value, _ = _shape(model, node, path)
    return value, node, shorten(found.values())


SPARED = {
    "Taxonomy": frozenset({"themes"}),
    "Brand": frozenset({"sources", "themes"}),
    "SiteConfig": frozenset({"sources"}),
}
"""By model: lists of which one bad item does not cost the others."""
ITEM = 2


def _in_item(place: Place, keys: frozenset[str]) -> bool:
    return len(place) >= ITEM and place[0] in keys and isinstance(place[1], int)


def _without(node: Table, places: set[Place]) -> Table:
    def left(key: str, value: Node) -> Node:
        if not isinstance(value, Items):
            return value
        kept = (item for number, item in enumerate(value.items) if (key, number) not in places)
        return Items(line=value.line, items=tuple(kept))

    return Table(line=node.line, pairs=tuple((key, left(key.text, value)) for key, value in node.pairs))


def _shape(model: type[W], node: Node, path: str) -> tuple[W | None, dict[Place, Problem]]:
    found = dict(_walk(model, node, (), path))
    try:
        value = model.model_validate(data(node))
    except ValidationError as error:
        for one in error.errors(include_url=False):
            place = None if one["type"] == "extra_forbidden" else _explain(model, node, dict(one), path)
            if place is not None and not any(place[0][: len(known)] == known for known in found):
                found[place[0]] = place[1]
        return None, found
    return (None if found else value), found


def data(node: Node) -> Any:
    """The tree as plain Python; keys with nothing behind them are left out."""
    match node:
        case Leaf():
            return node.text
        case Items():
            return [data(item) for item in node.items]
        case Table():
            return {key.text: data(value) for key, value in node.pairs if not _null(value)}


def _null(node: Node) -> bool:
    return isinstance(node, Leaf) and node.null


def arms(annotation: Any) -> tuple[Any, ...]:
    """What a value may be: the members of a union, without None and without constraints."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return arms(get_args(annotation)[0])
    if origin in {Union, UnionType}:
        return tuple(arm for part in get_args(annotation) if part is not NoneType for arm in arms(part))
    return (annotation,)


def _arm(annotation: Any, node: Node) -> Any:
    """The arm of the annotation that has the node's shape, or None."""
    return next((arm for arm in arms(annotation) if _fits(arm, node)), None)


def _fits(arm: Any, node: Node) -> bool:
    match node:
        case Table():
            return get_origin(arm) is dict or _is_model(arm)
        case Items():
            return get_origin(arm) is tuple
        case Leaf():
            return get_origin(arm) not in {dict, tuple} and not _is_model(arm)


def _is_model(arm: Any) -> bool:
    return isinstance(arm, type) and issubclass(arm, Written)


def _walk(annotation: Any, node: Node, place: Place, path: str) -> Iterator[Finding]:
    """What pydantic would be too lenient about, or would say less well."""
    arm = _arm(annotation, node)
    if arm is None:
        yield place, _wrong_shape(annotation, node, place, path)
        return
    match node:
        case Leaf():
            found = forms.check(arm, node.text, _name(place))
            if found is not None:
                code, message, fix = found
                yield place, Problem(path=path, line=node.line, code=code, message=message, fix=fix)
        case Items():
            for number, item in enumerate(node.items):
                yield from _item(get_args(arm)[0], item, (*place, number), path)
        case Table():
            yield from _table(arm, node, place, path)


def _item(annotation: Any, item: Node, place: Place, path: str) -> Iterator[Finding]:
    if _null(item):
        message = f"An item of `{_name(place[:-1])}` has no content."
        yield place, Problem(path=path, line=item.line, code="empty-item", message=message, fix="Fill it.")
        return
    yield from _walk(annotation, item, place, path)


def _table(arm: Any, node: Table, place: Place, path: str) -> Iterator[Finding]:
    for key, value in node.pairs:
        here = (*place, key.text)
        if not _is_model(arm):
            annotation = get_args(arm)[1]
        elif key.text in arm.model_fields:
            annotation = arm.model_fields[key.text].annotation
        else:
            yield here, _unknown_key(arm, key, path)
            continue
        if not _null(value):
            yield from _walk(annotation, value, here, path)


def _unknown_key(model: type[Written], key: Leaf, path: str) -> Problem:
    known = tuple(model.model_fields)
    near = nearest(key.text[:60], known)
    hint = f"Did you mean `{near}`? " if near else ""
    if not near and " " in key.text:
        hint = "If it is part of a text between braces, put that text in quotes. "
    return Problem(
        path=path,
        line=key.line,
        code="unknown-key",
        message=f"`{key.text[:60]}` is not a key here.",
        fix=f"{hint}Known keys are: {', '.join(known)}.",
    )


def _wrong_shape(annotation: Any, node: Node, place: Place, path: str) -> Problem:
    wanted = arms(annotation)[0]
    if get_origin(wanted) is tuple:
        what, fix = "a list", "Write each item on a line of its own that begins with `- `."
    elif get_origin(wanted) is dict or _is_model(wanted):
        what, fix = "a table", "Write `key: value` lines below it, indented."
    else:
        what, fix = (
            "a single value",
            "Write one text behind the colon; use quotes where it has a colon or braces.",
        )
    message = f"`{_name(place)}` takes {what}, not {_shape_of(node)}."
    return Problem(path=path, line=node.line, code="wrong-shape", message=message, fix=fix)


def _shape_of(node: Node) -> str:
    match node:
        case Leaf():
            return "a single value"
        case Items():
            return "a list"
        case Table():
            return "a table"


def _name(place: Place) -> str:
    """How messages call a place: its own key, or the key of its list."""
    return next((part for part in reversed(place) if isinstance(part, str)), "this file")


def _explain(model: type[Written], node: Node, error: dict[str, Any], path: str) -> Finding | None:
    """One of pydantic's errors in our words; None where it speaks of a branch that was not meant."""
    annotation: Any = model
    place: Place = ()
    line = node.line
    inside: Node | None = node
    rest = list(error["loc"])
    while rest:
        if inside is not None and len(arms(annotation)) > 1:
            arm = _arm(annotation, inside)
            tag = rest.pop(0)
            if getattr(arm, "__name__", None) != tag:
                return None
            annotation = arm
            continue
        part = rest.pop(0)
        annotation, inside, line = _step(annotation, inside, part, line)
        place = (*place, part)
    code, message, fix = forms.explain(error, _name(place), words(annotation), _about(model, place))
    return place, Problem(path=path, line=line, code=code, message=message, fix=fix)


def _step(annotation: Any, node: Node | None, part: str | int, line: int) -> tuple[Any, Node | None, int]:
    """Annotation, node and line one part deeper; node None where the part was not written."""
    arm = arms(annotation)[0]
    if isinstance(part, int):
        item = node.items[part] if isinstance(node, Items) and part < len(node.items) else None
        return next(iter(get_args(arm)), str), item, item.line if item else line
    inner = arm.model_fields[part].annotation if _is_model(arm) else next(iter(get_args(arm)[1:]), str)
    pair = node.get(part) if isinstance(node, Table) else None
    if pair is None:
        return inner, None, line
    return inner, pair[1], pair[0].line


def words(annotation: Any) -> tuple[str, ...]:
    """The fixed words an annotation allows; empty where it allows any."""
    for arm in arms(annotation):
        if isinstance(arm, type) and issubclass(arm, Enum):
            return tuple(str(member.value) for member in arm)
        if get_origin(arm) is Literal:
            return tuple(map(str, get_args(arm)))
    return ()


def _about(model: type[Written], place: Place) -> str:
    """The field's docstring, for the fix of a missing key."""
    annotation: Any = model
    about = ""
    for part in place:
        arm = next((one for one in arms(annotation) if _is_model(one)), None)
        if isinstance(part, int):
            annotation = next(iter(get_args(arms(annotation)[0])), str)
        elif arm is not None and part in arm.model_fields:
            about = arm.model_fields[part].description or ""
            annotation = arm.model_fields[part].annotation
        else:
            return ""
    return about
