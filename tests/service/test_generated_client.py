"""Is /openapi.json good enough that somebody else's tool makes a client of it, and does that client work?"""

from __future__ import annotations

import importlib
import io
import json
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from service.app import create_app
from service.flows import Desk
from service.logs import make_log
from service.settings import Settings

pytest.importorskip("openapi_python_client")
PACKAGE = "leian_generated"


class Listening(uvicorn.Server):
    """The application on a free port, in a thread."""

    def __init__(self, app: Any) -> None:
        super().__init__(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
        self._thread = threading.Thread(target=self.run, daemon=True)
        self._thread.start()
        while not self.started:
            self._thread.join(0.01)
            assert self._thread.is_alive()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}"

    def close(self) -> None:
        self.should_exit = True
        self._thread.join(10)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    desk = Desk.open(tmp_path_factory.mktemp("desk") / "data")
    desk.warm()
    app = create_app(desk, Settings(), log=make_log(io.StringIO()))
    running = Listening(app)
    yield running.address
    running.close()
    app.state.service.close()
    desk.close()


@pytest.fixture(scope="module")
def generated(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The package that the generator made of what the running service says of itself; on the path while it is tried."""
    folder = tmp_path_factory.mktemp("generated")
    config = folder / "config.yml"
    config.write_text(f"project_name_override: {PACKAGE}\npackage_name_override: {PACKAGE}\npost_hooks: []\n", encoding="utf-8")
    command = [
        sys.executable, "-W", "ignore", "-m", "openapi_python_client", "generate", "--url", f"{address}/openapi.json", "--meta", "none",
        "--config", str(config), "--output-path", str(folder / PACKAGE), "--fail-on-warning",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    yield folder / PACKAGE
    sys.path.remove(str(folder))


def module(name: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the generator's own code and its libraries complain of
        return importlib.import_module(f"{PACKAGE}.{name}")


def test_the_generated_client_checks_registers_and_reads(generated: Path, address: str) -> None:
    models = module("models")
    with module("client").Client(base_url=address) as client:
        checks_registers_and_reads(models, client)


def checks_registers_and_reads(models: Any, client: Any) -> None:
    case = models.Case.from_dict(told("G1", "2031-04-01T09:00:00", "我住在云麓苑3号楼，电梯停运三天没人修，老人下不了楼。"))
    verdict = module("api.cases.cases_check").sync(client=client, body=case)
    assert isinstance(verdict, models.Verdict)
    assert (verdict.case_id, verdict.verdict) == ("G1", models.Code.NEW)
    register = module("api.cases.cases_register")
    first = register.sync_detailed(client=client, body=case)
    assert first.status_code == 201
    assert isinstance(first.parsed, models.Registered)
    again = models.Case.from_dict(told("G2", "2031-04-09T09:00:00", "云麓苑3号楼电梯又过了一周还是停着，没人修，请尽快修好电梯。"))
    found = register.sync(client=client, body=again).verdict
    assert [each.case_id for each in found.matches] == ["G1"]
    assert found.person_basis == "account"
    slots = {each.kind: each for each in found.matches[0].evidence}
    assert (slots["community"].verdict, slots["community"].new) == ("agree", "云麓苑")
    start, end = slots["community"].new_span
    assert again.text[start:end] == "云麓苑"
    stored = module("api.cases.cases_read").sync("G2", client=client)
    assert (stored.case_id, stored.text, stored.petitioner.account) == ("G2", again.text, "g")
    assert [each.case_id for each in module("api.cases.cases_list_cases").sync(client=client, limit=1).cases] == ["G2"]


def told(case_id: str, received_at: str, text: str) -> dict[str, Any]:
    return {"case_id": case_id, "text": text, "received_at": received_at, "channel": "WEB", "petitioner": {"account": "g"}}


def test_a_refusal_is_a_problem_with_its_fields(generated: Path, address: str) -> None:
    models = module("models")
    with module("client").Client(base_url=address) as client:
        refused = module("api.cases.cases_check").sync_detailed(client=client, body=models.Case(case_id="", text="x"))
    assert refused.status_code == 422
    problem = json.loads(refused.content)
    assert problem["errors"][0]["field"] == "case_id"
    assert isinstance(refused.parsed, models.Problem)
    assert refused.parsed.errors[0].field == "case_id"


def test_every_call_has_a_function(generated: Path, address: str) -> None:
    document = httpx.get(f"{address}/openapi.json").json()
    wanted = {call["operationId"] for calls in document["paths"].values() for call in calls.values()}
    made = {each.stem for each in (generated / "api").rglob("*.py") if each.stem != "__init__"}
    assert wanted <= made
