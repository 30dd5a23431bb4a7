/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the application form calls its fields, in both languages, with the other names that offices use. Not here: how
 * a form is read (intake), nor what the fields may hold (kinds.c).
 */
#include "model/model.h"

#include <string.h>

static const struct gr_form_label labels[] = {
	{ "title", N_("Project title"), "项目名称", "Title|申报项目名称" },
	{ "category", N_("Category"), "类别", "项目类别|申报类别" },
	{ "organisation.name", N_("Organisation"), "申报单位", "Applicant|申请单位|申报机构|单位名称|机构名称|创投主体" },
	{ "organisation.uscc", N_("Unified social credit code"), "统一社会信用代码", "USCC|社会信用代码|信用代码" },
	{ "organisation.kind", N_("Kind of organisation"), "单位类型", "机构类型|组织类型|单位性质" },
	{ "organisation.address", N_("Address"), "单位地址", "机构地址|通讯地址|地址" },
	{ "leader.name", N_("Project leader"), "项目负责人", "项目负责人姓名|负责人|负责人姓名" },
	{ "leader.phone", N_("Leader's phone"), "负责人电话", "项目负责人电话|负责人手机" },
	{ "leader.email", N_("Leader's e-mail"), "负责人邮箱", "项目负责人邮箱|负责人电子邮箱" },
	{ "contact.name", N_("Contact"), "联系人", "Contact person|联系人姓名" },
	{ "contact.phone", N_("Contact's phone"), "联系人电话", "联系电话|联系人手机" },
	{ "contact.email", N_("Contact's e-mail"), "联系人邮箱", "联系人电子邮箱|联系邮箱|电子邮箱" },
	{ "summary", N_("Summary"), "项目摘要", "项目简介|项目概要" },
	{ "requested", N_("Amount requested"), "申请金额", "Requested amount|申请资金|申报金额|申请资助金额" },
	{ "matching", N_("Matching money"), "配套资金", "Matching funds|配套金额" },
	{ "total", N_("Total budget"), "项目总预算", "总预算|项目总金额" },
	{ "start", N_("Start date"), "开始日期", "项目开始日期|起始日期" },
	{ "end", N_("End date"), "结束日期", "项目结束日期|截止日期" },
	{ "budget", N_("Budget"), "预算", "预算表|预算明细|项目预算" },
	{ "milestones", N_("Milestones"), "里程碑", "项目里程碑" },
	{ "budget.class", N_("Class"), "类别", "费用类别|预算类别" },
	{ "budget.item", N_("Item"), "项目", "费用项目|明细" },
	{ "budget.unit", N_("Unit"), "单位", "计量单位" },
	{ "budget.price", N_("Price"), "单价", "Unit price|单价（元）" },
	{ "budget.quantity", N_("Quantity"), "数量", NULL },
	{ "budget.amount", N_("Amount"), "金额", "金额（元）|小计" },
	{ "budget.source", N_("Source"), "资金来源", "Source of the money|来源" },
	{ "budget.basis", N_("Basis"), "测算依据", "依据" },
	{ "milestones.id", N_("Id"), "编号", "No." },
	{ "milestones.title", N_("Name"), "名称", "Title|里程碑名称" },
	{ "milestones.due", N_("Due date"), "完成日期", "Due|完成时间" },
	{ "milestones.indicator", N_("Indicator"), "指标", "考核指标" },
	{ "milestones.target", N_("Target"), "目标值", "目标" },
};

const struct gr_form_label *gr_form_label(size_t index)
{
	return index < GR_COUNT(labels) ? &labels[index] : NULL;
}

/* The next part that is no index; its size, 0 at the end. */
static size_t next_name(const char **path)
{
	for (;;) {
		size_t size = strcspn(*path, ".");

		if (size == 0 || strspn(*path, "0123456789") != size)
			return size;
		*path += size;
		if (**path == '.')
			(*path)++;
	}
}

static bool same_path(const char *label, const char *path)
{
	for (;;) {
		size_t wanted = strcspn(label, "."), size = next_name(&path);

		if (size != wanted || memcmp(label, path, size) != 0)
			return false;
		if (size == 0)
			return true;
		label += size + (label[size] == '.');
		path += size + (path[size] == '.');
	}
}

const struct gr_form_label *gr_form_label_find(const char *path)
{
	for (size_t i = 0; path && *path && i < GR_COUNT(labels); i++)
		if (same_path(labels[i].path, path))
			return &labels[i];
	return NULL;
}
