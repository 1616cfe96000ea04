"""Word files: loaded once, extended without code, refused with file, line and reason."""

import shutil

import pytest

from huizong.narrative import LexiconError, extract
from huizong.narrative.extraction import reader
from huizong.narrative.grammar.lexicon import FOLDER, NEWER, load


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(FOLDER, tmp_path / "words")


def append(path, line):
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


def test_loaded_once_and_again_when_a_file_changes(folder):
    assert reader(folder) is reader(folder)
    assert [figure.kind for figure in extract("出口蒲式耳。", folder)] == []
    append(folder / "units.csv", "蒲式耳,蒲式耳,1,volume,strong,any")
    assert [figure.kind for figure in extract("出口蒲式耳。", folder)] == ["missing"]


def test_a_new_unit_and_word_need_no_code(folder):
    append(folder / "units.csv", "蒲式耳,蒲式耳,1,volume,strong,any")
    append(folder / "words.csv", "九个一工程,slogan")
    found = extract("进口大豆35蒲式耳,实施九个一工程,出口蒲式耳。", folder)
    assert [(figure.surface, figure.kind) for figure in found] == [("35蒲式耳", "number"), ("蒲式耳", "missing")]


@pytest.mark.parametrize(
    ("name", "line", "reason"),
    [
        ("units.csv", "石,石,许多,volume,strong,any", "factor '许多' is no number"),
        ("units.csv", "石,石,1,volume,often,any", "orphan is one of"),
        ("units.csv", "个,个,1,count,plain,no", "given twice"),
        ("nouns.csv", "马车,石", "石 is not in units.csv"),
        ("words.csv", "一般,lexical", "already in line"),
        ("words.csv", "八卦阵", "filled cells are expected"),
        ("dates.csv", "后年底,sometime", "sometime"),
    ],
)
def test_a_bad_line_is_named(folder, name, line, reason):
    append(folder / name, line)
    number = len((folder / name).read_text(encoding="utf-8").splitlines())
    with pytest.raises(LexiconError) as caught:
        load(folder)
    assert f"{name}:{number}: " in str(caught.value)
    assert reason in str(caught.value)


def test_a_missing_file_or_column_is_named(folder):
    (folder / "words.csv").write_text("word,why\n一般,x\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"words\.csv:1: column reason"):
        load(folder)
    (folder / "units.csv").unlink()
    with pytest.raises(LexiconError, match=r"units\.csv:0: can't be read"):
        load(folder)


def test_a_folder_older_than_a_kind_of_cues_gets_the_shipped_words(folder):
    cues = folder / "cues.csv"
    kept = [line for line in cues.read_text(encoding="utf-8").splitlines() if line.rpartition(",")[2] not in NEWER]
    cues.write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert all(load(folder).cues[kind] == load().cues[kind] for kind in NEWER)
    # 改革 makes the clause whole, 经营主体 alone is counted
    assert extract("推进机构改革,其中县级部门12个。", folder)[0].kind == "number"
    assert [figure.kind for figure in extract("实有经营主体,同比增长7%。", folder)] == ["missing", "percent"]
