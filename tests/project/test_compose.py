"""The production set: no password by default, nothing beyond loopback, no root, the database script works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import yaml

from huizong.settings import INCLUDE, REPOSITORY, Settings
from huizong.warehouse.server.temporary import temporary_server
from huizong_airflow.airflow_settings import AirflowSettings

CLUSTER = "docker-compose.cluster.yml"
CLUSTER_NAMES = ("HUIZONG_REDIS_PASSWORD", "HUIZONG_LOGS_FOLDER")
NAMES = re.findall(r"^([A-Z_]+)=$", (REPOSITORY / ".env.example").read_text("utf-8"), re.MULTILINE)
VALUES = {name: f"value{number}of{name.lower().replace('_', '')}" for number, name in enumerate(NAMES)} | {
    "HUIZONG_DATA_FOLDER": "/srv/county"
}


def config(tmp_path: Path, values: dict[str, str], *more: str) -> subprocess.CompletedProcess[str]:
    """What `docker-compose config` makes of the file, and of more beside it, with these variables and no others."""
    program = shutil.which("docker-compose")
    assert program, "this test needs the Debian package docker-compose: apt-get install docker-compose"
    file = tmp_path / "env"
    file.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    files = [part for name in ("docker-compose.yml", *more) for part in ("-f", str(REPOSITORY / name))]
    command = [program, "--env-file", str(file), *files, "config"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    return subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True)


@pytest.fixture
def services(tmp_path: Path) -> dict[str, Any]:
    done = config(tmp_path, VALUES)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = yaml.safe_load(done.stdout)["services"]
    return found


@pytest.fixture
def cluster(tmp_path: Path) -> dict[str, Any]:
    """The services of a cluster whose machines meet at one address."""
    values = VALUES | {"HUIZONG_REDIS_PASSWORD": "asked", "HUIZONG_LOGS_FOLDER": "/srv/logs", "HUIZONG_CLUSTER_ADDRESS": "10.1.2.3"}
    done = config(tmp_path, values, CLUSTER)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = yaml.safe_load(done.stdout)["services"]
    return found


@pytest.mark.system
@pytest.mark.parametrize("name", NAMES)
def test_each_password_and_folder_must_be_given(tmp_path: Path, name: str) -> None:
    done = config(tmp_path, {key: value for key, value in VALUES.items() if key != name})
    assert done.returncode != 0
    assert name in done.stderr


@pytest.mark.system
def test_no_service_runs_as_root_or_listens_beyond_loopback(services: dict[str, Any]) -> None:
    assert set(services) == {"postgres", "prepare", "api-server", "scheduler", "dag-processor", "triggerer", "worker", "owner-worker"}
    assert services["worker"]["profiles"] == services["owner-worker"]["profiles"] == ["cluster"]
    for name, service in services.items():
        assert service["user"] in ("huizong", "postgres"), name
        for port in service.get("ports", []):
            host = port["host_ip"] if isinstance(port, dict) else str(port).split(":")[0]
            assert host == "127.0.0.1", name


@pytest.mark.system
def test_every_lasting_service_tells_its_health_and_waits_for_preparation(services: dict[str, Any]) -> None:
    for name, service in services.items():
        if name != "prepare":
            assert service["healthcheck"]["test"], name
        if name not in ("prepare", "postgres"):
            assert service["depends_on"]["prepare"]["condition"] == "service_completed_successfully", name
    assert services["prepare"]["depends_on"]["postgres"]["condition"] == "service_healthy"


@pytest.mark.system
def test_only_preparation_and_his_own_worker_know_the_owner_and_nobody_outside_knows_the_administrator(services: dict[str, Any]) -> None:
    def knows(name: str) -> set[str]:
        return {service for service, content in services.items() if VALUES[name] in yaml.safe_dump(content)}

    assert knows("HUIZONG_OWNER_PASSWORD") == {"postgres", "prepare", "owner-worker"}  # the last one only in a cluster
    assert knows("POSTGRES_PASSWORD") == {"postgres"}
    assert knows("HUIZONG_READER_PASSWORD") == {"postgres"}
    assert knows("HUIZONG_ADMIN_PASSWORD") == {"prepare"}


@pytest.mark.system
@pytest.mark.parametrize("name", CLUSTER_NAMES)
def test_a_cluster_must_be_given_its_password_and_its_folder(tmp_path: Path, name: str) -> None:
    values = VALUES | {"HUIZONG_REDIS_PASSWORD": "asked", "HUIZONG_LOGS_FOLDER": "/srv/logs"}
    done = config(tmp_path, {key: value for key, value in values.items() if key != name}, CLUSTER)
    assert done.returncode != 0
    assert name in done.stderr


@pytest.mark.system
def test_every_process_of_a_cluster_takes_its_tasks_from_redis(cluster: dict[str, Any]) -> None:
    assert set(cluster) == {
        *("postgres", "redis", "prepare", "api-server", "scheduler", "dag-processor", "triggerer", "worker", "owner-worker")
    }
    for name in set(cluster) - {"postgres", "redis"}:
        told = cluster[name]["environment"]
        assert told["AIRFLOW__CORE__EXECUTOR"] == "CeleryExecutor", name
        assert told["AIRFLOW__CELERY__BROKER_URL"] == "redis://:asked@redis:6379/0", name
        assert cluster[name]["build"]["args"]["REQUIREMENTS"] == "requirements-cluster.txt", name
        assert any("/srv/logs" in str(volume) for volume in cluster[name]["volumes"]), name
    assert cluster["worker"]["deploy"]["replicas"] == 2
    # they fork the tasks, or readers of DAG files, so they load what those import; the scheduler has no tasks of its own here
    assert cluster["dag-processor"]["environment"]["AIRFLOW__CORE__LAZY_LOAD_PLUGINS"] == "False"
    assert cluster["worker"]["environment"]["AIRFLOW__CORE__LAZY_LOAD_PLUGINS"] == "False"
    assert cluster["scheduler"]["environment"]["AIRFLOW__CORE__LAZY_LOAD_PLUGINS"] == "True"


@pytest.mark.system
def test_what_only_the_owner_may_do_goes_to_a_worker_that_takes_nothing_else(cluster: dict[str, Any]) -> None:
    queue = {name: service["environment"].get("HUIZONG_OWNER_QUEUE") for name, service in cluster.items() if "environment" in service}
    assert {name for name, found in queue.items() if found == "owner"} == set(cluster) - {"postgres", "redis"}
    command = cluster["owner-worker"]["command"]
    assert command[command.index("--queues") + 1] == "owner"
    assert "--queues" not in cluster["worker"]["command"]  # it takes Airflow's default queue
    assert {name for name, service in cluster.items() if "HUIZONG_OWNER_URL" in service.get("environment", {})} == {
        "prepare",
        "owner-worker",
    }


@pytest.mark.system
def test_a_cluster_gives_nobody_root_and_listens_where_it_is_told(cluster: dict[str, Any]) -> None:
    for name, service in cluster.items():
        assert service["user"] in ("huizong", "postgres", "redis"), name
        assert service["cap_drop"] == ["ALL"], name
        assert name == "prepare" or service["healthcheck"]["test"], name
        for port in service.get("ports", []):
            host = port["host_ip"] if isinstance(port, dict) else str(port).split(":")[0]
            assert host in ("127.0.0.1", "10.1.2.3"), name
    assert "asked" in cluster["redis"]["environment"].values()
    assert "asked" not in yaml.safe_dump(cluster["redis"]["command"])


def test_what_is_lost_is_taken_up_as_soon_as_by_make_run(tmp_path: Path) -> None:
    """Scheduler, triggerer and workers are told the same in both, but for the port that a container's health check does without."""
    told = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text("utf-8"))["x-huizong"]["environment"]
    (tmp_path / "airflow").mkdir()
    settings = Settings.from_environment({"HUIZONG_HOME": str(tmp_path)})
    here = AirflowSettings(settings, "postgresql+psycopg2://airflow@127.0.0.1:1/airflow", 8099).environment()
    timed = {name for name in here if re.match("AIRFLOW__(?:SCHEDULER|TRIGGERER|WORKERS)__", name)}
    timed.remove("AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK")
    assert len(timed) == 7
    assert {name: told.get(name) for name in timed} == {name: here[name] for name in timed}


