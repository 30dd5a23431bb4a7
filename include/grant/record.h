/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_RECORD_H
#define GRANT_RECORD_H

/*
 * A record is a tree of named fields, read by path: "title", "organisation.name", "budget.0.amount". Everything that
 * the library answers with is one: an application, a receipt, a ranking, the state of a round. Fields may be added in
 * a later version; a field that is not there reads as absent. Records are whole and stay valid after the round is
 * closed.
 * Threads: one record belongs to one thread at a time.
 */

#include <grant/types.h>

GRANT_BEGIN_DECLS

/**
 * A field's value as text: text as it is, a number as it is written in JSON, "true" or "false".
 *
 * @param record the record
 * @param path   names and indexes (from 0) parted by dots; "" is the record itself
 * @return borrowed until the record is freed; NULL when absent, null, a list or a map
 * @since 0.1
 */
GRANT_API const char *grant_record_text(const grant_record *record, const char *path);

/**
 * A field's value as a whole number.
 *
 * @param out    out: the number
 * @param record the record
 * @param path   as for grant_record_text()
 * @return 0 · GRANT_ENOTFOUND absent or null · GRANT_EINPUT not a whole number of 64 bits
 * @since 0.1
 */
GRANT_API int grant_record_integer(int64_t *out, const grant_record *record, const char *path);

/**
 * A field's value as money.
 *
 * @param fen    out: hundredths of the round's currency
 * @param record the record
 * @param path   as for grant_record_text()
 * @return 0 · GRANT_ENOTFOUND absent or null · GRANT_EINPUT not an amount
 * @since 0.1
 */
GRANT_API int grant_record_money(int64_t *fen, const grant_record *record, const char *path);

/** Whether a field is there and true. @since 0.1 */
GRANT_API bool grant_record_is_true(const grant_record *record, const char *path);

/** Whether a field is there, also as null. @since 0.1 */
GRANT_API bool grant_record_has(const grant_record *record, const char *path);

/** How many items a list, or fields a map, has; 0 for anything else. @since 0.1 */
GRANT_API size_t grant_record_count(const grant_record *record, const char *path);

/**
 * A part of a record: the map, list or value at a path.
 *
 * @return borrowed until the whole record is freed; NULL when there is none
 * @since 0.1
 */
GRANT_API const grant_record *grant_record_at(const grant_record *record, const char *path);

/** An item of a list, or the value of the index-th field of a map; borrowed; NULL when there is none. @since 0.1 */
GRANT_API const grant_record *grant_record_item(const grant_record *record, size_t index);

/** The name of the index-th field of a map; borrowed; NULL when there is none. @since 0.1 */
GRANT_API const char *grant_record_name(const grant_record *record, size_t index);

/**
 * The record as JSON text: UTF-8, two-space indent, one newline at the end.
 *
 * @param out    out: yours, grant_string_free()
 * @param record the record
 * @return 0 · GRANT_ENOMEM
 * @since 0.1
 */
GRANT_API int grant_record_json(char **out, const grant_record *record);

/** Free a record that was handed over (not a borrowed part). NULL is fine. @since 0.1 */
GRANT_API void grant_record_free(grant_record *record);

/**
 * The next record of a list.
 *
 * @param out  out: borrowed until the next call or grant_list_free()
 * @param list the list
 * @return 1 there is one · 0 no more · GRANT_EIO · GRANT_ENOMEM
 * @since 0.1
 */
GRANT_API int grant_list_next(const grant_record **out, grant_list *list);

/** Free a list; may be freed before or after its round is closed. NULL is fine. @since 0.1 */
GRANT_API void grant_list_free(grant_list *list);

/** The kinds of record there are, "round", "application", ...: the index-th name, NULL at the end. @since 0.1 */
GRANT_API const char *grant_kind_name(size_t index);

/**
 * The JSON Schema (draft 2020-12) of a kind.
 *
 * @param out  out: yours, grant_string_free()
 * @param kind such as "application"
 * @return 0 · GRANT_ENOTFOUND no such kind · GRANT_ENOMEM
 * @since 0.1
 */
GRANT_API int grant_kind_schema(char **out, const char *kind);

/**
 * The fields of a kind for people: a record with `kind`, `label` and `fields`, each with `name`, `type`, `required`,
 * `label` (in the reader's language) and `visible` ("everyone", "reviewers", "officers", "personal", "identity").
 *
 * @param out  out: yours, grant_record_free()
 * @param kind such as "application"
 * @return 0 · GRANT_ENOTFOUND no such kind · GRANT_ENOMEM
 * @since 0.1
 */
GRANT_API int grant_kind_describe(grant_record **out, const char *kind);

GRANT_END_DECLS

#endif
