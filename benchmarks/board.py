"""The board at size: every page asked for again and again, over HTTP, beside a page of a single statement.

Run: `python benchmarks/board.py [TOWNS] [ASKED]` (default 300 and 40). Starts PostgreSQL and the board of its own: so many towns with
24 months of one form, every fourth sends twice, six faults a file, 30 indicators in two bases rolled up. The server, the board
and who asks are on the same machine. Mark: p95 of every page at most 300 ms. Writes its section of results.md. Exit status 1 over it.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import httpx
import uvicorn
from fastapi import FastAPI, HTTPException, Request, Response
from warehouse import statements, write_catalogue, write_results

from huizong.settings import Settings
from huizong.steps import preparing
from huizong.warehouse import connect
from huizong.warehouse.server.temporary import temporary_server
from huizong_airflow.board.app import build

TOWNS, MONTHS, ASKED, WARM = 300, 24, 40, 3
MARK_MS = 300.0
PAGES = {
    "matrix, 24 months": "/huizong/?form=M&until=2025-12&count=24",
    "matrix, 24 months, only what was returned": "/huizong/?form=M&until=2025-12&count=24&state=returned",
    "matrix of one town": ("/huizong/?form=M&until=2025-12&count=24", "t004"),
    "one report": "/huizong/report/T004/M/2025-11",
    "rollups": "/huizong/rollups?period=2025-12",
    "one indicator, every town": "/huizong/indicator/I003/cumulative/2025-12",
    "what changed": "/huizong/changes",
    "rules": "/huizong/rules?months=120",
    "one rule": "/huizong/rule/rule-7?months=120",
    "queues": "/huizong/queues",
    "a page of a single statement": "/plain",
}


def by_header(request: Request) -> str:
    """Stands for Airflow's login."""
    name = request.headers.get("x-name")
    if not name:
        raise HTTPException(401)
    return name


def plain(settings: Settings) -> FastAPI:
    """The least that a page can be: a connection, one statement of the matrix's rows, text."""
    app = FastAPI()

    @app.get("/plain")
    def page() -> Response:
        with closing(connect(settings.database_url, role="huizong_loader")) as connection, connection.cursor() as cursor:
            cursor.execute("select reporter, verdict from raw.submission where form = 'M' and period = '2025-12' order by reporter")
            rows = "".join(f"<tr><td>{reporter}</td><td>{verdict}</td></tr>" for reporter, verdict in cursor.fetchall())
        return Response(f"<table>{rows}</table>", media_type="text/html")

    app.mount("/huizong", build(settings, by_header, "benchmark"))
    return app


@contextmanager
def running(place: Path, towns: int) -> Iterator[str]:
    """The board of a county of so many towns; its address."""
    catalogue = place / "catalogue"
    write_catalogue(catalogue, towns)
    (catalogue / "users.csv").write_text("username,board_role,organisation\nreviewer,reviewer,\nt004,department,T004\n", "utf-8")
    with temporary_server() as server:
        urls = server.create_database("board")
        settings = Settings.from_environment({"HUIZONG_HOME": str(place), "HUIZONG_CATALOGUE": str(catalogue)})
        settings = settings.with_database(urls.loader, urls.owner, urls.reader)
        preparing.prepare(settings)
        with closing(connect(settings.owner_url)) as owner:
            with owner.cursor() as cursor:
                for statement in statements("board_county.sql").values():
                    cursor.execute(statement, {"towns": towns, "months": MONTHS})
            owner.commit()
            owner.autocommit = True
            with owner.cursor() as cursor:
                cursor.execute("analyze")
        config = uvicorn.Config(plain(settings), host="127.0.0.1", port=0, log_level="error")
        web = uvicorn.Server(config)
        thread = threading.Thread(target=web.run, daemon=True)
        thread.start()
        while not web.started:
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{web.servers[0].sockets[0].getsockname()[1]}"
        finally:
            web.should_exit = True
            thread.join(10)


def asked(url: str, page: str | tuple[str, str], times: int) -> tuple[float, float, int]:
    """Median and 95th percentile of the answers in ms, and the size of one in kB."""
    path, name = page if isinstance(page, tuple) else (page, "reviewer")
    spent, size = [], 0
    with httpx.Client(base_url=url, headers={"x-name": name}, trust_env=False, timeout=60) as client:
        for number in range(times + WARM):
            began = time.perf_counter()
            answer = client.get(path)
            if answer.status_code != 200:
                raise SystemExit(f"{path}: {answer.status_code}")
            if number >= WARM:
                spent.append((time.perf_counter() - began) * 1000)
            size = len(answer.content)
    return statistics.median(spent), statistics.quantiles(spent, n=20)[-1], size // 1000


def main() -> int:
    """Measure every page; 1 if one is over the mark."""
    towns = int(sys.argv[1]) if len(sys.argv) > 1 else TOWNS
    times = int(sys.argv[2]) if len(sys.argv) > 2 else ASKED
    load = os.getloadavg()[1]
    with tempfile.TemporaryDirectory(prefix="huizong-board-") as folder, running(Path(folder), towns) as url:
        found = {name: asked(url, page, times) for name, page in PAGES.items()}
    lines = [
        f"{towns} organisations × {MONTHS} months, every fourth sends twice; each page asked for {times} times over HTTP, "
        f"server, board and asker on {os.cpu_count()} cores, which had {load:.1f} processes waiting for them when it began. "
        f"Mark: {MARK_MS:.0f} ms.",
        "",
        "| page | median ms | p95 ms | kB |",
        "|---|---|---|---|",
        *(f"| {name} | {median:.0f} | {p95:.0f} | {size} |" for name, (median, p95, size) in found.items()),
    ]
    text = "\n".join(lines)
    print(text)
    write_results("The board", text)
    over = [name for name, (_, p95, _) in found.items() if p95 > MARK_MS]
    for name in over:
        print(f"over the mark: {name}", file=sys.stderr)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
