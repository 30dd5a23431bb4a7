/* SPDX-License-Identifier: Apache-2.0 */
/*
 * THE table: every field of every kind of record, in canonical order. Data only: what follows from a row (check,
 * canonical form, columns, schema) is in the files beside this one. Not here: the labels of the application form
 * (form-labels.c), since leader and contact share one kind.
 */
#include "model/model.h"

/* Bounds of decimals are in ten-thousandths. */
#define PERCENT_MAX (100 * 10000)
#define BYTES_MAX   (INT64_C(1) << 40)
#define DECIMAL_MAX (INT64_C(10000000000) * 10000)

/*
 * The words of an enum: F the first, W the next, A one more label of a word that is there already. One list gives the
 * words, their labels for forms, and the rows for gr_word_label().
 */
#define DAY_KINDS(F, W, A) \
	F("working", "工作日") \
	W("calendar", "自然日")
#define FORM_TYPES(F, W, A) \
	F("text", "文字") \
	W("number", "数字") \
	W("date", "日期")
#define REFUSED_FILES(F, W, A) \
	F("programs", "程序") \
	W("macros", "带宏的文件") \
	W("encrypted", "加密的文件") \
	W("disguised", "名不副实的文件")
#define SHARE_BASES(F, W, A) \
	F("requested", "申请金额") \
	W("total", "项目总预算")
#define ROLES(F, W, A) \
	F("officer", "项目官员") \
	W("intake", "受理人员") \
	W("reviewer", "评审专家") \
	W("finance", "财务人员") \
	W("observer", "监督人员")
#define ORGANISATION_KINDS(F, W, A) \
	F("association", "社会团体") \
	W("service", "社会服务机构") \
	A("service", "民办非企业单位") \
	W("foundation", "基金会") \
	W("filed-team", "备案团队") \
	W("other", "其他")
#define MONEY_SOURCES(F, W, A) \
	F("grant", "创投资助") \
	W("matching", "配套") \
	W("own", "自筹") \
	W("donation", "捐赠")
#define SCREENING_VERDICTS(F, W, A) \
	F("pass", "通过") \
	W("return", "退回补正") \
	W("reject", "不予受理")
#define SEVERITIES(F, W, A) \
	F("error", "错误") \
	W("warning", "警告") \
	W("note", "提示")
#define DRAW_METHODS(F, W, A) \
	F("sha256", "SHA-256") \
	W("rfc3797", "RFC 3797")
#define DECISION_VERDICTS(F, W, A) \
	F("approve", "立项") \
	W("reserve", "候补") \
	W("reject", "不予立项") \
	W("decline", "放弃")
#define MILESTONE_VERDICTS(F, W, A) \
	F("pass", "合格") \
	W("condition", "限期整改") \
	W("fail", "不合格")

#define WORD_FIRST(word, zh)  word
#define WORD_NEXT(word, zh)   " " word
#define WORD_AGAIN(word, zh)
#define LABEL_FIRST(word, zh) word "=" zh
#define LABEL_NEXT(word, zh)  " " word "=" zh
#define ROW(word, zh)         { word, zh },
#define WORDS(LIST)                                                                                 \
	.words = LIST(WORD_FIRST, WORD_NEXT, WORD_AGAIN),                                           \
	.word_labels = LIST(LABEL_FIRST, LABEL_NEXT, LABEL_NEXT),                                   \
	.word_list = (const struct gr_word[]){ LIST(ROW, ROW, ROW) { NULL, NULL } }

/* Who and when: the engine sets both. */
#define BY_AND_AT                                                                                   \
	{ "by", GR_FIELD_REF, .required = true, .indexed = true, .visible = GR_SEEN_OFFICERS,       \
	  .of = GR_KIND_PERSON, .label = N_("By"), .zh = "经办人" },                                \
	{ "at", GR_FIELD_TIME, .required = true, .indexed = true, .label = N_("At"), .zh = "时间" }

#define TITLE_FIELD(is_required, chinese)                                                           \
	{ "title", GR_FIELD_RECORD, .required = (is_required), .of = GR_KIND_TITLE,                 \
	  .label = N_("Title"), .zh = chinese }

static const struct gr_field format_fields[] = {
	{ "format", GR_FIELD_INTEGER, .required = true, .min = 1, .max = 1000000,
	  .label = N_("Format"), .zh = "格式版本" },
	{ "round", GR_FIELD_ID, .required = true, .label = N_("Round"), .zh = "轮次" },
	{ "features", GR_FIELD_LIST, .required = true, .of = GR_KIND_COUNT, .item = GR_FIELD_TEXT, .max = 100,
	  .max_chars = 64, .label = N_("Features"), .zh = "特性" },
};

/* ---- the round and its parts ---- */

