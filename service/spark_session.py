"""How is a Spark session opened for a batch, and how is it said in one line why it cannot be?

What is missing (the extra, Java, somebody who listens at the master's address) is found out before Spark is started: its own
answers come minutes later. Settings beyond the master are the operator's, in `spark-defaults.conf` (SPARK_CONF_DIR).
"""

from __future__ import annotations

import importlib.util
import logging
import os
import re
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from service.dedup_words import masked
from service.errors import LeianError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

EXTRA = "the Spark engine needs more than is installed here ({}); install it with: pip install 'leian[spark]'"
NO_JAVA = (
    "Spark needs Java 17 or newer and none was found; install one (Debian: apt-get install openjdk-17-jre-headless) "
    "or set JAVA_HOME"
)
MASTERS = re.compile(r"local(\[.+\])?|local-cluster\[\d+,\d+,\d+\]|spark://[^\s/]+|yarn|k8s://\S+")
WAIT = 5.0  # seconds until a master that does not answer is given up
MOST_SHOWN = 300  # characters of Spark's own message


class SparkProblem(LeianError):
    """The batch cannot be run on Spark, or was given up there."""


def is_master(address: str) -> bool:
    """Whether Spark would know what to do with this address.

    >>> is_master("spark://batch.example:7077"), is_master("batch.example:7077")
    (True, False)
    """
    return bool(MASTERS.fullmatch(address))


@contextmanager
def spark_session(master: str = "") -> Iterator[SparkSession]:
    """A session, stopped at the end. Without `master` what spark-defaults.conf names, or all cores of this machine.

    Raises SparkProblem, also for what Spark raises inside the context.
    """
    require_spark(master)
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    session = None
    try:
        with _quiet_interrupts():
            session = _builder(master).getOrCreate()
            _interrupt_plainly()
            yield session
    except (Py4JError, PySparkException) as error:
        raise SparkProblem(_told(error)) from error
    finally:
        if session is not None:
            session.stop()


def _interrupt_plainly() -> None:
    """Spark's own handler of Ctrl-C calls Java in the middle of another call; `stop` cancels what runs just as well."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def _quiet_interrupts() -> Iterator[None]:
    """py4j writes a page of traces to the root logger for a Ctrl-C that is about to be told in one line."""
    root, nowhere = logging.getLogger(), logging.NullHandler()
    root.addHandler(nowhere)
    try:
        yield
    finally:
        root.removeHandler(nowhere)


def require_spark(master: str) -> None:
    """Raises SparkProblem where Spark cannot be started here or nobody listens at the master's address; takes seconds."""
    _require_packages()
    _require_java()
    _require_listener(master)


def _builder(master: str) -> SparkSession.Builder:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("leian dedup")
    settings = {
        "spark.log.level": "ERROR",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.maxResultSize": "0",  # links come to the driver, never the corpus;
        "spark.sql.autoBroadcastJoinThreshold": "-1",  # a table that Spark thinks small enough to broadcast would
    }
    if not master or master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        settings |= {"spark.ui.enabled": "false", "spark.executorEnv.PYTHONPATH": str(Path(__file__).parents[1])}
    if master:
        builder = builder.master(master)
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder


def _require_packages() -> None:
    missing = [name for name in ("pyspark", "pandas", "pyarrow") if importlib.util.find_spec(name) is None]
    if missing:
        raise SparkProblem(EXTRA.format(", ".join(missing)))


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    found = (Path(home) / "bin" / "java").exists() if home else shutil.which("java") is not None
    if not found:
        raise SparkProblem(NO_JAVA + (f" (JAVA_HOME={home} holds none)" if home else ""))


def _require_listener(master: str) -> None:
    """A standalone master must answer; of several one is enough."""
    if not master.startswith("spark://"):
        return
    reasons = []
    for address in master.removeprefix("spark://").split(","):
        host, _, port = address.rpartition(":")
        if not host or not port.isdigit():
            raise SparkProblem(f"{master}: a standalone master is spark://HOST:PORT")
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=WAIT).close()
            return
        except OSError as error:
            reasons.append(f"{address}: {error.strerror or error}")
    raise SparkProblem(f"no Spark master answers ({'; '.join(reasons)}); is it running, and is the port the master's?")


def _told(error: Exception) -> str:
    """One line of what Spark says; the last of a traceback, long numbers masked."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    python = [line for line in lines if re.match(r"[\w.]+(Error|Exception|Damaged|Problem)\b", line)]
    said = masked((python[-1] if python else lines[0] if lines else type(error).__name__)[:MOST_SHOWN])
    if "No module named" in said:
        said += "; the workers' Python needs this version of leian, too: pip install 'leian[spark]' on each machine"
    if "JAVA_GATEWAY" in said:
        said += "; is the Java that was found version 17 or newer?"
    return f"Spark gave up: {said}"
