"""Glue between Airflow and the domain: a DAG's or a page's request in, calls of `huizong.flow`, `huizong.decisions`, `huizong.answers` out.

Knock at `stack` for what `make run` starts, at `dag_defaults` for what DAGs share, at `board.app` for the pages, at `channels` for the
ways out of messages.
"""