static const struct gr_field round_fields[] = {
	{ "id", GR_FIELD_ID, .required = true, .label = N_("Id"), .zh = "编号" },
	TITLE_FIELD(true, "名称"),
	{ "organiser", GR_FIELD_RECORD, .of = GR_KIND_TITLE, .label = N_("Organiser"), .zh = "主办单位" },
	{ "prefix", GR_FIELD_TEXT, .required = true, .max_chars = 8,
	  .label = N_("Prefix of application ids"), .zh = "编号前缀" },
	{ "currency", GR_FIELD_TEXT, .max_chars = 3, .label = N_("Currency"), .zh = "币种" },
	{ "places", GR_FIELD_INTEGER, .max = 6, .label = N_("Places of printed scores"), .zh = "分数小数位" },
	{ "budget", GR_FIELD_MONEY, .required = true, .label = N_("Budget"), .zh = "资金总额" },
	{ "calendar", GR_FIELD_RECORD, .required = true, .of = GR_KIND_CALENDAR,
	  .label = N_("Calendar"), .zh = "日程" },
	{ "limits", GR_FIELD_RECORD, .of = GR_KIND_LIMITS, .label = N_("Limits"), .zh = "限制" },
	{ "stages", GR_FIELD_LIST, .of = GR_KIND_STAGE, .min = 1, .max = 20,
	  .label = N_("Stages"), .zh = "评审阶段" },
	{ "categories", GR_FIELD_LIST, .of = GR_KIND_CATEGORY, .max = 200,
	  .label = N_("Categories"), .zh = "类别" },
	{ "form", GR_FIELD_LIST, .of = GR_KIND_FORM_FIELD, .max = 200,
	  .label = N_("Fields of the form"), .zh = "申请表字段" },
	{ "attachments", GR_FIELD_LIST, .of = GR_KIND_ATTACHMENT, .max = 200,
	  .label = N_("Attachments"), .zh = "附件" },
	{ "refuse", GR_FIELD_LIST, .of = GR_KIND_COUNT, .item = GR_FIELD_ENUM, WORDS(REFUSED_FILES), .max = 4,
	  .label = N_("Files that are refused"), .zh = "不收的文件" },
	{ "budget_rules", GR_FIELD_LIST, .of = GR_KIND_BUDGET_RULE, .max = 200,
	  .label = N_("Budget rules"), .zh = "预算规则" },
	{ "reviewers_per_application", GR_FIELD_INTEGER, .min = 1, .max = 100,
	  .label = N_("Reviewers per application"), .zh = "每项评审人数" },
	{ "milestones", GR_FIELD_LIST, .of = GR_KIND_ROUND_MILESTONE, .max = 100,
	  .label = N_("Milestones"), .zh = "里程碑" },
	{ "tranches", GR_FIELD_LIST, .of = GR_KIND_ROUND_TRANCHE, .max = 100,
	  .label = N_("Tranches"), .zh = "拨付计划" },
};

static const struct gr_field title_fields[] = {
	{ "zh", GR_FIELD_TEXT, .max_chars = 200, .label = N_("In Chinese"), .zh = "中文" },
	{ "en", GR_FIELD_TEXT, .max_chars = 400, .label = N_("In English"), .zh = "英文" },
};

static const struct gr_field calendar_fields[] = {
	{ "open", GR_FIELD_TIME, .required = true, .label = N_("Opens"), .zh = "开始受理" },
	{ "close", GR_FIELD_TIME, .required = true, .label = N_("Closes"), .zh = "截止" },
	{ "review_until", GR_FIELD_TIME, .nullable = true, .label = N_("Reviews until"), .zh = "评审截止" },
	{ "publicity", GR_FIELD_RECORD, .of = GR_KIND_PUBLICITY, .label = N_("Publicity"), .zh = "公示" },
	{ "holidays", GR_FIELD_LIST, .of = GR_KIND_COUNT, .item = GR_FIELD_DATE, .max = 2000,
	  .label = N_("Holidays"), .zh = "节假日" },
	{ "working_weekends", GR_FIELD_LIST, .of = GR_KIND_COUNT, .item = GR_FIELD_DATE, .max = 2000,
	  .label = N_("Working weekends"), .zh = "调休上班日" },
};

static const struct gr_field publicity_fields[] = {
	{ "days", GR_FIELD_INTEGER, .required = true, .min = 1, .max = 366, .label = N_("Days"), .zh = "天数" },
	{ "kind", GR_FIELD_ENUM, .required = true, WORDS(DAY_KINDS), .label = N_("Kind of days"), .zh = "计算方式" },
};

static const struct gr_field limits_fields[] = {
	{ "cap", GR_FIELD_MONEY, .label = N_("Cap of a request"), .zh = "申请金额上限" },
	{ "per_organisation", GR_FIELD_INTEGER, .min = 1, .max = 10000,
	  .label = N_("Applications per organisation"), .zh = "每家单位申报数" },
	{ "archive_bytes", GR_FIELD_INTEGER, .min = 1, .max = BYTES_MAX,
	  .label = N_("Bytes of an archive"), .zh = "压缩包字节数" },
	{ "file_bytes", GR_FIELD_INTEGER, .min = 1, .max = BYTES_MAX,
	  .label = N_("Bytes of a file"), .zh = "单个文件字节数" },
	{ "total_bytes", GR_FIELD_INTEGER, .min = 1, .max = BYTES_MAX,
	  .label = N_("Bytes of all files"), .zh = "全部文件字节数" },
	{ "entries", GR_FIELD_INTEGER, .min = 1, .max = 100000,
	  .label = N_("Entries of an archive"), .zh = "压缩包条目数" },
	{ "depth", GR_FIELD_INTEGER, .min = 1, .max = 64, .label = N_("Depth of folders"), .zh = "文件夹层数" },
	{ "seconds", GR_FIELD_INTEGER, .min = 1, .max = 3600,
	  .label = N_("Seconds for unpacking"), .zh = "解压秒数" },
};

