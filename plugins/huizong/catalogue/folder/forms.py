"""The YAML files of a catalogue's forms, with the line of every node."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import ValidationError

from huizong.catalogue.folder.located import LocatedForm, NodePath, Problem
from huizong.catalogue.form_entries import Form


class _ExactLoader(yaml.CSafeLoader):
    """The safe loader, but numbers with a point and dates stay text, which the model reads exactly and with its line."""


def _as_text(loader: yaml.CSafeLoader, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node))


_ExactLoader.add_constructor("tag:yaml.org,2002:float", _as_text)
_ExactLoader.add_constructor("tag:yaml.org,2002:timestamp", _as_text)


def read_forms(folder: Path) -> tuple[tuple[LocatedForm, ...], tuple[Problem, ...]]:
    """The good forms under `forms/`, and what is wrong with the others."""
    forms: list[LocatedForm] = []
    problems: list[Problem] = []
    directory = folder / "forms"
    if not directory.is_dir():
        return (), (Problem("forms", 0, "the folder is missing"),)
    for path in sorted(directory.iterdir()):
        if path.suffix in (".yaml", ".yml"):
            _read_form(path, f"forms/{path.name}", forms, problems)
    if not forms and not problems:
        problems.append(Problem("forms", 0, "there is no form (*.yaml)"))
    return tuple(forms), tuple(problems)


def _read_form(path: Path, name: str, forms: list[LocatedForm], problems: list[Problem]) -> None:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        loader = _ExactLoader(text)
        node = loader.get_single_node()
        content = loader.construct_document(node) if node is not None else None
    except UnicodeDecodeError:
        problems.append(Problem(name, 1, "not UTF-8: save the file as UTF-8"))
        return
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        problems.append(Problem(name, line, f"not readable as YAML: {fault.problem or fault.context}"))
        return
    except yaml.YAMLError as fault:
        problems.append(Problem(name, 1, f"not readable as YAML: {fault}"))
        return
    if not isinstance(node, yaml.MappingNode):
        problems.append(Problem(name, 1, "a form is a mapping with code, title, frequency, version and rows"))
        return
    lines = dict(_lines(node, ()))
    problems.extend(Problem(name, line, f"{key!r} stands twice") for key, line in _repeated_keys(node))
    try:
        form = LocatedForm(Form.model_validate(content), name, lines)
    except ValidationError as fault:
        for error in fault.errors():
            path_of_error = tuple(error["loc"])
            place = ".".join(map(str, path_of_error))
            found = "" if error["type"] == "missing" else f", found {error['input']!r:.80}"
            problems.append(Problem(name, _nearest_line(lines, path_of_error), f"{place}: {error['msg']}{found}"))
        return
    if not path.stem.startswith(form.entry.code):
        problems.append(form.problem(("code",), f"code {form.entry.code} in a file named {path.name}"))
    forms.append(form)


def _lines(node: yaml.Node, path: NodePath) -> Iterator[tuple[NodePath, int]]:
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), key.start_mark.line + 1
            yield from ((inner, line) for inner, line in _lines(value, (*path, key.value)) if inner != (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, (*path, index))


def _repeated_keys(node: yaml.Node) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield str(key.value), key.start_mark.line + 1
            seen.add(key.value)
            yield from _repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _repeated_keys(value)


def _nearest_line(lines: dict[NodePath, int], path: NodePath) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)
