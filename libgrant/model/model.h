/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_MODEL_MODEL_H
#define GR_MODEL_MODEL_H

/*
 * What a round consists of: the kinds of records (one table), their check and canonical form, where they lie, what state
 * follows from them, the calendar, the money. Numbers in, numbers out; no repository, no Lua, no SQL.
 * A record is a gr_value map; its kind is said beside it.
 */

#include "base/base.h"
#include "base/buf.h"
#include "base/exact.h"
#include "base/finding.h"
#include "base/id.h"
#include "base/table.h"
#include "base/time.h"
#include "base/value.h"

/* ---- kinds.c, kind.c: THE table ---- */

enum gr_kind_id {
	/* records with a file of their own */
	GR_KIND_FORMAT,      /* grant.json */
	GR_KIND_ROUND,
	GR_KIND_PERSON,
	GR_KIND_APPLICATION,
	GR_KIND_RECEIPT,
	GR_KIND_SCREENING,
	GR_KIND_ASSIGNMENT,
	GR_KIND_CONFLICT,
	GR_KIND_REVIEW,
	GR_KIND_MEASURE,
	GR_KIND_DECISION,
	GR_KIND_AGREEMENT,
	GR_KIND_MILESTONE,
	GR_KIND_PAYMENT,
	GR_KIND_RANKING,
	GR_KIND_SETTLEMENT,
	GR_KIND_DRAW,
	GR_KIND_FILES,       /* how many kinds have files */
	/* parts of records */
	GR_KIND_TITLE = GR_KIND_FILES, /* {"zh", "en"}, at least one */
	GR_KIND_CALENDAR,
	GR_KIND_PUBLICITY,
	GR_KIND_LIMITS,
	GR_KIND_STAGE,
	GR_KIND_CATEGORY,
	GR_KIND_FORM_FIELD,
	GR_KIND_ATTACHMENT,
	GR_KIND_BUDGET_RULE,
	GR_KIND_ROUND_MILESTONE,
	GR_KIND_ROUND_TRANCHE,
	GR_KIND_ORGANISATION,
	GR_KIND_CONTACT,     /* leader and contact: name, phone, email */
	GR_KIND_BUDGET_LINE,
	GR_KIND_PLANNED_MILESTONE,
	GR_KIND_ENTRY,       /* of a receipt: name, original, charset, size, sha256 */
	GR_KIND_FINDING,     /* id, severity, args, place */
	GR_KIND_OVERRIDE,
	GR_KIND_RESULT,      /* of a ranking */
	GR_KIND_GROUP,       /* of a settlement: applications in order, reason or draw */
	GR_KIND_DRAWN,       /* of a draw: seed, result, by, at */
	GR_KIND_TRANCHE,     /* of an agreement: tranche (1..), percent, amount, after */
	GR_KIND_PLACE,       /* of a finding: file, entry, record, field, line, sheet, cell, commit */
	GR_KIND_STEP,        /* of a payment: by, at, reason, voucher */
	GR_KIND_AMENDMENT,   /* of a receipt: fields, reason, by, at */
	GR_KIND_COUNT
};

enum gr_field_type {
	GR_FIELD_TEXT,     /* UTF-8, NFC; max_chars in code points */
	GR_FIELD_INTEGER,  /* JSON number without a fraction; min, max */
	GR_FIELD_DECIMAL,  /* decimal as JSON string; at most `places` (default 4); min, max as ten-thousandths when set */
	GR_FIELD_MONEY,    /* "50000.00" */
	GR_FIELD_DATE,
	GR_FIELD_TIME,
	GR_FIELD_BOOL,
	GR_FIELD_ENUM,     /* one of `words` */
	GR_FIELD_ID,       /* [a-z][a-z0-9-]{0,31} */
	GR_FIELD_NAME,     /* the same with _ : criteria, measures */
	GR_FIELD_APPLICATION, /* XF-0017 */
	GR_FIELD_SHA256,   /* 64 lower-case hex digits */
	GR_FIELD_OID,      /* 40 lower-case hex digits */
	GR_FIELD_REF,      /* the id of a record of kind `of` (its existence is the engine's to check) */
	GR_FIELD_RECORD,   /* a map of kind `of` */
	GR_FIELD_LIST,     /* of records of kind `of`, or of scalars of `item` type when `of` is GR_KIND_COUNT */
	GR_FIELD_SCORES,   /* a map: name -> decimal text or null */
	GR_FIELD_TEXTS     /* a map: id -> text (answers) */
};

enum gr_visible { GR_SEEN_EVERYONE, GR_SEEN_REVIEWERS, GR_SEEN_OFFICERS, GR_SEEN_PERSONAL, GR_SEEN_IDENTITY };

/* A word of an enum and its Chinese label. */
struct gr_word {
	const char *word, *zh;
};