static const struct gr_field stage_fields[] = {
	{ "id", GR_FIELD_ID, .required = true, .label = N_("Id"), .zh = "编号" },
	{ "sealed", GR_FIELD_BOOL, .label = N_("Sealed"), .zh = "密封评审" },
};

static const struct gr_field category_fields[] = {
	{ "id", GR_FIELD_ID, .required = true, .label = N_("Id"), .zh = "编号" },
	TITLE_FIELD(true, "名称"),
	{ "cap", GR_FIELD_MONEY, .label = N_("Cap of a request"), .zh = "申请金额上限" },
	{ "quota", GR_FIELD_INTEGER, .nullable = true, .max = 100000, .label = N_("Quota"), .zh = "名额" },
};

static const struct gr_field form_fields[] = {
	{ "id", GR_FIELD_ID, .required = true, .label = N_("Id"), .zh = "编号" },
	TITLE_FIELD(true, "名称"),
	{ "type", GR_FIELD_ENUM, WORDS(FORM_TYPES), .label = N_("Type"), .zh = "类型" },
	{ "required", GR_FIELD_BOOL, .label = N_("Required"), .zh = "必填" },
	{ "max_chars", GR_FIELD_INTEGER, .min = 1, .max = 20000,
	  .label = N_("Most characters"), .zh = "字数上限" },
	{ "blind", GR_FIELD_BOOL, .label = N_("Hidden in blind review"), .zh = "盲审隐藏" },
};

static const struct gr_field attachment_fields[] = {
	{ "id", GR_FIELD_ID, .required = true, .label = N_("Id"), .zh = "编号" },
	TITLE_FIELD(true, "名称"),
	{ "name", GR_FIELD_TEXT, .required = true, .max_chars = 200,
	  .label = N_("Pattern of the name"), .zh = "文件名式样" },
	{ "types", GR_FIELD_LIST, .of = GR_KIND_COUNT, .item = GR_FIELD_TEXT, .max = 50, .max_chars = 16,
	  .label = N_("Types"), .zh = "文件类型" },
	{ "required", GR_FIELD_BOOL, .label = N_("Required"), .zh = "必交" },
};

static const struct gr_field budget_rule_fields[] = {
	{ "id", GR_FIELD_ID, .required = true, .label = N_("Id"), .zh = "编号" },
	{ "class", GR_FIELD_TEXT, .required = true, .max_chars = 100, .label = N_("Class"), .zh = "预算类别" },
	{ "of", GR_FIELD_ENUM, .required = true, WORDS(SHARE_BASES), .label = N_("Share of"), .zh = "占比基数" },
	{ "max_percent", GR_FIELD_DECIMAL, .max = PERCENT_MAX,
	  .label = N_("Percent at most"), .zh = "比例上限" },
	{ "min_percent", GR_FIELD_DECIMAL, .max = PERCENT_MAX,
	  .label = N_("Percent at least"), .zh = "比例下限" },
};

static const struct gr_field round_milestone_fields[] = {
	{ "id", GR_FIELD_ID, .required = true, .label = N_("Id"), .zh = "编号" },
	TITLE_FIELD(true, "名称"),
};

static const struct gr_field round_tranche_fields[] = {
	{ "percent", GR_FIELD_DECIMAL, .required = true, .max = PERCENT_MAX,
	  .label = N_("Percent"), .zh = "比例" },
	{ "after", GR_FIELD_ID, .required = true, .label = N_("After"), .zh = "拨付条件" },
};

/* ---- people ---- */

static const struct gr_field person_fields[] = {
	{ "id", GR_FIELD_ID, .required = true, .label = N_("Id"), .zh = "编号" },
	{ "name", GR_FIELD_TEXT, .required = true, .indexed = true, .visible = GR_SEEN_OFFICERS,
	  .max_chars = 100, .label = N_("Name"), .zh = "姓名" },
	{ "organisation", GR_FIELD_TEXT, .indexed = true, .visible = GR_SEEN_OFFICERS, .max_chars = 200,
	  .label = N_("Organisation"), .zh = "单位" },
	{ "roles", GR_FIELD_LIST, .required = true, .of = GR_KIND_COUNT, .item = GR_FIELD_ENUM,
	  WORDS(ROLES),
	  .min = 1, .max = 5, .label = N_("Roles"), .zh = "角色" },
	{ "expertise", GR_FIELD_LIST, .visible = GR_SEEN_OFFICERS, .of = GR_KIND_COUNT, .item = GR_FIELD_TEXT,
	  .max = 100, .max_chars = 100, .label = N_("Expertise"), .zh = "专长" },
	{ "keys", GR_FIELD_LIST, .visible = GR_SEEN_OFFICERS, .of = GR_KIND_COUNT, .item = GR_FIELD_TEXT,
	  .max = 20, .max_chars = 2000, .label = N_("SSH public keys"), .zh = "SSH 公钥" },
	{ "prefix", GR_FIELD_TEXT, .indexed = true, .max_chars = 8,
	  .label = N_("Prefix of application ids"), .zh = "编号前缀" },
	{ "from", GR_FIELD_DATE, .indexed = true, .label = N_("Valid from"), .zh = "生效日期" },
	{ "to", GR_FIELD_DATE, .indexed = true, .label = N_("Valid to"), .zh = "失效日期" },
};

/* ---- the application and its parts ---- */

