"""Huizong: a county's report files in, judged figures and rollups out. The domain; imports no Airflow."""
