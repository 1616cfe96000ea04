"""Where each promise of SECURITY.md is held: the test that holds it lies beside the room it is about, and is named here.

What is of no one room lies in this folder. A promise whose test is gone or renamed fails here.
"""

from __future__ import annotations

import ast
from functools import cache

import pytest

from huizong.settings import REPOSITORY

HELD = {
    "unit/reading/test_refusals.py": {
        "a zip bomb is refused from its directory": "test_bombs_are_refused_from_the_directory",
        "entities of XML are never followed": "test_entities_are_never_followed",
    },
    "unit/reading/containers/test_package.py": {
        "a directory that lies unpacks no more than it says": "test_no_more_is_unpacked_than_the_directory_announces",
    },
    "unit/reading/spreadsheets/test_ods.py": {
        "rows and cells that are repeated or merged beyond reason cost nothing": "test_repeated_values_beyond_reason_are_refused",
    },
    "unit/reading/spreadsheets/test_xlsx.py": {
        "one sheet listed a thousand times is read no thousand times": "test_a_workbook_that_lists_one_sheet_a_thousand_times_is_damage",
    },
    "unit/reading/test_pool.py": {
        "a file has a bound of time": "test_a_file_that_overruns_is_returned_and_its_reader_replaced",
        "a file has a bound of memory": "test_a_file_that_needs_too_much_memory_is_returned",
    },
    "faults/test_large_files.py": {
        "recognising has both": "test_what_takes_too_long_to_recognise_comes_back_and_stops_nobody",
    },
    "unit/feedback/marked_copy/test_weight.py": {
        "a marked copy is weighed before it is made": "test_what_is_too_heavy",
    },
    "database/intake/test_taking.py": {
        "a file over the limit is not copied": "test_a_file_over_the_limit_is_answered_and_neither_kept_nor_removed",
    },
    "unit/reading/test_zip_archive.py": {
        "a path out of an archive's folder is refused": "test_paths_that_leave_the_folder_are_refused_by_name",
    },
    "unit/intake/test_inbox.py": {
        "links in the inbox are never followed": "test_links_are_never_followed",
        "nor is a folder that becomes one": "test_a_folder_swapped_for_a_link_is_not_opened",
        "pipes and devices are named and left": "test_links_and_pipes_are_named",
    },
    "database/feedback/test_receipts_due.py": {
        "links in the outbox are never written through": "test_links_in_the_outbox_are_not_followed",
        "names in the outbox are plain": "test_any_name_is_safe",
    },
    "faults/test_odd_names.py": {
        "names of any length and kind are answered": "test_each_odd_file_is_answered_and_the_others_too",
    },
    "unit/feedback/marked_copy/test_marking.py": {
        "no text acts as a formula in a marked copy": "test_texts_never_act_as_formulas",
        "a formula that starts a program comes back as text": "test_a_formula_that_starts_a_program_comes_back_as_text_and_no_other",
    },
    "security/test_hostile_texts.py": {
        "no hostile text acts in anything that goes out": "test_no_cell_of_a_workbook_or_csv_acts",
        "no page has a department's markup": "test_no_page_has_markup_of_a_department",
        "no text turns its page round": "test_no_text_turns_direction_or_rings_a_bell",
        "no statement in a text reaches the tables": "test_it_was_answered_and_the_tables_stand",
        "the log says no word of a file": "test_the_log_says_no_word_of_a_file",
    },
    "database/warehouse/server/test_embedded.py": {
        "the server's log holds no text of a statement": "test_no_text_of_a_failed_statement_is_in_the_log",
        "the server's passwords are their owner's": "test_passwords_are_readable_by_their_owner_only_and_differ",
        "servers listen on loopback alone": "test_only_loopback_is_listened_on",
    },
    "dags/test_ingest.py": {
        "XCom and task logs hold ids and counts": "test_xcom_and_logs_hold_ids_and_counts_only",
    },
    "database/warehouse/test_privileges.py": {
        "the reader reads marts and nothing else": "test_the_reader_reads_every_mart_and_nothing_else",
        "the loader changes and deletes no evidence": "test_the_loader_adds_and_closes_figures_but_changes_and_deletes_none",
        "a reader can't stop the loading": "test_only_who_works_on_the_warehouse_takes_its_locks",
        "an unreachable server is named without its password": "test_an_unreachable_server_is_named_without_the_password",
    },
    "airflow/test_components.py": {
        "so are Airflow's": "test_keys_and_password_are_made_once_and_readable_by_their_owner_only",
    },
    "security/test_passwords.py": {
        "no password is in a list of processes, a log or a receipt": "test_no_password_is_to_be_seen_while_the_flow_runs",
    },
    "airflow/board/test_access.py": {
        "the board gives nothing without a login": "test_without_a_login_there_is_no_page_no_file_no_style_and_no_description",
        "a department sees nothing of another": "test_a_department_sees_its_own_and_nothing_of_another",
        "what a department sent is only to be saved": "test_what_a_department_sent_is_only_to_be_saved",
    },
    "unit/storage/test_private_folders.py": {
        "archive and journal are for owner and group": "test_the_journal_is_not_for_others",
    },
    "dags/test_running.py": {
        "so does Airflow": "test_nothing_listens_beyond_loopback",
    },
    "project/test_compose.py": {
        "no container runs as root or listens beyond": "test_no_service_runs_as_root_or_listens_beyond_loopback",
    },
}


@cache
def _tests_of(file: str) -> frozenset[str]:
    tree = ast.parse((REPOSITORY / "tests" / file).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("file", HELD)
def test_a_promise_is_held_by_the_test_that_is_named(file: str) -> None:
    assert {promise: name for promise, name in HELD[file].items() if name not in _tests_of(file)} == {}