static const struct gr_field application_fields[] = {
	/* Absent in an archive's form: the engine sets it. */
	{ "id", GR_FIELD_APPLICATION, .label = N_("Id"), .zh = "编号" },
	{ "title", GR_FIELD_TEXT, .required = true, .indexed = true, .searched = true, .max_chars = 200,
	  .label = N_("Project title"), .zh = "项目名称" },
	{ "category", GR_FIELD_ID, .indexed = true, .label = N_("Category"), .zh = "类别" },
	{ "organisation", GR_FIELD_RECORD, .required = true, .of = GR_KIND_ORGANISATION,
	  .label = N_("Organisation"), .zh = "申报单位" },
	{ "leader", GR_FIELD_RECORD, .of = GR_KIND_CONTACT, .label = N_("Project leader"), .zh = "项目负责人" },
	{ "contact", GR_FIELD_RECORD, .of = GR_KIND_CONTACT, .label = N_("Contact"), .zh = "联系人" },
	{ "summary", GR_FIELD_TEXT, .searched = true, .visible = GR_SEEN_REVIEWERS, .max_chars = 5000,
	  .label = N_("Summary"), .zh = "项目摘要" },
	{ "requested", GR_FIELD_MONEY, .required = true, .indexed = true,
	  .label = N_("Amount requested"), .zh = "申请金额" },
	{ "matching", GR_FIELD_MONEY, .indexed = true, .visible = GR_SEEN_REVIEWERS,
	  .label = N_("Matching money"), .zh = "配套资金" },
	{ "total", GR_FIELD_MONEY, .indexed = true, .visible = GR_SEEN_REVIEWERS,
	  .label = N_("Total budget"), .zh = "项目总预算" },
	{ "start", GR_FIELD_DATE, .indexed = true, .visible = GR_SEEN_REVIEWERS,
	  .label = N_("Start date"), .zh = "开始日期" },
	{ "end", GR_FIELD_DATE, .indexed = true, .visible = GR_SEEN_REVIEWERS,
	  .label = N_("End date"), .zh = "结束日期" },
	{ "budget", GR_FIELD_LIST, .visible = GR_SEEN_REVIEWERS, .of = GR_KIND_BUDGET_LINE, .max = 1000,
	  .label = N_("Budget"), .zh = "预算" },
	{ "milestones", GR_FIELD_LIST, .visible = GR_SEEN_REVIEWERS, .of = GR_KIND_PLANNED_MILESTONE, .max = 100,
	  .label = N_("Milestones"), .zh = "里程碑" },
	{ "answers", GR_FIELD_TEXTS, .visible = GR_SEEN_REVIEWERS, .max_chars = 20000,
	  .label = N_("Answers"), .zh = "其他内容" },
};

static const struct gr_field organisation_fields[] = {
	{ "name", GR_FIELD_TEXT, .required = true, .indexed = true, .searched = true, .visible = GR_SEEN_IDENTITY,
	  .max_chars = 200, .label = N_("Name"), .zh = "申报单位" },
	{ "uscc", GR_FIELD_TEXT, .indexed = true, .visible = GR_SEEN_IDENTITY, .max_chars = 40,
	  .label = N_("Unified social credit code"), .zh = "统一社会信用代码" },
	{ "kind", GR_FIELD_ENUM, .indexed = true, WORDS(ORGANISATION_KINDS),
	  .label = N_("Kind of organisation"), .zh = "单位类型" },
	{ "address", GR_FIELD_TEXT, .visible = GR_SEEN_PERSONAL, .max_chars = 300,
	  .label = N_("Address"), .zh = "单位地址" },
};

static const struct gr_field contact_fields[] = {
	{ "name", GR_FIELD_TEXT, .indexed = true, .visible = GR_SEEN_IDENTITY, .max_chars = 100,
	  .label = N_("Name"), .zh = "姓名" },
	{ "phone", GR_FIELD_TEXT, .visible = GR_SEEN_PERSONAL, .max_chars = 60,
	  .label = N_("Phone"), .zh = "电话" },
	{ "email", GR_FIELD_TEXT, .visible = GR_SEEN_PERSONAL, .max_chars = 200,
	  .label = N_("E-mail"), .zh = "邮箱" },
};

static const struct gr_field budget_line_fields[] = {
	{ "class", GR_FIELD_TEXT, .max_chars = 100, .label = N_("Class"), .zh = "类别" },
	{ "item", GR_FIELD_TEXT, .required = true, .max_chars = 200, .label = N_("Item"), .zh = "项目" },
	{ "unit", GR_FIELD_TEXT, .max_chars = 40, .label = N_("Unit"), .zh = "单位" },
	{ "price", GR_FIELD_DECIMAL, .max = DECIMAL_MAX, .label = N_("Price"), .zh = "单价" },
	{ "quantity", GR_FIELD_DECIMAL, .max = DECIMAL_MAX, .label = N_("Quantity"), .zh = "数量" },
	{ "amount", GR_FIELD_MONEY, .required = true, .label = N_("Amount"), .zh = "金额" },
	{ "source", GR_FIELD_ENUM, WORDS(MONEY_SOURCES),
	  .label = N_("Source of the money"), .zh = "资金来源" },
	{ "basis", GR_FIELD_TEXT, .max_chars = 1000, .label = N_("Basis"), .zh = "测算依据" },
};

