"""A real Chromium without a window, driven through its own protocol: addresses, clicks, forms, files, screens."""

from __future__ import annotations

import base64
import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

CHROMIUM = "/usr/bin/chromium"
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)
PATIENCE_SECONDS = 60.0


class BrowserError(Exception):
    """The page has not what was looked for, or the browser refuses; the message says what."""


@dataclass
class Browser:
    """One page. Selectors are CSS; `frame` steps into a frame of the same origin."""

    socket: ClientConnection
    downloads: Path
    frame: str = ""
    _number: int = 0
    _events: list[dict[str, Any]] = field(default_factory=list)

    def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command of the protocol and its result."""
        self._number += 1
        self.socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv(timeout=PATIENCE_SECONDS))
            if message.get("id") == self._number:
                if "error" in message:
                    raise BrowserError(f"{method}: {message['error']}")
                found: dict[str, Any] = message["result"]
                return found
            self._events.append(message)

    def evaluate(self, script: str) -> Any:
        """What an expression in the page comes to; `page` is the document, that of the frame if one is entered."""
        inner = f"document.querySelector({json.dumps(self.frame)})?.contentDocument" if self.frame else "document"
        told = self.command("Runtime.evaluate", expression=f"(page => {script})({inner})", returnByValue=True)
        if "exceptionDetails" in told:
            raise BrowserError(f"{script}: {told['exceptionDetails'].get('exception', {}).get('description', '')}")
        return told["result"].get("value")

    def wait(self, condition: str, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until the expression is true; raises BrowserError with the page's text if it never is."""
        end = time.monotonic() + seconds
        while True:
            try:
                if self.evaluate(condition):
                    return
            except BrowserError:
                pass  # the page is being replaced
            if time.monotonic() > end:
                raise BrowserError(f"never: {condition}\n{self.evaluate('document.body.innerText')[:1500]}")
            time.sleep(0.05)

    def open(self, url: str) -> None:
        """Go to an address and wait until it is there."""
        self.command("Page.navigate", url=url)
        self.wait(f"document.readyState === 'complete' && location.href !== 'about:blank' && {json.dumps(url)} !== ''")

    def text(self) -> str:
        """What a person reads on the page."""
        return str(self.evaluate("page.body.innerText"))

    def click(self, selector: str) -> None:
        """Click the first element of the selector."""
        self.wait(f"page && page.querySelector({json.dumps(selector)}) !== null")
        self.evaluate(f"page.querySelector({json.dumps(selector)}).click()")

    def fill(self, selector: str, value: str) -> None:
        """Put a value into a field as a person would."""
        self.wait(f"page && page.querySelector({json.dumps(selector)}) !== null")
        self.evaluate(
            f"(field => {{ const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set;"
            f" set.call(field, {json.dumps(value)}); field.dispatchEvent(new Event('input', {{bubbles: true}}));"
            f" field.dispatchEvent(new Event('change', {{bubbles: true}})); return true; }})(page.querySelector({json.dumps(selector)}))"
        )

    def attach(self, selector: str, path: Path) -> None:
        """Put a file into a file field."""
        self.wait(f"page && page.querySelector({json.dumps(selector)}) !== null")
        found = self.command("Runtime.evaluate", expression=f"document.querySelector({json.dumps(selector)})")
        self.command("DOM.setFileInputFiles", files=[str(path)], objectId=found["result"]["objectId"])

    def downloaded(self, name: str) -> bytes:
        """The bytes of a file that was saved; waits until it is whole."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not (self.downloads / name).is_file():
            if time.monotonic() > end:
                raise BrowserError(f"{name} was not saved: {sorted(path.name for path in self.downloads.iterdir())}")
            time.sleep(0.05)
        return (self.downloads / name).read_bytes()

    def screen(self, path: Path, width: int, height: int = 900) -> None:
        """A picture of the whole page at that width."""
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        time.sleep(0.3)
        shown = self.command("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shown["data"]))

    def cookie(self, url: str, name: str, value: str) -> None:
        """Set a cookie."""
        self.command("Network.setCookie", url=url, name=name, value=value)


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """A browser with a profile of its own under the folder; it is ended with the context."""
    if not Path(CHROMIUM).is_file():
        raise BrowserError("this test needs the Debian package chromium: apt-get install it")
    profile, downloads = folder / "profile", folder / "downloads"
    downloads.mkdir(parents=True, exist_ok=True)
    with (folder / "chromium.log").open("wb") as log:
        process = subprocess.Popen(
            [CHROMIUM, *OPTIONS, f"--user-data-dir={profile}", "about:blank"], stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        port, _ = _told(profile / "DevToolsActivePort", process).split("\n", 1)
        with connect(_page(int(port)), max_size=None, proxy=None) as socket:
            page = Browser(socket, downloads)
            for domain in ("Page", "Runtime", "Network", "DOM"):
                page.command(f"{domain}.enable")
            page.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
            yield page
    finally:
        process.terminate()
        process.wait(15)


def _told(path: Path, process: subprocess.Popen[bytes]) -> str:
    """The file in which Chromium says on which port it listens."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not path.is_file() or "\n" not in path.read_text():
        if process.poll() is not None or time.monotonic() > end:
            raise BrowserError("Chromium did not start")
        time.sleep(0.05)
    return path.read_text()


def _page(port: int) -> str:
    """The address of the first page's protocol."""
    from huizong_airflow.api import OPENER

    with OPENER.open(f"http://127.0.0.1:{port}/json/list", timeout=10) as answer:
        pages = json.load(answer)
    return str(next(each["webSocketDebuggerUrl"] for each in pages if each["type"] == "page"))
