/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_TEXT_H
#define GR_BASE_TEXT_H

/* UTF-8 text: checks, NFC, case folding, characters. No locale. */

#include "base/base.h"

bool gr_utf8_valid(const char *text, size_t size);     /* strict: no overlong forms, no surrogates, no NUL */
size_t gr_utf8_count(const char *text);                 /* code points of valid UTF-8 */
size_t gr_utf8_cut(const char *text, size_t max_bytes); /* the longest length <= max_bytes that ends at a boundary */
int32_t gr_utf8_next(const char **at);                  /* the code point there, moves on; 0 at the end, -1 invalid */
void gr_utf8_encode(int32_t code_point, char out[5]);   /* NUL-terminated */

char *gr_text_nfc(const char *text);      /* yours; NULL: no memory or not UTF-8, with the error set */
bool gr_text_is_nfc(const char *text);
char *gr_text_fold(const char *text);     /* NFKC case fold, for comparing names; yours */
char *gr_text_trim(const char *text, size_t size); /* without white space at both ends (also U+3000); yours */
char *gr_text_half_width(const char *text); /* full-width ASCII forms and U+3000 become ASCII; yours */
bool gr_text_is_blank(const char *text);
bool gr_text_has_control(const char *text); /* C0 but newline and tab, DEL, C1, direction marks, U+2028, U+2029 */
/* FNV-1a, for tables in memory. */
uint32_t gr_text_hash(const char *text, size_t size);
bool gr_text_starts(const char *text, const char *prefix);
bool gr_text_ends(const char *text, const char *suffix);
bool gr_text_match(const char *pattern, const char *text); /* the whole text; `*` and `?` in code points; bounded time */

/* "zh" or "en": the language that messages come out in, so that two-language data can be chosen alike. */
const char *gr_language(void);

#endif
