"""How a published value changed, in one word for every page, list and notice that tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# By the nature that `mart.restatement` keeps. 更正 is what departments are asked for, so that what came of it is called the same.
NATURES: Mapping[str, str] = MappingProxyType({"completed": "补齐", "corrected": "更正", "withdrawn": "撤回", "reverted": "恢复"})
