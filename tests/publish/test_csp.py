"""The policy names the shell's own scripts, in one order, and opens nothing else."""

from __future__ import annotations

import base64
import hashlib

from generator.publish import csp

ONE, TWO = "<script>one()</script>", '<script type="text/javascript">two()</script>'


def hashed(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_the_order_of_scripts_does_not_change_the_policy() -> None:
    assert csp.policy(ONE + TWO) == csp.policy(TWO + ONE + TWO)
    assert all(hashed(script) in csp.policy(ONE + TWO) for script in ("one()", "two()"))


def test_files_and_data_need_no_hash() -> None:
    shell = '<script src="assets/site.js"></script><script type="application/json">{}</script>'
    assert csp.inline_scripts(shell) == ()
    assert csp.policy(shell).endswith("; script-src 'self'")


def test_nothing_is_open_that_the_site_does_not_use() -> None:
    rules = dict(rule.split(" ", 1) for rule in csp.policy("").split("; "))
    assert rules["default-src"] == rules["base-uri"] == "'none'"
    assert rules["script-src"] == rules["connect-src"] == rules["form-action"] == "'self'"
    assert "unsafe" not in rules["script-src"]
    assert not any("http" in rule or "*" in rule for rule in rules.values())
