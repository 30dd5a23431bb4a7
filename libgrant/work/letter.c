/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The letter that goes with a returned application: what was found, what the officer says, until when to hand in again. A
 * rendering of records, the same whenever it is made. In Chinese or English whatever the officer's language is: it is read by
 * others, who have no use for the words that findings have for officers. Not here: the verdict (screen.c).
 */
#include <grant/intake.h>

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "work/subject.h"

#define VALUES 4

enum language { ZH, EN };

/* What a finding says to the organisation, and its way out. Those of the round's rules bring their own words. */
static const struct words {
	enum gr_finding_id id;
	const char *says[2], *way_out[2];
} findings[] = {
	{ GR_F_SCREENING_OVER_CAP,
	  { "申请金额 {0} 元超过了上限 {1} 元。", "The request is {0} yuan; at most {1} can be asked for." },
	  { "请把申请金额改到上限以内，预算表和总预算也要相应调整。",
	    "Ask for no more than that, and change the budget and its total to fit." } },
	{ GR_F_SCREENING_PER_ORGANISATION,
	  { "贵单位（{0}）在本轮共申报 {1} 项，每家单位最多可以申报 {2} 项。",
	    "Your organisation ({0}) has handed in {1} applications; each may hand in {2}." },
	  { "请告知我们保留哪一项、撤回哪一项。", "Tell us which one to keep and which to take back." } },
};

/* The fixed lines. */
static const struct {
	const char *heading, *dear, *opening, *found, *officer, *again, *again_by, *late, *way_out, *round;
} lines[] = {
	[ZH] = { "补正通知书", "{0}：",
	         "贵单位申报的“{0}”（编号 {1}）经资格审查需要补正，现退回，请按下面的说明修改后重新提交。", "需要补正的问题",
	         "审查意见", "怎样重新提交",
	         "请把修改后的全部材料重新打成一个压缩包，在 {0} 之前交来，并注明编号 {1}。",
	         "受理已于 {0} 截止。请与我们联系，商定编号 {1} 的补正材料何时交来。", "怎样补正：", "批次：{0}" },
	[EN] = { "Your application is returned for correction", "To: {0}",
	         "Your application “{0}” (number {1}) was screened and cannot go on as it is. Please mend what is said below and hand "
	         "it in again.",
	         "What was found", "What the office says", "How to hand in again",
	         "Pack all your files into one archive again and let us have it before {0}. Give the number {1} with it.",
	         "Applications closed at {0}. Please ask us until when the corrected files for {1} can be taken.", "What to do: ",
	         "Round: {0}" },
};

/* ---- words ---- */

static const char *title_in(const gr_value *title, enum language language)
{
	const char *zh = gr_map_text(title, "zh"), *en = gr_map_text(title, "en");
	const char *first = language == ZH ? zh : en, *second = language == ZH ? en : zh;

	return first ? first : second ? second : "";
}

static void fill(struct gr_buf *out, const char *sentence, const char *const values[])
{
	for (; *sentence; sentence++) {
		if (sentence[0] == '{' && sentence[1] >= '0' && sentence[1] < '0' + VALUES && sentence[2] == '}') {
			const char *text = values[sentence[1] - '0'];

			gr_buf_text_append(out, text ? text : "");
			sentence += 2;
		} else {
			gr_buf_byte(out, *sentence);
		}
	}
}

/* Lines of a text, each behind blanks. */
static void write_indented(struct gr_buf *out, const char *text, const char *blanks)
{
	while (*text) {
		size_t size = strcspn(text, "\n");

		gr_buf_text_append(out, blanks);
		gr_buf_append(out, text, size);
		gr_buf_byte(out, '\n');
		text += size + (text[size] == '\n');
	}
}

/* "2018-03-31T17:30:00+08:00" as people write it. */
static char *time_text(const char *time, bool has_hour, enum language language)
{
	const char *month, *day;

	if (!time || strlen(time) < strlen("2018-03-31T17:30"))
		return gr_strdup(time ? time : "");
	if (language == EN)
		return gr_format("%.10s%s%.5s", time, has_hour ? " " : "", has_hour ? time + 11 : "");
	month = time + 5 + (time[5] == '0');
	day = time + 8 + (time[8] == '0');
	return gr_format("%.4s年%.*s月%.*s日%.5s", time, (int)strcspn(month, "-"), month, (int)strcspn(day, "T"), day,
	                 has_hour ? time + 11 : "");
}

/* ---- what was found ---- */

static const struct words *find_words(const char *id)
{
	for (size_t i = 0; id && i < GR_COUNT(findings); i++)
		if (strcmp(gr_finding_id_text(findings[i].id), id) == 0)
			return &findings[i];
	return NULL;
}

/* A rule's finding is its own sentence, the first argument. */
static void write_finding(struct gr_buf *out, const gr_value *finding, size_t number, enum language language)
{
	const struct words *words = find_words(gr_map_text(finding, "id"));
	const char *arguments[VALUES] = { NULL };

	for (size_t i = 0; i < VALUES; i++)
		arguments[i] = gr_value_text(gr_value_item(gr_map_get(finding, "args"), i));
	gr_buf_printf(out, "  %zu. ", number);
	fill(out, words ? words->says[language] : "{0}", arguments);
	gr_buf_byte(out, '\n');
	if (!words)
		return;
	gr_buf_printf(out, "     %s", lines[language].way_out);
	fill(out, words->way_out[language], arguments);
	gr_buf_byte(out, '\n');
}

