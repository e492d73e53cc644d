// What is each code of the service called on the page? Unknown codes are shown as they came.

export const VERDICTS = {
  SUBMIT_TWICE: "重复提交", REPEAT_PETITION: "重复件", FOLLOW_UP_URGE: "催单", FOLLOW_UP_SUPPLEMENT: "补充",
  RECURRENCE: "复发", SAME_MATTER_OTHER_PERSON: "同事多人", PARTIAL_OVERLAP: "部分重复",
  SAME_PERSON_NEW_MATTER: "同人异事", SIMILAR_CASE: "类案", NEW: "初件", NEEDS_REVIEW: "待人工判定", WITHDRAWAL: "撤回",
};

// One colour for each kind of consequence, not for each verdict: twelve colours cannot be told apart.
export const TONES = {
  SUBMIT_TWICE: "same", REPEAT_PETITION: "same", FOLLOW_UP_URGE: "follow", FOLLOW_UP_SUPPLEMENT: "follow",
  WITHDRAWAL: "follow", RECURRENCE: "alarm", SAME_MATTER_OTHER_PERSON: "group", PARTIAL_OVERLAP: "group",
  NEEDS_REVIEW: "ask", SAME_PERSON_NEW_MATTER: "kind", SIMILAR_CASE: "kind", NEW: "new",
};

export const STATUSES = {
  REGISTERED: "已登记", FORWARDED: "已转送", ASSIGNED: "已交办", ACCEPTED: "已受理", PROCESSING: "办理中",
  NOTIFIED: "已告知", REPLIED: "已答复", CLOSED: "已办结", REVIEW: "复查", RE_REVIEW: "复核", TERMINATED: "已终结",
};
export const OPEN = new Set(["REGISTERED", "FORWARDED", "ASSIGNED", "ACCEPTED", "PROCESSING", "NOTIFIED"]);

export const CHANNELS = { LETTER: "来信", VISIT: "来访", WEB: "网信", PHONE: "电话", APP: "掌上", GRID: "网格" };

export const CASE_TYPES = {
  ACCUSATION: "检举控告", APPEAL: "申诉求决", SUGGESTION: "建议意见", INQUIRY: "咨询", HELP: "求助",
};

export const OUTCOMES = {
  SUPPORTED: "支持", EXPLAINED: "解释说明", NOT_SUPPORTED: "不予支持", MEDIATED: "调解", TRANSFERRED: "转办",
};

export const PERSONS = {
  SAME: "同一信访人", OVERLAP: "有共同信访人", REPRESENTED: "同一被代理人", ACCUSED_SAME: "同一被举报人",
  DIFFERENT: "不同信访人", UNKNOWN: "信访人不明",
};

export const BASES = {
  id_no: "证件号", phone_name: "电话＋姓名", phone: "电话", account: "账号", name_address: "姓名＋地址",
  represented_person: "被代理人", accused_person: "被举报人",
};

export const FLAGS = {
  TEMPLATE_TEXT: "模板信", GROUP_5PLUS: "五人以上", INCONSISTENT_REPLIES: "答复不一致", WITHIN_PERIOD: "在办理期限内",
  TERMINATED: "已终结", MULTI_HANDLING: "多头办理", URGENCY_UP: "紧急程度上升", NOISY_ASR: "机器转写",
  CONFIDENTIAL: "保密件", HIDDEN_MATCH: "有保密关联件", TEXT_TRUNCATED: "文本已截断", CANDIDATES_CAPPED: "候选已截断",
};
export const URGENT_FLAGS = new Set(["URGENCY_UP", "GROUP_5PLUS", "INCONSISTENT_REPLIES", "MULTI_HANDLING"]);

export const KINDS = {
  community: "小区", phase: "分期", village: "村（社区）", group: "村组", road: "道路", section: "路段", house_number: "门牌号",
  junction: "路口", building: "楼栋", unit: "单元", room: "房号", floor: "楼层", line: "线路", direction: "方向", stop: "站点",
  exit: "出口", company: "单位", branch: "门店", school: "学校", plate: "车牌", contract: "合同号", waybill: "单号", object: "对象",
  amount: "金额", date: "日期", deadline: "期限", year: "年份", season: "学期（季度）", document: "文号", number: "编号",
  place: "地点", target: "对象", demand: "诉求", wording: "措辞相同", person: "信访人", template: "模板", status: "状态",
};

export const RULES = {
  R0: "保密件只在保密件之间比对", R1: "同人判定", R2: "地点、对象、编号不同则不作同一事项", R3: "套话不计入比对",
  R4: "诉求与地点（对象）一致", R5: "包含关系", R6: "同人同事：看意图与原件状态", R7: "同人短诉求", R8: "他人同事",
  R9: "信访人不明", R10: "部分重复", R11: "同人异事", R12: "同类事项", R13: "证据不足或难分高下", R14: "初件",
};

export const GRADES = { 3: "高度相近", 2: "类案", 1: "相关", 0: "略相关" };

// Of the reply review: how grave a finding is, where the other text lies, how far the precedents agree.
export const SEVERITIES = { error: "须改", warn: "请核", info: "提示" };
export const PARTS = { title: "标题", text: "来件", reply: "答复" };
export const STANDINGS = { agreed: "一致", split: "不一致", few: "件数太少" };
export const LEANINGS = { FOR: "支持诉求", AGAINST: "不支持诉求" };

export const word = (words, code) => words[code] ?? code ?? "";

/** "2026-10-12T22:46:00+08:00" → "2026-10-12 22:46"; what the service wrote is shown, not moved to another zone. */
export const time = (value) => (value ? String(value).slice(0, 16).replace("T", " ") : "");
export const day = (value) => (value ? String(value).slice(0, 10) : "");

/** A telephone number that can be recognised but not read off a screen. */
export const masked = (phone) => (phone.length > 7 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : "****");

/** A likelihood in [0, 1]; never a round 100 %, which nobody can promise. */
export const percent = (share) => (share > 0.99 ? "＞99%" : `${Math.round(share * 100)}%`);