static const struct gr_field planned_milestone_fields[] = {
	{ "id", GR_FIELD_ID, .required = true, .label = N_("Id"), .zh = "编号" },
	{ "title", GR_FIELD_TEXT, .required = true, .max_chars = 200, .label = N_("Title"), .zh = "名称" },
	{ "due", GR_FIELD_DATE, .label = N_("Due"), .zh = "完成日期" },
	{ "indicator", GR_FIELD_TEXT, .max_chars = 500, .label = N_("Indicator"), .zh = "指标" },
	{ "target", GR_FIELD_TEXT, .max_chars = 500, .label = N_("Target"), .zh = "目标值" },
};

/* ---- what the office adds to an application ---- */

static const struct gr_field receipt_fields[] = {
	{ "archive", GR_FIELD_TEXT, .required = true, .indexed = true, .visible = GR_SEEN_IDENTITY,
	  .max_chars = 1000, .label = N_("Archive"), .zh = "压缩包" },
	{ "size", GR_FIELD_INTEGER, .required = true, .indexed = true, .max = BYTES_MAX,
	  .label = N_("Size"), .zh = "大小" },
	{ "sha256", GR_FIELD_SHA256, .required = true, .indexed = true, .label = N_("SHA-256"), .zh = "SHA-256" },
	{ "received", GR_FIELD_TIME, .required = true, .indexed = true, .label = N_("Received"), .zh = "收到时间" },
	{ "taken", GR_FIELD_TIME, .required = true, .indexed = true, .label = N_("Taken in"), .zh = "受理时间" },
	{ "paper", GR_FIELD_BOOL, .label = N_("The form alone; the proposal is on paper"), .zh = "纸质申报，仅录入申请表" },
	{ "charset", GR_FIELD_TEXT, .max_chars = 40,
	  .label = N_("Character set of the names"), .zh = "文件名编码" },
	{ "by", GR_FIELD_REF, .required = true, .indexed = true, .visible = GR_SEEN_OFFICERS, .of = GR_KIND_PERSON,
	  .label = N_("By"), .zh = "经办人" },
	{ "entries", GR_FIELD_LIST, .required = true, .visible = GR_SEEN_OFFICERS, .of = GR_KIND_ENTRY,
	  .max = 100000, .label = N_("Files"), .zh = "文件" },
	{ "amendments", GR_FIELD_LIST, .visible = GR_SEEN_OFFICERS, .of = GR_KIND_AMENDMENT, .max = 10000,
	  .label = N_("Amendments of the form"), .zh = "申请表更正" },
};

static const struct gr_field amendment_fields[] = {
	{ "fields", GR_FIELD_LIST, .required = true, .of = GR_KIND_COUNT, .item = GR_FIELD_TEXT, .min = 1, .max = 10000,
	  .max_chars = 200, .label = N_("Fields"), .zh = "字段" },
	{ "reason", GR_FIELD_TEXT, .required = true, .visible = GR_SEEN_OFFICERS, .max_chars = 2000,
	  .label = N_("Reason"), .zh = "理由" },
	BY_AND_AT,
};

static const struct gr_field entry_fields[] = {
	{ "name", GR_FIELD_TEXT, .required = true, .visible = GR_SEEN_OFFICERS, .max_chars = 4096,
	  .label = N_("Name"), .zh = "文件名" },
	{ "original", GR_FIELD_TEXT, .visible = GR_SEEN_OFFICERS, .max_chars = 4096,
	  .label = N_("Original name"), .zh = "原文件名" },
	{ "charset", GR_FIELD_TEXT, .visible = GR_SEEN_OFFICERS, .max_chars = 40,
	  .label = N_("Character set of the name"), .zh = "文件名编码" },
	{ "original_hex", GR_FIELD_TEXT, .visible = GR_SEEN_OFFICERS, .max_chars = 8192,
	  .label = N_("Bytes of the original name"), .zh = "原文件名字节" },
	{ "size", GR_FIELD_INTEGER, .required = true, .max = BYTES_MAX, .label = N_("Size"), .zh = "大小" },
	{ "sha256", GR_FIELD_SHA256, .required = true, .label = N_("SHA-256"), .zh = "SHA-256" },
};

static const struct gr_field screening_fields[] = {
	{ "verdict", GR_FIELD_ENUM, .required = true, .indexed = true, WORDS(SCREENING_VERDICTS), .label = N_("Verdict"), .zh = "审查结论" },
	{ "reason", GR_FIELD_TEXT, .visible = GR_SEEN_OFFICERS, .max_chars = 2000,
	  .label = N_("Reason"), .zh = "理由" },
	{ "findings", GR_FIELD_LIST, .visible = GR_SEEN_OFFICERS, .of = GR_KIND_FINDING, .max = 10000,
	  .label = N_("What was found"), .zh = "审查发现" },
	{ "overrides", GR_FIELD_LIST, .visible = GR_SEEN_OFFICERS, .of = GR_KIND_OVERRIDE, .max = 10000,
	  .label = N_("Overrides"), .zh = "例外认定" },
	BY_AND_AT,
};

static const struct gr_field finding_fields[] = {
	{ "id", GR_FIELD_TEXT, .required = true, .max_chars = 100, .label = N_("Id"), .zh = "代码" },
	{ "severity", GR_FIELD_ENUM, .required = true, WORDS(SEVERITIES), .label = N_("Severity"), .zh = "程度" },
	{ "args", GR_FIELD_LIST, .of = GR_KIND_COUNT, .item = GR_FIELD_TEXT, .max = 4, .max_chars = 20000,
	  .label = N_("Arguments"), .zh = "参数" },
	{ "place", GR_FIELD_RECORD, .of = GR_KIND_PLACE, .label = N_("Place"), .zh = "位置" },
};

