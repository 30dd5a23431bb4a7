/* SPDX-License-Identifier: Apache-2.0 */
/* Programs, macros, passwords and disguises. Not here: how they are recognised (intake/file-type.c). */
#include "work/content.h"

#include <string.h>

/* Words of `refuse` in the round, each with its findings and with what it means to who hands in. */
static const struct {
	const char *word;
	enum gr_finding_id found, refused;
	const char *zh, *en;
} judged[] = {
	{ "programs", GR_F_FILE_PROGRAM, GR_F_FILE_PROGRAM_REFUSED, "程序和脚本（如 .exe、.bat、.msi、.js、.vbs、.lnk、.apk）",
	  "programs and scripts (such as .exe, .bat, .msi, .js, .vbs, .lnk, .apk)" },
	{ "macros", GR_F_FILE_MACROS, GR_F_FILE_MACROS_REFUSED, "带宏的办公文件（如 .docm、.xlsm、.pptm）",
	  "office files with macros (such as .docm, .xlsm, .pptm)" },
	{ "encrypted", GR_F_FILE_ENCRYPTED, GR_F_FILE_ENCRYPTED_REFUSED, "设了打开密码的文件", "files with a password" },
	{ "disguised", GR_F_FILE_TYPE, GR_F_FILE_TYPE_REFUSED, "内容与扩展名不符的文件（例如把 .doc 改名为 .pdf）",
	  "files that are not what their name says (such as a .doc renamed to .pdf)" },
};

/* A round that says nothing refuses programs. */
static bool is_refused(const gr_value *round, const char *word)
{
	const gr_value *list = gr_map_get(round, "refuse");

	return list ? gr_list_has(list, word) : strcmp(word, "programs") == 0;
}

void gr_content_judge(grant_findings *findings, const gr_look *look, const char *archive, const gr_value *entry,
                      const gr_value *round)
{
	const char *original = gr_map_text(entry, "original"), *name = gr_map_text(entry, "name");
	struct gr_place place = { .file = archive, .entry = original ? original : name };
	struct gr_looked looked;
	bool found[GR_COUNT(judged)];

	gr_look_end(&looked, look, name);
	found[0] = looked.is_program;
	found[1] = looked.has_macros;
	found[2] = looked.is_encrypted;
	found[3] = looked.differs && !looked.is_program;
	for (size_t i = 0; i < GR_COUNT(judged); i++)
		if (found[i])
			gr_findings_add(findings, is_refused(round, judged[i].word) ? judged[i].refused : judged[i].found, &place,
			                looked.name_says ? looked.name_says : "", looked.content ? looked.content : "", NULL);
}

const char *gr_content_refused(const gr_value *round, size_t index, bool is_chinese)
{
	for (size_t i = 0; i < GR_COUNT(judged); i++)
		if (is_refused(round, judged[i].word) && index-- == 0)
			return is_chinese ? judged[i].zh : judged[i].en;
	return NULL;
}
