"""A learner without a browser, who says to the server all that the page of JupyterLab would say.

A page asks for the pictures of all instants when nothing else is going on, and a move of time then needs no kernel.
"""

import asyncio
import itertools
import json
import random
import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import NamedTuple

import nbformat
from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from tools.shake import Act, Widgets, ask, deed, press, slide

from .hub import Hub

PROTOCOL = "v1.kernel.websocket.jupyter.org"
SECONDS = 300  # patience with a server that starts, or a cell that runs
PATIENCE = 30  # seconds for a new picture; one that takes longer counts as a failure
IDLE = 0.15  # seconds without a change before the pictures of other instants are asked for
ROOM = 16e6  # bytes of pictures that the page keeps of one explorer
STAY = 10  # moves before the learner goes on to the next explorer


class Film:
    """The pictures of one explorer that have come so far."""

    def __init__(self):
        self.version, self.instants, self.table, self.size, self.answers = -1, set(), 0, 0, 0

    def missing(self, state: dict) -> list[int]:
        """The instants whose pictures are not there, the nearest first."""
        if self.version != state["version"]:
            self.version, self.instants, self.table, self.size = state["version"], set(), 0, 0
        instants = sorted(range(state["first"], state["last"] + 1), key=lambda t: abs(t - state["t"]))
        return [t for t in instants if t not in self.instants] if self.size < ROOM else []

    def hear(self, answer: dict, buffers: list) -> None:
        self.answers += 1
        if answer["version"] == self.version:
            self.instants |= {frame["t"] for frame in answer["frames"]}
            self.table += len(answer["table"])
            self.size += sum(map(len, buffers))


class Moved(NamedTuple):
    """What a learner saw of the moves."""

    knobs: list[float]  # seconds from each move of a knob to the new picture
    ready: list[bool]  # for each move of time, whether its picture had come before


