"""Numbers that can't be read: a fault at the place, no part of them as a value."""

import pytest

from huizong.narrative import extract


@pytest.mark.parametrize(
    ("text", "surface", "unit"),
    [
        ("总产值同比增长7..3%。", "7..3%", "percent"),
        ("到访群众评议满意率96.4.%,位居前列", "96.4.%", "percent"),
        ("拨付补助3,.8万元。", "3,.8万元", "元"),
        ("拨付补助1.4.7万元。", "1.4.7万元", "元"),
        ("完成率达91.%。", "91.%", "percent"),
        ("利润增长8。6%。", "8。6%", "percent"),
        ("收入增长5. 2%。", "5. 2%", "percent"),
        ("发放奖金12,5万元。", "12,5万元", "元"),
        ("流转土地1,2360亩。", "1,2360亩", "亩"),
        ("流转土地3O0亩。", "3O0亩", "亩"),
        ("拨付补助2.4,6万元。", "2.4,6万元", "元"),
        ("群众满意度达93.8%%,", "93.8%%", "percent"),
        ("出勤率为97/%。", "97/%", "percent"),
        ("比重提高2.6%个百分点。", "2.6%个百分点", "percent"),
        ("全村发放雨具1,4 60套。", "1,4 60套", "套"),
        ("累计培训17 40人次。", "17 40人次", "人次"),
        ("登记农户3 1,200户。", "3 1,200户", "户"),
        ("收缴罚没款7, 310万元。", "7, 310万元", "元"),
        ("拨付粮食补贴21,6 05万元。", "21,6 05万元", "元"),
        ("外出务工4万6人。", "4万6人", "人"),
    ],
)
def test_no_part_of_a_malformed_number_is_its_value(text, surface, unit):
    (figure,) = extract(text)
    assert (figure.surface, figure.value, figure.base_value, figure.base_unit, figure.fault) == (surface, None, None, unit, "malformed")


@pytest.mark.parametrize(
    "text",
    [
        "1.5个村完成任务。",
        "2.3万亩良田建成。",
        "3.亩均效益稳步提升。",
        "全年办件4815。3万余名群众受益。",
        "验收日期为2024.3.5。",
        "位列全市第6,2万余人参加活动。",
        "系统升级到2.4.1版。",
        "共拨付1,206.5万元。",
        "分别增长3.1,4.2,5.6%。",
        "提高2.6个百分点,3个村受益。",
        "网格7 58户居民已签约。",
        "分别办结6, 9, 11件。",
        "见附件2 15家企业名单。",
        "2023 40户脱贫,2024 60户脱贫。",
        "总产量4 812.6吨,入库4 812吨。",
        "截至 2025 年 3 月 31 日 12 人返岗。",
        "投资3亿2000万元,用工5万3千人。",
    ],
)
def test_whole_numbers_stay_whole(text):
    assert not [figure for figure in extract(text) if figure.fault == "malformed"]