def test_what_a_task_may_run_ends_before_a_lost_one_is_handed_out_again() -> None:
    from huizong_airflow.airflow_settings import REDELIVERY_SECONDS
    from huizong_airflow.dag_defaults import DEFAULT_ARGS

    told = yaml.safe_load((REPOSITORY / CLUSTER).read_text("utf-8"))["x-celery"]
    assert int(told["AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT"]) == REDELIVERY_SECONDS
    assert DEFAULT_ARGS["execution_timeout"].total_seconds() < REDELIVERY_SECONDS


def test_the_image_copies_what_the_system_runs_on_and_ends_as_an_ordinary_user() -> None:
    lines = (REPOSITORY / "Dockerfile").read_text("utf-8").splitlines()
    copied = {source for line in lines if line.startswith("COPY ") for source in line.split()[1:-1]}
    assert copied == {"requirements.txt", "requirements-cluster.txt", "dags", "plugins", "include", "expectations"}
    assert [line for line in lines if line.startswith("USER ")] == ["USER huizong"]
    shown = {line.strip("!/") for line in (REPOSITORY / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    assert shown == copied


def test_every_image_is_named_by_one_release() -> None:
    """Not by a series (18, 3.12-slim), whose content changes without a line of ours; the runbook says how to name a digest."""
    files = ["docker-compose.yml", CLUSTER, "docker-compose.shares.yml", "Dockerfile", "include/shares/Dockerfile"]
    told = "".join((REPOSITORY / name).read_text("utf-8") for name in files)
    named = set(re.findall(r"(?:IMAGE:-|IMAGE=|FROM )([a-z]+:[\w.-]+)", told))
    assert {image.partition(":")[0] for image in named} == {"postgres", "redis", "python", "debian"}
    assert len(named) == 4  # nobody's Dockerfile says another release than its compose file
    for image in named:
        release = re.match(r"[\d.]+", image.partition(":")[2])
        assert release, image
        # PostgreSQL and Debian count releases by two numbers, the others by three
        assert release[0].count(".") == (1 if image.startswith(("postgres:", "debian:")) else 2), image


def test_the_script_for_a_new_database_makes_roles_and_closed_databases() -> None:
    with temporary_server() as server:
        admin = psycopg2.extensions.parse_dsn(server.urls("postgres").admin)
        passwords = {role: f"new-{role}" for role in ("owner", "loader", "reader", "airflow")}
        environment = {
            "PATH": f"{server.bin}{os.pathsep}{os.environ['PATH']}",
            "PGHOST": admin["host"],
            "PGPORT": admin["port"],
            "PGPASSWORD": admin["password"],
            **{f"HUIZONG_{role.upper()}_PASSWORD": password for role, password in passwords.items()},
        }
        script = INCLUDE / "sql" / "server" / "create.sh"
        for _ in range(2):  # again on a database that has all of it already
            done = subprocess.run(["bash", str(script)], env=environment, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            assert done.stdout == ""

        def asked(role: str, key: str, statement: str) -> str:
            connection = psycopg2.connect(host=admin["host"], port=admin["port"], user=role, password=passwords[key], dbname="huizong")
            try:
                with connection.cursor() as cursor:
                    cursor.execute(statement)
                    return str(cursor.statusmessage)
            except psycopg2.errors.InsufficientPrivilege:
                return "refused"
            finally:
                connection.close()

        # the loader computes in tables of the moment, and its work is ordered by locks that a reader can't take
        assert asked("huizong_loader", "loader", "create temporary table fresh (n integer)") == "CREATE TABLE"
        assert asked("huizong_reader", "reader", "create temporary table fresh (n integer)") == "refused"
        assert asked("huizong_loader", "loader", "select pg_advisory_lock(1)") == "SELECT 1"
        assert asked("huizong_reader", "reader", "select pg_advisory_lock(1)") == "refused"

        def who(role: str, key: str, database: str) -> str:
            connection = psycopg2.connect(host=admin["host"], port=admin["port"], user=role, password=passwords[key], dbname=database)
            try:
                with connection.cursor() as cursor:
                    cursor.execute("select current_user::text")
                    ((name,),) = cursor.fetchall()
                    return str(name)
            finally:
                connection.close()

        assert who("huizong_owner", "owner", "huizong") == "huizong_owner"
        assert who("huizong_reader", "reader", "huizong") == "huizong_reader"
        assert who("airflow", "airflow", "airflow") == "airflow"
        for role, key, database in (("huizong_reader", "reader", "airflow"), ("airflow", "airflow", "huizong")):
            with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
                who(role, key, database)
