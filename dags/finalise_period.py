"""Asks a person whether a published period is final, and makes it so.

**When.** Triggered by hand with the period (`2026-06`, `2026-Q2`, `2026-H1`, `2026`). Nothing waits for it.

**What happens.** `show` finds the revision that is published and says in counts what is in it; it fails where the period
can't become final: not published as it stands, or required figures are held. `approve` waits for a person under *Required
actions*, without a slot, for fourteen days; it asks for the reason. `finalise` enters the decision into the journal under
the name of who approved.

**Bound to the revision.** Was the period published anew while the question stood, the approval is refused and `finalise`
fails: start again, and look at what is published now. Rejected, nothing happens. Opening a final period again is
`huizong finalise --reopen`.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import Param, dag, task

from huizong.settings import Settings
from huizong_airflow.dag_defaults import DEFAULT_ARGS, RUN_FAILED

PERIOD = r"^\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?$"


@dag(
    schedule=None,
    max_active_runs=4,
    default_args=DEFAULT_ARGS,
    on_failure_callback=RUN_FAILED,
    params={"period": Param(type="string", pattern=PERIOD, description="2026-06, 2026-Q2, 2026-H1 or 2026")},
    doc_md=__doc__,
    tags=["huizong", "publishing"],
)
def finalise_period() -> None:
    """A period made final by a person."""

    @task
    def show(*, params=None) -> dict[str, str | int]:  # noqa: ANN001 - given by Airflow
        """Finds the published revision of the period, and in counts what a person is asked about."""
        from huizong.decisions import finalising

        return asdict(finalising.propose(Settings.from_environment(), params["period"]))

    approve = ApprovalOperator(
        task_id="approve",
        subject="{{ params.period }} 定稿？第 {{ ti.xcom_pull(task_ids='show')['revision'] }} 版",
        body=(
            "{% set shown = ti.xcom_pull(task_ids='show') %}"
            "{{ shown['period'] }} 第 {{ shown['revision'] }} 版：{{ shown['indicators'] }} 个指标，"
            "{{ shown['incomplete'] }} 份报表未报齐。"
            "{% if shown['corrections'] %}其中已定稿的各期另有 {{ shown['corrections'] }} 项更正待批，没有计入本期，请先核定。{% endif %}"
            "定稿后，报送的更正先暂缓，待重新打开后再审。"
        ),
        # one without a default keeps the task from starting; an empty reason is refused by the decision itself
        params={"reason": Param("", type="string", description="为何定稿")},
        response_timeout=timedelta(days=14),
        execution_timeout=None,
        doc_md="Asks a person, who sees the revision and gives a reason; waits without taking a slot. Rejected, the rest is skipped.",
    )

    @task
    def finalise(*, params=None, ti=None) -> int:  # noqa: ANN001 - given by Airflow
        """Enters the approval for the revision that was shown, in the journal first. Gives that revision."""
        from huizong.decisions import finalising

        revision = ti.xcom_pull(task_ids="show")["revision"]
        answer = ti.xcom_pull(task_ids="approve")
        approver, reason = answer["responded_by_user"]["name"], answer["params_input"]["reason"]
        decision = finalising.Finalisation(params["period"], is_final=True, approver=approver, reason=reason, revision=revision)
        finalising.decide(Settings.from_environment(), decision)
        return revision

    show() >> approve >> finalise()


finalise_period()
