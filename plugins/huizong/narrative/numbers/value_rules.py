"""What reads a number that is there, each with its reason and an example; the readers try them in this order."""

from huizong.narrative.named_rule import Decides, Rule

VALUES = (
    Rule("number-at-one-look", "a number in digits after a word, its scale and unit right behind it", "新建泵站{12座}。"),
    Rule("malformed", "the signs make no one number, so no part of them is taken", "增长{12..4%}。"),
    Rule("torn-by-blanks", "blanks have torn the number, so no part of it is taken", "惠及群众{1,2 30人}。"),
    Rule("part-of-whole", "a stroke between two numbers after a word of sharing is a part of a whole", "占全县的{1/3}。"),
    Rule("rated-twice", "two signs of a rate follow the number", "合格率{91.5%%}。"),
    Rule("spoken-number", "as it is spoken another number than as it is written", "发放{2万3人}。"),
    Rule("number", "a number with its unit, read with all that may follow", "入户随访{2,316人次}。"),
    Rule("unit-in-label", "the label before the number says its unit in brackets", "投入资金(万元):{120}。"),
    Rule("range", "two numbers joined by a dash or 至", "亩产{300-400公斤}。"),
    Rule("ratio", "numbers joined by colons, or a fraction in words", "师生比{1:13}。"),
    Rule("parts", "a count of parts that sums up a list", "打造{三大板块}。"),
    Rule("points", "no thing is counted in parts, so these are points whose unit was lost", "增速比上年提高{5.6个}。"),
    Rule("currency-sign", "the sign before the number names its money", "每吨¥{3000}。"),
    Rule("unit-above-stroke-lost", "the unit above the stroke has been lost", "租金{1500}/亩。"),
    Rule("unit-of-list", "the unit stands at a later member of the list", "分别高{3.5}、1.9个百分点。"),
    Rule("unit-behind-brackets", "brackets part the number from its unit", "现有党员{128}(其中女性{36})人。"),
    Rule("part-of-figure", "bare numbers in brackets add up to the figure before them", "学生1280名(男{660}、女{620})。"),
    Rule("unit-of-lost", "the unit stands at the next member, whose number was lost", "分别提高{1.2}和个百分点。"),
    Rule("scale-without-unit", "a scale alone makes the number whole", "增收{3亿}。"),
    Rule("unknown-classifier", "a classifier that units.csv does not know", "完成栽植果树{50}墩。"),
    Rule("before-unknown-noun", "the number counts a noun that no list knows", "我县{9}云仓投用。"),
    Rule("fellow-without-unit", "a number like the one before it in the list", "评分分别为{95}、{93}。"),
    Rule("coefficient", "an index, a score or its movement has no unit", "基尼系数{0.41}。"),
    Rule("index-base", "what an index is measured against has no unit", "消费价格指数(上年={100})为101.2。"),
    Rule("row-of-scores", "the next score of a row", "柳河镇得分91.35,列第一;石门乡{90.82},列第二。"),
    Rule("nothing", "nothing is nothing in any unit", "死亡率为{0}。"),
    Rule("unit-lost", "the number closes its clause, its unit was lost", "新增床位{150},增长8%。"),
    Rule("numeral-without-unit", "a Chinese numeral after what is counted", "到位资金{三亿}。"),
)
MASKS = (
    Rule("mask", "signs of a mask stand where the number should, before its unit", "新建泵站{xx座}。"),
    Rule("mask-in-slot", "signs of a mask stand alone where a number is due", "满意率为{xx},位居第一。"),
    Rule("mask-of-scale", "signs of a mask before a scale", "完成投资{xx亿}。"),
    Rule("mask-of-range", "both ends of a range are masked", "增长{X%—X%}。"),
    Rule("mask-of-ratio", "the terms of a ratio are masked", "师生比{x:xx}。"),
    Rule("mask-of-date", "a part of a date is masked", "{20XX年}新建泵站3座。"),
)
DECIDES: dict[Decides, tuple[Rule, ...]] = {"value": (*VALUES, *MASKS)}