struct gr_field {
	const char *name;
	enum gr_field_type type;
	bool required, indexed, searched;
	bool nullable;              /* null is written and kept */
	enum gr_visible visible;
	enum gr_kind_id of;
	enum gr_field_type item;
	const char *words;          /* parted by spaces */
	const char *word_labels;    /* Chinese and other spellings: "association=社会团体 service=社会服务机构 service=民办非企业单位" */
	const struct gr_word *word_list; /* the same in rows, the usual label of a word first; ends with NULL */
	int64_t min, max;           /* both 0: no bounds; for lists: how many */
	int max_chars, places;
	const char *label;          /* English, N_() */
	const char *zh;             /* Chinese: a form's label in that language */
	const char *alias;          /* further labels that forms use, parted by "|"; may be NULL */
};

struct gr_kind {
	enum gr_kind_id id;
	const char *name;           /* "application" */
	const char *label, *zh;
	const char *plural;         /* of the JSON Schema file and the index's view: "applications" */
	const struct gr_field *fields;
	size_t field_count;
};

const struct gr_kind *gr_kind_get(enum gr_kind_id id);
const struct gr_kind *gr_kind_find(const char *name); /* NULL */
const struct gr_field *gr_field_find(const struct gr_kind *kind, const char *name);
/* Through records: "organisation.name", "budget.0.price". */
const struct gr_field *gr_field_at(const struct gr_kind *kind, const char *path);
/* In the reader's language. */
const char *gr_kind_label(const struct gr_kind *kind);
const char *gr_field_label(const struct gr_field *field);
/* "pass" -> "通过" or "pass". */
const char *gr_word_label(const struct gr_field *field, const char *word);
/*
 * The labels of the application form, kept apart from the table since leader and contact share a kind. Fields by path
 * ("leader.phone"), then columns of its tables ("budget.price"); NULL at the end. `alias`: further labels, parted by "|",
 * or NULL.
 */
struct gr_form_label {
	const char *path, *en, *zh, *alias;
};
const struct gr_form_label *gr_form_label(size_t index);
const struct gr_form_label *gr_form_label_find(const char *path); /* also "budget.0.price"; NULL: no field of the form */

/* {"zh", "en"} -> the one of the reader's language, else the other; "" for neither. Borrowed. */
const char *gr_title_text(const gr_value *title);
/* The title of the item with that id in one of the round's lists (categories, milestones); NULL: none. Borrowed. */
const gr_value *gr_title_of(const gr_value *list, const char *id);
/* The one that goes into a record, whatever language the officer reads: Chinese where there is one. */
const char *gr_title_stored(const gr_value *title);
/* What may be chosen from such a list, as people may write it: "title (id), title (id)". */
void gr_list_titles(struct gr_buf *out, const gr_value *list);

/* ---- validate.c, canonical.c ---- */

/* Check a value against its kind: all findings at once. 0, or GRANT_EINPUT when one is an error. */
int gr_record_check(grant_findings *findings, enum gr_kind_id kind, const gr_value *record);
/* A copy in canonical form: keys in table order, NFC, money with two places, decimals trimmed, absent left out. */
int gr_record_canonical(gr_value **out, enum gr_kind_id kind, const gr_value *record);
/* Text -> checked record in canonical form. */
int gr_record_read(gr_value **out, grant_findings *findings, enum gr_kind_id kind, const char *bytes, size_t size);
/* Record -> canonical bytes, checked: GRANT_EINTERNAL naming the first error when it breaks the table. */
int gr_record_write(struct gr_buf *out, enum gr_kind_id kind, const gr_value *record);

/* ---- paths.c ---- */

/* What a path of the repository means. Texts are filled, "" where they do not apply. */
struct gr_location {
	enum gr_kind_id kind;     /* GR_KIND_COUNT: a file that is no record (proposal, rules, .gitattributes) */
	char application[GR_ID_SIZE];
	char stage[40];
	char person[40];
	char name[40];            /* measure, milestone, payment number */
};
/* false: no place of the format. */
bool gr_location_parse(struct gr_location *out, const char *path);
/* Whose folder a path lies in, or is; false: nobody's. Anything may lie in it. */
bool gr_application_of(char out[GR_ID_SIZE], const char *path);
/* The path of a record; yours. Unused parts are ignored. */
char *gr_location_path(const struct gr_location *location);
/* "applications/17/XF-0017" */
char *gr_application_folder(const char *application);

/* ---- states.c ---- */

enum gr_state {
	GR_STATE_NONE, /* no such application */
	GR_STATE_SUBMITTED, GR_STATE_RETURNED, GR_STATE_ELIGIBLE, GR_STATE_IN_REVIEW, GR_STATE_APPROVED, GR_STATE_RESERVE,
	GR_STATE_REJECTED, GR_STATE_AGREED, GR_STATE_ACTIVE, GR_STATE_WITHDRAWN,
	GR_STATE_COUNT
};
#define GR_IN(state) (1u << GR_STATE_##state)