static const struct gr_field place_fields[] = {
	{ "file", GR_FIELD_TEXT, .max_chars = 4096, .label = N_("File"), .zh = "文件" },
	{ "entry", GR_FIELD_TEXT, .max_chars = 4096, .label = N_("Entry"), .zh = "条目" },
	{ "record", GR_FIELD_TEXT, .max_chars = 200, .label = N_("Record"), .zh = "记录" },
	{ "field", GR_FIELD_TEXT, .max_chars = 1000, .label = N_("Field"), .zh = "字段" },
	{ "line", GR_FIELD_INTEGER, .min = 1, .max = INT64_MAX, .label = N_("Line"), .zh = "行" },
	{ "sheet", GR_FIELD_TEXT, .max_chars = 200, .label = N_("Sheet"), .zh = "工作表" },
	{ "cell", GR_FIELD_TEXT, .max_chars = 40, .label = N_("Cell"), .zh = "单元格" },
	{ "commit", GR_FIELD_TEXT, .max_chars = 64, .label = N_("Commit"), .zh = "提交" },
};

static const struct gr_field override_fields[] = {
	{ "finding", GR_FIELD_TEXT, .required = true, .max_chars = 100, .label = N_("Finding"), .zh = "问题" },
	{ "reason", GR_FIELD_TEXT, .required = true, .max_chars = 2000, .label = N_("Reason"), .zh = "理由" },
};

static const struct gr_field assignment_fields[] = { BY_AND_AT };

static const struct gr_field conflict_fields[] = {
	{ "reason", GR_FIELD_TEXT, .required = true, .visible = GR_SEEN_OFFICERS, .max_chars = 2000,
	  .label = N_("Reason"), .zh = "理由" },
	BY_AND_AT,
};

static const struct gr_field review_fields[] = {
	{ "scores", GR_FIELD_SCORES, .required = true, .visible = GR_SEEN_OFFICERS,
	  .label = N_("Scores"), .zh = "评分" },
	{ "comment", GR_FIELD_TEXT, .visible = GR_SEEN_OFFICERS, .max_chars = 4000,
	  .label = N_("Comment"), .zh = "评语" },
	BY_AND_AT,
};

static const struct gr_field measure_fields[] = {
	{ "value", GR_FIELD_DECIMAL, .required = true, .indexed = true, .label = N_("Value"), .zh = "数值" },
	{ "source", GR_FIELD_TEXT, .indexed = true, .max_chars = 500, .label = N_("Source"), .zh = "来源" },
	BY_AND_AT,
};

static const struct gr_field decision_fields[] = {
	{ "verdict", GR_FIELD_ENUM, .required = true, .indexed = true, WORDS(DECISION_VERDICTS),
	  .label = N_("Verdict"), .zh = "决定" },
	{ "amount", GR_FIELD_MONEY, .indexed = true, .label = N_("Amount"), .zh = "核定金额" },
	{ "reason", GR_FIELD_TEXT, .max_chars = 2000, .label = N_("Reason"), .zh = "理由" },
	{ "stage", GR_FIELD_ID, .indexed = true, .label = N_("Stage"), .zh = "评审阶段" },
	{ "from_rank", GR_FIELD_BOOL, .indexed = true, .label = N_("From the ranking"), .zh = "按排名决定" },
	BY_AND_AT,
};

/* ---- the funded project ---- */

static const struct gr_field agreement_fields[] = {
	{ "number", GR_FIELD_TEXT, .indexed = true, .max_chars = 100, .label = N_("Number"), .zh = "协议编号" },
	{ "date", GR_FIELD_DATE, .required = true, .indexed = true, .label = N_("Date"), .zh = "签订日期" },
	{ "amount", GR_FIELD_MONEY, .required = true, .indexed = true, .label = N_("Amount"), .zh = "协议金额" },
	{ "start", GR_FIELD_DATE, .indexed = true, .label = N_("Start date"), .zh = "开始日期" },
	{ "end", GR_FIELD_DATE, .indexed = true, .label = N_("End date"), .zh = "结束日期" },
	{ "tranches", GR_FIELD_LIST, .required = true, .of = GR_KIND_TRANCHE, .min = 1, .max = 100,
	  .label = N_("Tranches"), .zh = "拨付计划" },
	{ "milestones", GR_FIELD_LIST, .of = GR_KIND_PLANNED_MILESTONE, .max = 200,
	  .label = N_("Milestones"), .zh = "里程碑" },
	BY_AND_AT,
};

static const struct gr_field tranche_fields[] = {
	{ "tranche", GR_FIELD_INTEGER, .required = true, .min = 1, .max = 100, .label = N_("Tranche"), .zh = "期次" },
	{ "percent", GR_FIELD_DECIMAL, .required = true, .max = PERCENT_MAX,
	  .label = N_("Percent"), .zh = "比例" },
	{ "amount", GR_FIELD_MONEY, .required = true, .label = N_("Amount"), .zh = "金额" },
	{ "after", GR_FIELD_ID, .required = true, .label = N_("After"), .zh = "拨付条件" },
};

