"""Who connects to the warehouse's server, and by which address."""

from __future__ import annotations

from dataclasses import dataclass

ROLES = {"owner": "huizong_owner", "loader": "huizong_loader", "reader": "huizong_reader", "airflow": "airflow"}
ADMIN = "postgres"


@dataclass(frozen=True, slots=True)
class Urls:
    """Addresses of one database, a role each, with passwords: not for logs. `admin` is the superuser's."""

    admin: str
    owner: str
    loader: str
    reader: str
    airflow: str
