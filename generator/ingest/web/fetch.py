"""The edge to the network: one connection a host with a pause between, every failure a value."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from time import monotonic
from urllib.parse import urlsplit

from generator.ingest.web.asking import Asking
from generator.ingest.web.permission import Permission, Permissions
from generator.ingest.web.politeness import CONNECTIONS, Gaps, Parking, Turns
from generator.ingest.web.robots import RobotsFile
from generator.ingest.web.wire import Wire, session
from generator.model.entry import FetchRequest, SourceAnswer
from generator.model.site import Limits

Progress = Callable[[FetchRequest, SourceAnswer], None]


class Edge:
    """One run's conversation with the network: pauses, robots.txt and parked domains outlast its calls."""

    def __init__(  # noqa: PLR0913 - all by name; this is the room's interface
        self,
        *,
        limits: Limits,
        user_agent: str,
        gap_seconds: float,
        now: datetime,
        allow_private: bool = False,
        parked: Mapping[str, datetime] | None = None,
        robots: Mapping[str, RobotsFile] | None = None,
        seconds: float = 3_600.0,
    ) -> None:
        """Begin with what earlier runs left.

        Args:
            limits: seconds for one answer, headers, redirects and robots.txt included; redirects followed.
            user_agent: says who asks and where to complain.
            gap_seconds: least pause between two requests to one host.
            now: the run's.
            allow_private: True lets loopback through; for tests only.
            parked: until when a registrable domain is left alone.
            robots: what each origin allowed when it was last asked.
            seconds: how long the run may go on asking, from now on.
        """
        self.stopped = False
        """True after Ctrl-C, or when the run's time was up: what was answered is kept, nothing else asked."""
        self._end = monotonic() + seconds
        self._limits = limits
        self._user_agent = user_agent
        self._gap = gap_seconds
        self._private = allow_private
        self._parking = Parking(parked or {}, now)
        self._permissions = Permissions(robots or {})
        self._gaps = Gaps()

    @property
    def parked(self) -> dict[str, datetime]:
        """Until when each registrable domain is left alone, to be remembered for the next run."""
        return dict(self._parking.until)

    @property
    def robots(self) -> dict[str, RobotsFile]:
        """What each origin allows (scheme, host and port), to be remembered for the next run."""
        return dict(self._permissions.files)

    def go_on(self, seconds: float) -> None:
        """Ask for so many seconds from now on, also where the time was up before."""
        self.stopped = False
        self._end = monotonic() + seconds

    def park(self, url: str, seconds: int) -> None:
        """Leave the domain of an address alone for a while, at most a week: its answer asked for that."""
        if host := _host(url):
            self._parking.park(host, seconds)

    def ask(
        self, requests: Sequence[FetchRequest], progress: Progress | None = None
    ) -> tuple[SourceAnswer | None, ...]:
        """Ask for everything, hosts side by side and each host one request at a time, in the order given.

        Args:
            requests: http or https addresses; several may be of one source.
            progress: called with each request and its answer, as they come.

        Returns:
            The answers in the order of the requests. None stands for a request that was not answered because
            a person pressed Ctrl-C or the run's time was up, now or in an earlier call. No failure of the
            network is raised.

        Raises:
            KeyboardInterrupt: Ctrl-C was pressed a second time.
        """
        answers: list[SourceAnswer | None] = [None] * len(requests)
        if requests and not self.stopped:
            with self._stoppable(), asyncio.Runner() as runner, self._stoppable():
                runner.run(self._ask_all(requests, answers, progress or _silent))
        return tuple(answers)

    @contextmanager
    def _stoppable(self) -> Iterator[None]:
        """Take the first Ctrl-C, also while the runner clears up, and let the second one through."""
        try:
            yield
        except KeyboardInterrupt:
            if self.stopped:
                raise
            self.stopped = True

    async def _ask_all(
        self, requests: Sequence[FetchRequest], answers: list[SourceAnswer | None], progress: Progress
    ) -> None:
        # names are looked up in threads: without one for each request, a slow name would hold up others
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(CONNECTIONS))
        hosts: dict[str, list[int]] = {}
        for place, request in enumerate(requests):
            hosts.setdefault(_host(request.url), []).append(place)
        async with session(self._user_agent, hosts=len(hosts), allow_private=self._private) as web:
            wire = Wire(web, Turns(self._gaps), self._parking)
            permission = Permission(wire, self._permissions, self._gap)
            asking = Asking(wire, permission, self._limits, self._gap)

            async def ask_host(places: Sequence[int]) -> None:
                for place in places:
                    answers[place] = answer = await asking.answer(requests[place])
                    progress(requests[place], answer)

            try:
                async with asyncio.timeout(self._end - monotonic()):
                    await asyncio.gather(*(ask_host(places) for places in hosts.values()))
            except TimeoutError:
                self.stopped = True
            except asyncio.CancelledError:
                # nothing but Ctrl-C cancels: the runner turns the first one into this, and raises the second
                self.stopped = True


def _silent(_request: FetchRequest, _answer: SourceAnswer) -> None:
    pass


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