/* What the state follows from. Zeroed: nothing known yet. Feed every record of the application. */
struct gr_facts {
	bool has_application, is_assigned, is_reviewed, has_agreement, is_paid;
	char screening[12], decision[12];
};
void gr_facts_add(struct gr_facts *facts, enum gr_kind_id kind, const gr_value *record);
/* The same where no record is at hand: its "verdict" (NULL: none), and whether it has "done". */
void gr_facts_note(struct gr_facts *facts, enum gr_kind_id kind, const char *verdict, bool is_done);
/* Whether what a record of the kind says matters to the state; of the others it is enough that they exist. */
bool gr_facts_need(enum gr_kind_id kind);
enum gr_state gr_state_derive(const struct gr_facts *facts);
const char *gr_state_name(enum gr_state state);  /* "in-review" */
const char *gr_state_label(enum gr_state state); /* in the reader's language */
enum gr_state gr_state_find(const char *name);   /* or its label in either language; GR_STATE_COUNT: none */
/* "submitted, returned" for a set of GR_IN bits, in the reader's language; yours. */
char *gr_states_text(unsigned states);
#define GR_STATES_ALL (((1u << GR_STATE_COUNT) - 1) & ~(1u << GR_STATE_NONE))

/* ---- calendar.c ---- */

struct gr_calendar {
	struct gr_time open, close;
	struct gr_time review_until;
	bool has_review_until;
};
int gr_calendar_read(struct gr_calendar *out, const gr_value *round); /* of a checked round */
/* Working days: weekdays that are no holiday, and working weekends. */
bool gr_is_working_day(const gr_value *round, int64_t day);
/* The last day of a window of `count` days that begins on the day after `day`. kind "working" or "calendar". */
int64_t gr_window_end(const gr_value *round, int64_t day, int64_t count, const char *kind);

/* ---- application.c: an application against its round ---- */

/* Category, cap, dates, budget sums, answers, code, attachments (names: a list of {"name", "original"}; NULL: not checked). */
int gr_application_check(grant_findings *findings, const gr_value *application, const gr_value *round,
                         const gr_value *entries);
/* What the round's own checks say about eligibility by amounts: the cap that holds for the application in fen, -1 for none. */
int64_t gr_application_cap(const gr_value *application, const gr_value *round);
/* domain.md 7.1: 0 right, 1 outer check fails, 2 inner check fails, 3 both, -1 no such shape. */
int gr_uscc_check(const char *code);
/* The record as rules see it: personal fields out, money and decimals as numbers; `blind`: identity fields out too. */
int gr_application_for_rules(gr_value **out, const gr_value *application);
int gr_round_for_rules(gr_value **out, const gr_value *round);

/* ---- reviews against criteria ---- */

/* Scores within min..max, on the step, no unknown criterion, none left out (null is n/a and allowed); comment length. */
int gr_review_check(grant_findings *findings, const gr_value *review, const gr_value *criteria);
/* Review as rules see it: {"person", "scores" (numbers, null left out), "comment"}. */
int gr_review_for_rules(gr_value **out, const char *person, const gr_value *review);

/* ---- budget.c: money ---- */

/* Award -> tranches in fen by percent, cut down, the remainder in the last. `tranches`: the round's list; out: a list of
 * agreement tranches {"tranche", "percent", "amount", "after"}. */
int gr_tranches_split(gr_value **out, int64_t award, const gr_value *tranches);
/* Sum of the amounts (fen) of the payments of an agreement's tranche that are not returned; tranche 0: all. */
int gr_payments_sum(int64_t *out, const gr_value *payments, int64_t tranche);

/* ---- ranking.c: order, places ---- */

/* One application to be ranked. */
struct gr_ranked {
	const char *application;
	struct gr_exact total;     /* when has_total */
	bool has_total;
	const char *reason;        /* why it has none; borrowed */
	struct gr_exact *ties;     /* values of the ties, higher is better, in order; owned; NULL where given by function */
	bool *has_tie;             /* a missing value ranks below every value; owned */
	size_t tie_count;
	int64_t place;             /* out: 1, 2, 2, 4; 0: none */
	bool tied;                 /* out: shares its place */
	size_t reviews;
	void *payload;
};
/* Comparison beyond total and ties: -1, 0, 1, negative code below -1 is an error. NULL: none. */
typedef int (*gr_rank_compare_cb)(int *out, const struct gr_ranked *a, const struct gr_ranked *b, void *payload);
/* Sorts in place: by total, ties, compare; those without a total last, in order of id; equal ones by id within their place. */
int gr_rank_sort(struct gr_ranked *entries, size_t count, gr_rank_compare_cb compare, void *payload);
void gr_ranked_clear(struct gr_ranked *entry);

/* ---- schema.c ---- */

/* JSON Schema 2020-12 of a kind, titles and descriptions in English and Chinese. */
int gr_kind_schema_text(struct gr_buf *out, enum gr_kind_id kind);
/* The index's tables, derived from the kinds: static for the life of the process is not possible without globals, so the
 * caller owns them. */
struct gr_tables {
	struct gr_table *tables;
	size_t count;
	void *owned;
};
int gr_tables_make(struct gr_tables *out);
void gr_tables_clear(struct gr_tables *tables);
/* The table of a kind and the values of its keys for a place, borrowed from it; NULL: the kind is not indexed. */
const struct gr_table *gr_table_for(const char *keys[4], const struct gr_tables *tables, const struct gr_location *location);

#endif