class Learner(Widgets):
    def __init__(self, hub: Hub, name: str, lesson: str):
        super().__init__()
        self.hub, self.name, self.lesson = hub, name, lesson
        self.url = f"{hub.url}user/{name}/"
        self.session, self.rng = Session(), random.Random(name)
        self.films: dict[str, Film] = {}
        self.moved = Moved([], [])
        self.news = asyncio.Condition()
        self.tasks: list[asyncio.Task] = []

    async def call(self, method: str, url: str, body: dict | None = None):
        request = HTTPRequest(
            url,
            method,
            {"Authorization": f"token {self.hub.token}"},
            json.dumps(body or {}) if method == "POST" else None,
            request_timeout=SECONDS,
        )
        answer = await AsyncHTTPClient().fetch(request)
        return json.loads(answer.body) if answer.body else None

    # ---- To come in, and to run the lesson ---------------------------------------------------------------------

    async def enter(self, after: float) -> float:
        """Start a server, open the lesson and run all its cells; return how many seconds that took."""
        await asyncio.sleep(after)
        start, user = time.monotonic(), f"{self.hub.url}hub/api/users/{self.name}"
        folder = self.hub.place(self.name)
        await self.call("POST", user)
        await self.call("POST", f"{user}/server")
        while not (await self.call("GET", user))["servers"][""]["ready"]:
            await asyncio.sleep(0.5)
        opened = {"path": self.lesson, "name": self.lesson, "type": "notebook", "kernel": {"name": "python3"}}
        self.kernel = (await self.call("POST", f"{self.url}api/sessions", opened))["kernel"]["id"]
        address = f"{self.url}api/kernels/{self.kernel}/channels?session_id={self.session.session}"
        request = HTTPRequest(address.replace("http", "ws", 1), headers={"Authorization": f"token {self.hub.token}"})
        self.socket = await websocket_connect(request, subprotocols=[PROTOCOL], max_message_size=2**30)
        self.do(self.listen())
        await self.until(self.send("kernel_info_request", {}), SECONDS)
        for cell in nbformat.read(folder / self.lesson, as_version=4).cells:
            if cell.cell_type == "code":
                await self.until(self.run(cell), SECONDS)
        self.subshell = await self.ask_for_subshell()
        for explorer in self.explorers():
            self.do(self.watch(self.picture(explorer)))
        return time.monotonic() - start

    def do(self, work: Coroutine) -> None:
        """Beside all else; what goes wrong with it is a complaint."""

        async def done():
            try:
                await work
            except Exception as error:
                self.complain("the page broke", repr(error))

        self.tasks.append(asyncio.create_task(done()))

    def send(self, kind: str, content: dict, channel: str = "shell", subshell: str | None = None) -> str:
        """Send a message to the kernel; return its id."""
        message = self.session.msg(kind, content)
        message["header"] |= {"subshell_id": subshell} if subshell else {}
        self.busy.add(message["header"]["msg_id"])
        self.socket.write_message(serialize_msg_to_ws_v1(message, channel, self.session.pack), binary=True)
        return message["header"]["msg_id"]

    def run(self, cell) -> str:
        sent = self.send("execute_request", {"code": cell.source, "silent": False, "stop_on_error": False})
        if "raises-exception" in cell.metadata.get("tags", ()):
            self.forgiven.add(sent)
        return sent

    async def ask_for_subshell(self) -> str:
        """JupyterLab sends what is done to widgets to a thread of the kernel that is not the one of the cells."""
        self.subshells = asyncio.Queue()
        self.send("create_subshell_request", {}, "control")
        return await asyncio.wait_for(self.subshells.get(), SECONDS)

    async def listen(self) -> None:
        while (data := await self.socket.read_message()) is not None:
            _, (header, parent, _, content, *buffers) = deserialize_msg_from_ws_v1(data)
            header, parent, content = map(json.loads, (header, parent, content))
            if header["msg_type"] == "create_subshell_reply":
                self.subshells.put_nowait(content["subshell_id"])
            self.take({"msg_type": header["msg_type"], "parent_header": parent, "content": content})
            answer = content.get("data", {}).get("content") if header["msg_type"] == "comm_msg" else None
            if answer and content["comm_id"] in self.films:
                self.films[content["comm_id"]].hear(answer, buffers)
            async with self.news:
                self.news.notify_all()
        self.complain("the server", "closed the connection")

    async def until(self, done: str | Callable[[], bool], seconds: float) -> None:
        """Until the kernel has done with a message, or something holds."""
        holds = done if callable(done) else lambda: done not in self.busy
        async with self.news:
            await asyncio.wait_for(self.news.wait_for(holds), seconds)

    # ---- What a page does by itself ----------------------------------------------------------------------------

    def picture(self, explorer: str) -> str:
        """The widget in an explorer that shows its picture."""
        return next(model for model in self.within(explorer) if deed(self.models[model]) is ask)

    async def watch(self, picture: str) -> None:
        """Ask for the pictures of one explorer that are not here, whenever nothing has changed for a moment."""
        state, film = self.models[picture], self.films.setdefault(picture, Film())
        while True:
            await self.until(lambda: film.missing(state), 10 * SECONDS)
            before = state["version"], state["t"]
            await asyncio.sleep(IDLE)
            if before != (state["version"], state["t"]):
                continue
            want, heard = film.missing(state)[:8], film.answers
            self.tell(picture, Act(custom={"version": state["version"], "want": want, "known": film.table}))
            fresh = lambda heard=heard, before=before: film.answers > heard or state["version"] != before[0]  # noqa: E731
            await self.until(fresh, PATIENCE)

    def tell(self, model: str, act: Act) -> str:
        return self.send("comm_msg", {"comm_id": model, "data": act.data}, subshell=self.subshell)

    # ---- What a hand does --------------------------------------------------------------------------------------

    async def move(self, every: float, end: float) -> None:
        """One move each `every` seconds, of time and of a knob in turn, in one explorer after the other."""
        await asyncio.sleep(self.rng.uniform(0, every))
        hands = [hand for hand in map(self.hand, self.explorers()) if hand]
        for hand in itertools.cycle(hands):
            for move in itertools.islice(itertools.cycle(hand), STAY):
                if time.monotonic() > end:
                    return
                next_one = time.monotonic() + every
                try:
                    await move()
                except TimeoutError:
                    self.complain("no new picture", f"within {PATIENCE} s")
                await asyncio.sleep(max(0, next_one - time.monotonic()))

    def hand(self, explorer: str) -> list[Callable]:
        """What can be done in an explorer: time and the first knob, time and the second, ..."""
        picture = self.picture(explorer)
        times = [(self.models[picture]["slider"] or "").removeprefix("IPY_MODEL_")]
        deeds = {model: deed(self.models[model]) for model in self.within(explorer)}
        knobs = [model for model, does in deeds.items() if does not in (None, ask, press) and model not in times]
        pairs = [[(self.move_time, t), (self.move_knob, knob)] for t, knob in itertools.product(times, knobs or [""])]
        return [partial(move, picture, model) for pair in pairs for move, model in pair if model]

    async def move_time(self, picture: str, model: str) -> None:
        state = self.models[model]
        act = slide(state, self.rng)
        state |= act.state
        self.moved.ready.append(state["value"] in self.films[picture].instants)
        await self.until(self.tell(model, act), PATIENCE)

    async def move_knob(self, picture: str, model: str) -> None:
        """Until the kernel has done with it; what leaves the picture as it was does not count."""
        state, shown = self.models[model], self.models[picture]
        act, version, start = deed(state)(state, self.rng), shown["version"], time.monotonic()
        state |= act.state or {}
        sent = self.tell(model, act)
        await self.until(lambda: shown["version"] != version or sent not in self.busy, PATIENCE)
        if shown["version"] != version:
            self.moved.knobs.append(time.monotonic() - start)
        await self.until(sent, PATIENCE)

    async def leave(self) -> None:
        for task in self.tasks:
            task.cancel()
        self.socket.close()