static const struct gr_field milestone_fields[] = {
	{ "verdict", GR_FIELD_ENUM, .required = true, .indexed = true, WORDS(MILESTONE_VERDICTS), .label = N_("Verdict"), .zh = "评估结论" },
	{ "reason", GR_FIELD_TEXT, .visible = GR_SEEN_OFFICERS, .max_chars = 2000,
	  .label = N_("Reason"), .zh = "理由" },
	BY_AND_AT,
};

static const struct gr_field payment_fields[] = {
	{ "tranche", GR_FIELD_INTEGER, .required = true, .indexed = true, .min = 1, .max = 100,
	  .label = N_("Tranche"), .zh = "期次" },
	{ "amount", GR_FIELD_MONEY, .required = true, .indexed = true, .label = N_("Amount"), .zh = "金额" },
	{ "requested", GR_FIELD_RECORD, .required = true, .of = GR_KIND_STEP, .label = N_("Requested"), .zh = "申请拨付" },
	{ "approved", GR_FIELD_RECORD, .of = GR_KIND_STEP, .label = N_("Approved"), .zh = "批准" },
	{ "done", GR_FIELD_RECORD, .of = GR_KIND_STEP, .label = N_("Paid"), .zh = "支付" },
	{ "returned", GR_FIELD_RECORD, .of = GR_KIND_STEP, .label = N_("Returned"), .zh = "退回" },
};

static const struct gr_field step_fields[] = {
	BY_AND_AT,
	{ "voucher", GR_FIELD_TEXT, .indexed = true, .visible = GR_SEEN_OFFICERS, .max_chars = 100,
	  .label = N_("Voucher"), .zh = "凭证号" },
	{ "date", GR_FIELD_DATE, .indexed = true, .label = N_("Date"), .zh = "日期" },
	{ "reason", GR_FIELD_TEXT, .visible = GR_SEEN_OFFICERS, .max_chars = 2000,
	  .label = N_("Reason"), .zh = "理由" },
};

/* ---- of a stage ---- */

static const struct gr_field ranking_fields[] = {
	/* The index has it as the key of the row. */
	{ "stage", GR_FIELD_ID, .required = true, .label = N_("Stage"), .zh = "评审阶段" },
	{ "rules", GR_FIELD_SHA256, .required = true, .label = N_("Digest of the rules"), .zh = "规则摘要值" },
	{ "tree", GR_FIELD_OID, .required = true, .label = N_("Tree that was ranked"), .zh = "所依据的树" },
	{ "places", GR_FIELD_INTEGER, .required = true, .max = 6,
	  .label = N_("Places of printed scores"), .zh = "分数小数位" },
	{ "results", GR_FIELD_LIST, .required = true, .of = GR_KIND_RESULT, .max = 100000,
	  .label = N_("Results"), .zh = "结果" },
	BY_AND_AT,
};

static const struct gr_field result_fields[] = {
	{ "place", GR_FIELD_INTEGER, .nullable = true, .min = 1, .max = 1000000, .label = N_("Place"), .zh = "名次" },
	{ "application", GR_FIELD_APPLICATION, .required = true, .label = N_("Application"), .zh = "申报项目" },
	{ "total", GR_FIELD_DECIMAL, .nullable = true, .places = 6, .label = N_("Total"), .zh = "总分" },
	{ "exact", GR_FIELD_TEXT, .nullable = true, .max_chars = 2600, .label = N_("Exact total"), .zh = "精确总分" },
	{ "reviews", GR_FIELD_INTEGER, .max = 10000, .label = N_("Reviews"), .zh = "评审数" },
	{ "tied", GR_FIELD_BOOL, .label = N_("Tied"), .zh = "并列" },
	{ "reason", GR_FIELD_TEXT, .max_chars = 2000, .label = N_("Reason"), .zh = "理由" },
};

static const struct gr_field settlement_fields[] = {
	{ "groups", GR_FIELD_LIST, .required = true, .of = GR_KIND_GROUP, .min = 1, .max = 1000,
	  .label = N_("Groups"), .zh = "并列组" },
};

static const struct gr_field group_fields[] = {
	{ "applications", GR_FIELD_LIST, .required = true, .of = GR_KIND_COUNT, .item = GR_FIELD_APPLICATION,
	  .min = 2, .max = 100000, .label = N_("Applications in order"), .zh = "项目次序" },
	{ "reason", GR_FIELD_TEXT, .max_chars = 2000, .label = N_("Reason"), .zh = "理由" },
	{ "draw", GR_FIELD_INTEGER, .min = 1, .max = 9999, .label = N_("By the draw"), .zh = "抽签编号" },
	BY_AND_AT,
};

static const struct gr_field draw_fields[] = {
	{ "pool", GR_FIELD_LIST, .required = true, .of = GR_KIND_COUNT, .item = GR_FIELD_TEXT, .min = 2, .max = 20000,
	  .max_chars = 64,
	  .label = N_("Pool"), .zh = "抽签名单" },
	{ "method", GR_FIELD_ENUM, .required = true, WORDS(DRAW_METHODS), .label = N_("Method"), .zh = "方法" },
	{ "source", GR_FIELD_TEXT, .required = true, .max_chars = 2000,
	  .label = N_("Where the seed will come from"), .zh = "种子来源" },
	BY_AND_AT,
	{ "drawn", GR_FIELD_RECORD, .of = GR_KIND_DRAWN, .label = N_("Drawn"), .zh = "抽签结果" },
};

