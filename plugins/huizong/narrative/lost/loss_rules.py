"""Why a number is lost at a place, each rule with its reason and an example; the mark {} is a place without width.

The rules that look only at a unit and its neighbours have their tests beside them (`lone_units`: WHATEVER_WORD, PROVED; `held_units`:
HELD; `bare_clauses`); the others are the branches of the judges that their groups name.
"""

from huizong.narrative.lost.bare_clauses import BARE_CLAUSES
from huizong.narrative.lost.held_units import HELD
from huizong.narrative.lost.lone_units import PROVED, WHATEVER_WORD
from huizong.narrative.lost.standing_alone import standing
from huizong.narrative.named_rule import Decides, Rule

# gaps.orphan and scales.scaled
UNITS = (
    Rule("households-and-persons", "households and persons side by side, both lost", "全镇脱贫户{户}{人}。"),
    Rule("unit-before-bound", "only a number leaves a classifier before a bound", "联系农户{户}左右。"),
    Rule("measure-alone", "a measure without number is no word", "完成造林{亩}。"),
    Rule("fellow-of-list", "the unit goes on in a list of its fellows", "盈利企业19家,{家}持平。"),
    Rule("subject-or-act", "a classifier is the subject of a clause, or an act is counted", "先后{次}邀请专家指导。"),
    Rule("between-verb-and-noun", "the classifier stands between its verb and its noun", "走访了{家}企业。"),
    Rule("after-what-is-counted", "a noun or a verb that calls for a count stands before", "新建水厂{座}。"),
    Rule("after-quotes", "a name in quotes is counted", "创建“美丽庭院”{户},评选3户。"),
    Rule("loose-unit", "a unit of acts after a verb that takes a quantity", "开展巡查工作{人次}。"),
    Rule("among", "其中 opens a part in a unit that was counted", "全年办结案件20起,其中环保类{起}。"),
    Rule("more-alone", "余 without its number", "清运杂物等{余处}。"),
    Rule("persons-in-all", "共有 before persons of whom a part is counted", "全镇共有{人}返乡,其中大学生35人。"),
    Rule("scale-before-measure", "a scale and a measure without number", "投入资金{万元}。"),
    Rule("persons-of-households", "after households a scale of persons", "全县6420户{万人}。"),
    Rule("scale-ends-clause", "a scale alone ends its clause", "常住人口{万}。"),
)
# blanks.lost, doubts.doubt, doubts.before_noun, left_over.lost: taken where the sentence counts
COMPANY = (
    Rule("blank-before-unit", "a blank is left before the unit", "绿化{  亩}。"),
    Rule("act-alone", "an act is the whole clause, its fellows are counted", "招生500人,报到{人}。"),
    Rule("unit-in-company", "a unit at the end of its clause, in a sentence that counts", "全年共举办培训{期},培训300人次。"),
    Rule("left-over", "no word of the language holds the classifier", "参赛选手共获{项}金牌,6人入围决赛。"),
    Rule("twin-of-count", "the clause beside ends with a count in the same unit", "来电68件,平台转派{件}。"),
    Rule("counted-then-share", "what has a share was counted", "来访{件},占6%。"),
    Rule("classifier-in-company", "a classifier before its noun, where a count may begin", "投入86万元为{所}学校更换课桌椅。"),
)
# lone_losses.on_lone: whatever else the sentence says
ALONE = (
    Rule("spell-of-time", "something went on for so long", "降雨已持续{小时}。"),
    Rule("anniversary", "so many years since something began", "今年是农场成立{周年}。"),
    Rule("unit-of-whole", "a classifier right after all or the rest of those that are counted", "全县所有{个}村都通了客车。"),
    Rule("persons-who", "persons for whom something is done, or who are told of all", "全镇共有{人}参保。"),
    Rule("acts-of-vehicles", "of vehicles that were sent the number is wanting", "出动消防车{辆次},疏散群众86人。"),
    Rule("money-alone", "money that was given, its sum wanting", "商会拿出了{元}助学金。"),
    Rule("cases-of-disease", "cases that are told of all, deaths or others beside them", "全县共报告传染病{例},死亡3人。"),
    Rule("acts-for", "a preposition takes those for whom something is done so often", "为{人次}提供法律援助。"),
    Rule("rate-per-many", "so many to a hundred thousand", "传染病报告发病率为{/10万}。"),
)
# bare: classifiers before their nouns and before stops
CLASSIFIERS = (
    Rule("classifier-before-noun", "the classifier alone before a noun that it counts", "全县{名}干部驻村。"),
    Rule("many-alone", "多 before a measure, its number lost", "流转土地{多亩}。"),
    Rule("what-remains", "the unit stands for what remains", "其余{户}均已搬迁。"),
    Rule("money-of", "a sum that is of something", "争取{元}的资金。"),
    Rule("counted-before-stop", "a class, a list of things or a predicate is counted", "绿化类{起}。"),
    Rule("state-at-time", "the state of a time is counted", "养殖户由最初的户增加到现在的{户}。"),
    Rule("made-of-persons", "a body is made of persons", "工作组由{人}组成。"),
    Rule("households-of-whole", "households of a whole, persons beside them", "全村{户}人住上新房。"),
    Rule("persons-after-lost-households", "persons beside households that are lost", "全村户{人}住上新房。"),
)
# predicates.needed and movements.moves
PREDICATES = (
    Rule("share-in-brackets", "a share in brackets", "江岸镇(占{})、石塘镇(占12%)。"),
    Rule("predicate-before-bound", "a predicate and a bound without number", "化解率要达到{}以上。"),
    Rule("done-then-share", "what was done has no number, its share has", "秋粮播种完成{},为计划的102%。"),
    Rule("done-in-list", "a member of a list of what was done", "财政收入完成{}、1.7万元。"),
    Rule("done-then-rate", "what was done has no number, its rate has", "高标准农田建设完成{},完成率91.7%。"),
    Rule("done-against-plan", "what was planned to be done, beside what was done", "加固工程年度计划完成{},完成投资1.4亿元。"),
    Rule("part-of-level", "a part is told by a predicate, its level is wanting", "报销比例提高到90%,其中中草药为{}。"),
    Rule("done-in-time", "what was done in a time has no number", "招工任务300人,已完成{}。"),
    Rule("sum-done", "an indicator was 完成 without number", "工业总产值完成{},比上年增加4.1亿元。"),
    Rule("predicate-reaches", "what is reached is measured in the clause before", "参保率再创新高,达到{}。"),
    Rule("state-of-quantity", "the state of what was measured before", "普及率要达到62%,目前为{}。"),
    Rule("predicate-of-quantity", "a quantity has its predicate, but no number", "群众满意度为{}。"),
    Rule("each-alone", "what falls to each, beside the whole", "藏书28.5万册,人均{},开馆300天。"),
    Rule("more-than-what", "by how much, after what is compared", "亩均收益比种粮高出{}。"),
    Rule("twin-of-predicate", "the clause beside has the same predicate with a number", "求助类为{},投诉类为12件。"),
    Rule("predicate-closed", "a predicate closes its clause, its fellows have numbers", "群众出勤达{},安装路灯12盏。"),
    Rule("predicate", "a predicate that can't stand without number", "门诊量增加到{}。"),
    Rule("movement-alone", "after a figure a movement is the whole clause", "增加值21亿元,增长{}。"),
    Rule("movement-before-bound", "a movement and a bound without number", "工业产值增长{}以上。"),
    Rule("movement-in-list", "the next of the list has its rate", "水耗下降{}、电耗下降7%。"),
    Rule("movement-ranked", "the rank of a movement follows it", "贷款余额比年初增长{},增速居全市第二。"),
    Rule("average-gain", "what each gained", "每亩增收{},户均增收2600元。"),
    Rule("movement-of-part", "a part of what moved by a rate", "支出压减15%,其中公务接待费下降{}。"),
    Rule("indicator-moved", "an indicator's movement is always measured", "工业增加值同比增长{}。"),
    Rule("indicator-alone", "an indicator's movement beside figures", "财政收入增长{},支出8亿元。"),
    Rule("movement-then-level", "the level follows its movement", "门诊人次增长{},达31万人次。"),
    Rule(
        "movement-of-parts", "its parts have their movements in the next sentence", "全县固定资产投资增长{}。分产业看,第一产业增长12.6%。"
    ),
    Rule("movement-compared", "what is compared with a time is measured", "能耗较上年下降{},节约资金30万元。"),
    Rule("movement-from-figure", "by how much it moved from a figure", "细颗粒物浓度较去年同期51微克/立方米下降{}。"),
    Rule("movement-yearly", "so much a year calls for its number", "公共服务支出比重年均提高{}。"),
    Rule("movement-beside", "the clause beside moves the same way, by a number", "每千克耗水下降{},每千克耗电下降4.1%。"),
    Rule("movement-among-rates", "a quantity moved in a sentence of rates", "信访人数下降{},办结率为98%。"),
    Rule("member-of-respective", "a member after 分别 is empty", "分别为12家、{}和8家。"),
)
# shapes
SHAPES = (
    Rule("really-done", "what was really done beside what was planned", "招生500人,实际报到{}。"),
    Rule("about-alone", "约 before a stop", "园区占地约{}。"),
    Rule("share-of-whole", "占 and its whole before a stop", "党员46人,占总人口{}。"),
    Rule("wanting", "how much is wanting to a goal", "距年度目标还差{}。"),
    Rule("yearly-or-mean", "what is made in a year, or a mean, beside figures", "办结860件,平均用时{}。"),
    Rule("planned-against-done", "a plan beside what was done of it", "计划改造小区{},实际改造8个。"),
    Rule("average-of-each", "what each has or gained, beside figures", "改造危房87户,户均补助{}。"),
    Rule("more-or-less-than", "how much more or less than at another time", "来访群众312批,较去年同期少{}。"),
    Rule("highest-or-lowest", "the other end beside one that has its number", "平均得分88分,最高96分,最低{}。"),
    Rule("once-more", "what is done once more is counted", "上半年建成3座,下半年再完成{}。"),
    Rule("goal-alone", "a goal before what was done of it", "年度目标{},目前完成38户。"),
    Rule("sum-of-each", "a sum for each", "收费标准为每吨{},减免120户。"),
    Rule("next-of-row", "a name alone in a row of names with their counts", "小学29所,初中{},高中1所。"),
    Rule("first-of-parts", "a name alone right after 其中, before a name and its count", "其中:小学{},初中479人。"),
    Rule("part-alone", "其中 opens a part that is a name alone", "获科技奖12项,其中专利{},投入8万元。"),
    Rule("last-of-list", "the last name of a list, alone", "调出对象8人、调入对象{},安置12人。"),
    Rule("first-of-row", "a name alone opens a sentence, names with their counts follow", "普通高中招生{},在校生875人,毕业生274人。"),
    Rule("row-of-names", "the clause before a figure ends as the figure's own name does", "常住人口{},流动人口6.1万人。"),
    Rule("share-of-goal", "a goal and its share, the share lost", "是年初预算3.5亿元的{}。"),
    Rule("member-of-list", "the next member of a list of counts", "小学3所、中学2所、幼儿园{}。"),
)
# losses: the other anchors
ANCHORS = (
    Rule("mark-passed", "the mark that was passed", "产值突破{}大关。"),
    Rule("bound-of-class-lost", "the bound of a class is lost before 以上", "引进{}以上项目1个。"),
    Rule("plan-measured", "the share of a plan, or a part, of what has no number", "发展党员{},其中女性86名。"),
    Rule("share-of-work", "the share of the work that was done", "已完成工程量的{}。"),
    Rule("object-measured", "what was done is measured after it", "征收罚款{},同比下降6.2%。"),
    Rule("moved-quantity", "what moved has no number", "全区经营主体{},同比增长7%。"),
    Rule("sum-without-total", "a total without its sum", "问题金额合计{},占抽查总额的12%。"),
    Rule("total-of-act", "what an act comes to in all", "按每亩150元发放,共发放{}。"),
    Rule("total-of-thing", "what is totalled is counted", "共接待游客{},实现收入2亿元。"),
    Rule("held-in-all", "what a place holds in all is counted", "全县共有学校{}。"),
    Rule("level-in-row", "a measure alone in its clause, in a row of figures", "小区210户,总人口{},党员46人。"),
    Rule("level-moved", "the level is lost, its movement is there", "肉牛存栏{},能繁母牛存栏3100头。"),
    Rule("movement-from", "what a movement starts from", "覆盖率由{}提高到90%。"),
    Rule("share", "占…的 before a stop", "占全县总量的{}。"),
    Rule("share-of-figure", "the share of a figure before a stop", "占工业产值212亿元的{}。"),
    Rule("beyond-all", "a rate is above or below that of all by so much", "产值增长8.6%,高于全市平均{}。"),
    Rule("growth-paired", "the second of a pair of movements", "分别增长6.4%和下降{}。"),
    Rule("date-part", "a date without its digits", "自{年月份}启动以来办理36件。"),
    Rule("blank-date", "a date whose digits were left blank", "截至{  月底}完成36件。"),
    Rule("blank-years", "a span of years whose number was left blank", "连续{  年}获评先进。"),
    Rule("span-of-time", "a span of time without its number", "连续{年}获评先进。"),
    Rule("within-limit", "a time limit without its number", "材料齐全后{小时}内办结。"),
    Rule("times-of", "how many times another time's amount", "客流量是上年同期的{}。"),
    Rule("tenths", "tenths without their number", "治安警情下降近{成}。"),
    Rule("score", "a score without its number", "满意度得分{分},较上年提高1.8分。"),
    Rule("slashed-unit", "a slashed unit right after what it measures", "最大风速{米/秒}。"),
    Rule("stub-of-month", "a dash before a month", "1—{月},实现税收2.6亿元。"),
    Rule("stub", "a point before a stop", "满意率为{.},位居第一。"),
    Rule("stub-of-unit", "a point or a dash before a unit", "完成投资{.亿元}。"),
    Rule("act-of-rate", "a rate's act has no number", "已拆除违建{},拆除率94%。"),
    Rule("rate-in-brackets", "a rate in brackets behind a rate", "初中入学率84.3%(毛入学率{})。"),
    Rule("rate-bounded", "a rate and a bound without number", "开工率{}以上。"),
    Rule("rate-in-company", "a rate alone in its clause, in a sentence that counts", "养老服务项目办结率{},群众满意率98.4%。"),
    Rule("rate", "a rate beside figures has no number", "办结88件,办复率{},满意率96.7%。"),
)
BY_WORDS = (*WHATEVER_WORD, *BARE_CLAUSES, *PROVED, *HELD)
LOSSES: tuple[Rule, ...] = (*BY_WORDS, *UNITS, *COMPANY, *ALONE, *standing(), *CLASSIFIERS, *PREDICATES, *SHAPES, *ANCHORS)
DECIDES: dict[Decides, tuple[Rule, ...]] = {"loss": LOSSES}
