# One image for all of Airflow's processes; runs as an ordinary user. The database has an image of its own.
ARG PYTHON_IMAGE=python:3.12.12-slim-bookworm
FROM $PYTHON_IMAGE

ARG UID=1000
# beside requirements.txt; a cluster's image is told requirements-cluster.txt
ARG REQUIREMENTS=requirements.txt
ENV PYTHONUNBUFFERED=1 \
    AIRFLOW_HOME=/home/huizong/airflow \
    HUIZONG_HOME=/home/huizong \
    HUIZONG_DATA=/data \
    PYTHONPATH=/opt/huizong/plugins \
    GX_ANALYTICS_ENABLED=false

RUN useradd --uid "$UID" --create-home huizong \
    && mkdir -p /data /home/huizong/airflow/logs \
    && chown -R huizong:huizong /data /home/huizong

COPY requirements.txt requirements-cluster.txt /opt/huizong/
RUN pip install --no-cache-dir uv==0.13.9 \
    && uv pip install --system --no-cache --compile-bytecode -r /opt/huizong/requirements.txt -r "/opt/huizong/$REQUIREMENTS"

COPY dags /opt/huizong/dags
COPY plugins /opt/huizong/plugins
COPY include /opt/huizong/include
COPY expectations /opt/huizong/expectations
RUN printf '%s\n' '#!/usr/local/bin/python' 'from huizong.cli import main' 'main()' > /usr/local/bin/huizong \
    && chmod +x /usr/local/bin/huizong

WORKDIR /opt/huizong
USER huizong
CMD ["airflow", "version"]
