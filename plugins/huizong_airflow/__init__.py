"""Glue between Airflow and the domain: triggers, assets, defaults of DAGs, and the stack that `make run` starts."""