static bool is_for_letter(const gr_value *finding)
{
	const char *severity = gr_map_text(finding, "severity"), *id = gr_map_text(finding, "id");

	return severity && id && strcmp(severity, "note") != 0 && (find_words(id) || gr_text_starts(id, "rule."));
}

static void write_section(struct gr_buf *out, const char *title, size_t *number, enum language language)
{
	static const char *const figures[] = { "一", "二", "三" };

	if (language == ZH)
		gr_buf_printf(out, "\n%s、%s\n", figures[*number], title);
	else
		gr_buf_printf(out, "\n%zu. %s\n", *number + 1, title);
	(*number)++;
}

static void write_findings(struct gr_buf *out, const gr_value *screening, size_t *section, enum language language)
{
	const gr_value *list = gr_map_get(screening, "findings");
	size_t number = 0;

	for (size_t i = 0; i < gr_value_count(list); i++) {
		if (!is_for_letter(gr_value_item(list, i)))
			continue;
		if (number == 0)
			write_section(out, lines[language].found, section, language);
		write_finding(out, gr_value_item(list, i), ++number, language);
	}
}

/* ---- the letter ---- */

/* Judged by when the verdict was given, so that the letter stays the same. */
static void write_deadline(struct gr_buf *out, const gr_value *round, const gr_value *screening, const char *id,
                           enum language language)
{
	const char *close = gr_value_text(gr_value_at(round, "calendar.close"));
	gr_autofree_text char *until = time_text(close, true, language);
	struct gr_time at, end;
	bool is_late = close && gr_time_parse(&end, close) == 0 && gr_time_parse(&at, gr_map_text(screening, "at")) == 0 &&
	               at.seconds > end.seconds;

	gr_buf_text_append(out, "  ");
	fill(out, is_late ? lines[language].late : lines[language].again_by, (const char *[VALUES]){ until, id });
	gr_buf_byte(out, '\n');
}

static void write_letter(struct gr_buf *out, const gr_value *round, const struct gr_subject *subject, enum language language)
{
	const gr_value *application = gr_subject_get(subject, GR_KIND_APPLICATION);
	const gr_value *screening = gr_subject_get(subject, GR_KIND_SCREENING);
	const char *name = gr_value_text(gr_value_at(application, "organisation.name"));
	const char *title = gr_map_text(application, "title"), *reason = gr_map_text(screening, "reason");
	const gr_value *office = gr_map_get(round, "organiser") ? gr_map_get(round, "organiser") : gr_map_get(round, "title");
	gr_autofree_text char *day = time_text(gr_map_text(screening, "at"), false, language);
	size_t section = 0;

	gr_buf_printf(out, "%s\n\n", lines[language].heading);
	fill(out, lines[language].dear, (const char *[VALUES]){ name });
	gr_buf_printf(out, "\n\n%s", language == ZH ? "　　" : "");
	fill(out, lines[language].opening, (const char *[VALUES]){ title, subject->id });
	gr_buf_byte(out, '\n');
	write_findings(out, screening, &section, language);
	if (reason) {
		write_section(out, lines[language].officer, &section, language);
		write_indented(out, reason, "  ");
	}
	write_section(out, lines[language].again, &section, language);
	write_deadline(out, round, screening, subject->id, language);
	gr_buf_printf(out, "\n%s\n", title_in(office, language));
	fill(out, lines[language].round, (const char *[VALUES]){ title_in(gr_map_get(round, "title"), language) });
	gr_buf_printf(out, "\n%s\n", day ? day : "");
}

static int make_letter(char **out, grant_round *round, const struct gr_subject *subject, const char *language)
{
	struct gr_buf text = GR_BUF_INIT;
	bool is_both = strcmp(language, "both") == 0;

	if (subject->state != GR_STATE_RETURNED)
		return gr_error_in_record(
			gr_fail(GRANT_EDENIED, _("%s was not returned; there is a letter only for what an organisation is to mend"),
		                subject->id),
			subject->id);
	if (is_both || strcmp(language, "zh") == 0)
		write_letter(&text, round->description, subject, ZH);
	if (is_both)
		gr_buf_text_append(&text, "\n――――――――――\n\n");
	if (is_both || strcmp(language, "en") == 0)
		write_letter(&text, round->description, subject, EN);
	*out = gr_buf_steal(&text);
	return *out ? 0 : gr_fail_memory();
}

int grant_letter(char **text, grant_round *round, const char *application, const char *language)
{
	struct gr_subject subject = { 0 };
	struct gr_oid tip;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	language = language ? language : "zh";
	if (!text || !application)
		return gr_fail(GRANT_EINVALID, _("no application was given"));
	if (strcmp(language, "zh") != 0 && strcmp(language, "en") != 0 && strcmp(language, "both") != 0)
		return gr_fail(GRANT_EINPUT, _("there is no letter in “%s”; choose zh, en or both"), language);
	r = gr_store_tip(&tip, round->store);
	if (r == 0)
		r = gr_round_at(round, &tip);
	if (r == 0)
		r = gr_subject_load(&subject, round, &tip, application);
	if (r == 0)
		r = make_letter(text, round, &subject, language);
	gr_subject_clear(&subject);
	return r;
}