static const struct gr_field drawn_fields[] = {
	{ "seed", GR_FIELD_TEXT, .required = true, .max_chars = 2000, .label = N_("Seed"), .zh = "种子" },
	{ "result", GR_FIELD_LIST, .required = true, .of = GR_KIND_COUNT, .item = GR_FIELD_TEXT, .min = 1, .max = 20000,
	  .max_chars = 64,
	  .label = N_("Drawn, in order"), .zh = "抽中次序" },
	BY_AND_AT,
};

#define KIND(symbol, word, english, chinese, many, rows)                                            \
	[GR_KIND_##symbol] = { GR_KIND_##symbol, word, english, chinese, many, rows, GR_COUNT(rows) }

static const struct gr_kind kinds[GR_KIND_COUNT] = {
	KIND(FORMAT, "format", N_("Format"), "格式", "formats", format_fields),
	KIND(ROUND, "round", N_("Round"), "轮次", "rounds", round_fields),
	KIND(PERSON, "person", N_("Person"), "人员", "people", person_fields),
	KIND(APPLICATION, "application", N_("Application"), "申报项目", "applications", application_fields),
	KIND(RECEIPT, "receipt", N_("Receipt"), "回执", "receipts", receipt_fields),
	KIND(SCREENING, "screening", N_("Screening"), "资格审查", "screenings", screening_fields),
	KIND(ASSIGNMENT, "assignment", N_("Assignment"), "评审分派", "assignments", assignment_fields),
	KIND(CONFLICT, "conflict", N_("Conflict of interest"), "利益冲突", "conflicts", conflict_fields),
	KIND(REVIEW, "review", N_("Review"), "评审", "reviews", review_fields),
	KIND(MEASURE, "measure", N_("Measure"), "外部数据", "measures", measure_fields),
	KIND(DECISION, "decision", N_("Decision"), "立项决定", "decisions", decision_fields),
	KIND(AGREEMENT, "agreement", N_("Agreement"), "协议", "agreements", agreement_fields),
	KIND(MILESTONE, "milestone", N_("Assessed milestone"), "里程碑评估", "milestones", milestone_fields),
	KIND(PAYMENT, "payment", N_("Payment"), "拨付", "payments", payment_fields),
	KIND(RANKING, "ranking", N_("Ranking"), "排名", "rankings", ranking_fields),
	KIND(SETTLEMENT, "settlement", N_("Settlement of ties"), "并列裁定", "settlements", settlement_fields),
	KIND(DRAW, "draw", N_("Draw"), "抽签", "draws", draw_fields),
	KIND(TITLE, "title", N_("Title"), "名称", "titles", title_fields),
	KIND(CALENDAR, "calendar", N_("Calendar"), "日程", "calendars", calendar_fields),
	KIND(PUBLICITY, "publicity", N_("Publicity"), "公示", "publicities", publicity_fields),
	KIND(LIMITS, "limits", N_("Limits"), "限制", "limits", limits_fields),
	KIND(STAGE, "stage", N_("Stage"), "评审阶段", "stages", stage_fields),
	KIND(CATEGORY, "category", N_("Category"), "类别", "categories", category_fields),
	KIND(FORM_FIELD, "form-field", N_("Field of the form"), "申请表字段", "form-fields", form_fields),
	KIND(ATTACHMENT, "attachment", N_("Attachment"), "附件", "attachments", attachment_fields),
	KIND(BUDGET_RULE, "budget-rule", N_("Budget rule"), "预算规则", "budget-rules", budget_rule_fields),
	KIND(ROUND_MILESTONE, "round-milestone", N_("Milestone of the round"), "本轮里程碑", "round-milestones",
	     round_milestone_fields),
	KIND(ROUND_TRANCHE, "round-tranche", N_("Tranche of the round"), "本轮拨付计划", "round-tranches",
	     round_tranche_fields),
	KIND(ORGANISATION, "organisation", N_("Organisation"), "申报单位", "organisations", organisation_fields),
	KIND(CONTACT, "contact", N_("Contact"), "联系人", "contacts", contact_fields),
	KIND(BUDGET_LINE, "budget-line", N_("Budget line"), "预算明细", "budget-lines", budget_line_fields),
	KIND(PLANNED_MILESTONE, "planned-milestone", N_("Planned milestone"), "计划里程碑", "planned-milestones",
	     planned_milestone_fields),
	KIND(ENTRY, "entry", N_("File"), "文件", "entries", entry_fields),
	KIND(FINDING, "finding", N_("Finding"), "问题", "findings", finding_fields),
	KIND(OVERRIDE, "override", N_("Override"), "例外认定", "overrides", override_fields),
	KIND(RESULT, "result", N_("Result"), "排名结果", "results", result_fields),
	KIND(GROUP, "group", N_("Group of ties"), "并列组", "groups", group_fields),
	KIND(DRAWN, "drawn", N_("Result of a draw"), "抽签结果", "drawn", drawn_fields),
	KIND(TRANCHE, "tranche", N_("Tranche"), "期次", "tranches", tranche_fields),
	KIND(PLACE, "place", N_("Place"), "位置", "places", place_fields),
	KIND(AMENDMENT, "amendment", N_("Amendment of a form"), "申请表更正", "amendments", amendment_fields),
	KIND(STEP, "step", N_("Step of a payment"), "拨付步骤", "steps", step_fields),
};

const struct gr_kind *gr_kind_get(enum gr_kind_id id)
{
	return (unsigned)id < GR_KIND_COUNT ? &kinds[id] : NULL;
}
