#!/bin/sh
# Finds or installs a Chromium for the browser tests: Debian's through apt where it can, else Playwright's own.
set -eu
python=$1
if command -v chromium >/dev/null 2>&1 || "$python" - <<'PY' 2>/dev/null
import os
import sys

from playwright.sync_api import sync_playwright

with sync_playwright() as p:
    sys.exit(not os.path.exists(p.chromium.executable_path))
PY
then
  exit 0
fi
echo 'Installing a Chromium for the browser tests (once) ...'
if [ -r /etc/os-release ] && grep -q '^ID=debian' /etc/os-release; then
  if [ "$(id -u)" = 0 ]; then sudo=; else sudo='sudo -n'; fi
  if $sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends chromium >/dev/null; then
    exit 0
  fi
fi
if "$python" -m playwright install --with-deps chromium || "$python" -m playwright install chromium; then
  exit 0
fi
if [ "${CI:-}" = true ]; then
  echo 'No Chromium could be installed; the browser tests will fail.' >&2
else
  echo 'No Chromium could be installed; the browser tests will be skipped. On Debian: sudo apt-get install chromium' >&2
fi
