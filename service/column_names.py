"""What do the exports of intake systems call the fields of a case, and which words stand in their cells?

Only tables; `service.columns` reads them. Within a field the surest name comes first. The status words are those that
`service.wire_words` does not know: a desk's own shorthand in lists, never the procedure's terms.
"""

from __future__ import annotations

from collections.abc import Mapping

FIELDS: Mapping[str, tuple[str, ...]] = {
    target: tuple(names.split())
    for target, names in {
        "case_id": "工单编号 信访件编号 信访编号 工单号 受理编号 登记编号 案件编号 留言编号 编号 id",
        "source": "来源系统 数据来源 来源",
        "channel": "信访形式 来电渠道 受理渠道 信访渠道 来源渠道 渠道",
        "case_type": "信访目的 诉求类型 工单类型 信访类型 事项性质 类型",
        "received_at": (
            "登记时间 来电时间 留言时间 信访时间 信访日期 登记日期 受理时间 来电日期 提交时间 创建时间 日期 时间"
        ),
        "title": "标题 留言主题 工单标题 诉求标题 概况信息 主题",
        "text": (
            "诉求内容 信访内容 工单内容 留言详情 留言内容 来电内容 反映内容 问题描述 诉求描述 主要内容 内容 正文 详情"
        ),
        "petitioner.name": "信访人 信访人姓名 petitioner 来电人 来电人姓名 诉求人 诉求人姓名 反映人 留言人 姓名 联系人",
        "petitioner.id_no": "证件号码 身份证号 身份证号码 身份证 证件号",
        "petitioner.phone": "联系电话 来电号码 手机号码 手机号 联系方式 电话号码 电话 手机",
        "petitioner.address": "住址 信访人住址 联系地址 家庭住址 通讯地址 居住地址",
        "petitioner.account": "留言用户 用户账号 账号 用户名 用户",
        "petitioner.anonymous": "是否匿名 匿名",
        "co_petitioners": "联名人 联名信访人 同访人",
        "represented.name": "被代理人 委托人 represented",
        "represented.phone": "被代理人电话",
        "represented.id_no": "被代理人证件号码",
        "accused": "被举报人 被检举人 被控告人",
        "address": "事发地址 问题发生地 事发地点 发生地址 诉求地址 问题属地地址 地址",
        "locality": "属地 问题属地 所属区县 所属区域 区县 所属街道 行政区划",
        "target_party": "被反映对象 被反映单位 被诉单位 被投诉单位 投诉对象",
        "category": "内容分类 一级标签 诉求分类 问题分类 问题类别 分类",
        "handling_unit": "承办单位 主办单位 办理单位 责任单位 处理单位 答复单位 去向单位 dept",
        "org_id": "承办单位编码 单位编码 机构编码",
        "status": "办理状态 工单状态 状态",
        "due_at": "办理期限 办结期限 限办时间 截止时间 到期时间",
        "closed_at": "办结时间 办结日期 结案时间 办理完成时间",
        "official_reply.text": "答复意见 答复内容 回复内容 办理意见 处理意见 处理结果 答复 official_reply reply",
        "official_reply.replied_at": "答复时间 回复时间 答复日期 replied_at",
        "official_reply.unit": "答复意见单位 回复单位",
        "official_reply.legal_basis": "依据 法律依据 政策依据 legal_basis",
        "outcome": "办理结果 认定结论 处理结论",
        "confidential": "是否保密 保密件 保密",
    }.items()
}
"""Field of the contract (a dot goes one level down) → names of columns."""

OWN_NAMES = frozenset({target.partition(".")[0] for target in FIELDS} | {"reply", "dept"})
"""The contract's own names at the top of a JSON object."""

NOTHING = frozenset({"", "null", "none", "nan", "\\n", "-", "--", "—", "/"})
"""Cells, in lower case, with which databases and spreadsheets say that there is nothing."""

NO_PERSON = frozenset({"无", "未知", "不详", "未提供", "不愿提供"})
"""Says nothing about who it is; taken as names, all of them would be one person."""

STATUS_WORDS: Mapping[str, str] = {
    word: code
    for code, words in {
        "REGISTERED": "新登记 待受理 待办 待派单",
        "FORWARDED": "已转送 已转办 转办",
        "ASSIGNED": "已交办 已派单 派单",
        "PROCESSING": "处理中 在办 承办中",
        "NOTIFIED": "已告知",
        "REPLIED": "已回复",
        "CLOSED": "结案 已结案 归档 已归档 完成 已完成",
        "REVIEW": "复查中",
        "RE_REVIEW": "复核中",
        "TERMINATED": "已终结",
    }.items()
    for word in words.split()
}

OUTCOME_WORDS: Mapping[str, str] = {
    "支持": "SUPPORTED",
    "予以支持": "SUPPORTED",
    "解释说明": "EXPLAINED",
    "不予支持": "NOT_SUPPORTED",
    "不支持": "NOT_SUPPORTED",
    "调解": "MEDIATED",
    "调解和解": "MEDIATED",
    "转送其他单位": "TRANSFERRED",
}

TRUE_WORDS = frozenset({"是", "true", "1", "y", "yes"})
FALSE_WORDS = frozenset({"否", "false", "0", "n", "no"})
