/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_PATH_H
#define GR_BASE_PATH_H

/*
 * The one gate for names in a tree, used by intake (to make safe names), store (before a name enters a tree), verify and
 * extract. Not here: which paths mean which record (model/paths).
 */

#include "base/base.h"

enum gr_path_problem {
	GR_PATH_OK = 0,
	GR_PATH_EMPTY,         /* an empty path or component */
	GR_PATH_DOT,           /* "." or ".." */
	GR_PATH_ABSOLUTE,      /* leading "/" */
	GR_PATH_NOT_UTF8,
	GR_PATH_NOT_NFC,
	GR_PATH_CONTROL,       /* control, direction, zero-width, private-use or unassigned characters */
	GR_PATH_WINDOWS_CHAR,  /* < > : " | ? * or a backslash */
	GR_PATH_WINDOWS_NAME,  /* CON, NUL.txt, COM1, COM¹, ... */
	GR_PATH_TRAILING,      /* ends in a dot or a space */
	GR_PATH_LEADING,       /* begins with a dot, a dash, a tilde or a space */
	GR_PATH_GIT,           /* what git reads as its own: .git in any spelling, short names of NTFS such as git~1 */
	GR_PATH_TOO_LONG,      /* component over 180 bytes or 80 UTF-16 units; path over 4,096 bytes */
	GR_PATH_TOO_DEEP
};

/* Lengths of GR_PATH_TOO_LONG. */
#define GR_COMPONENT_MAX_BYTES 180
#define GR_COMPONENT_MAX_UNITS 80
#define GR_PATH_MAX_BYTES 4096

enum gr_path_problem gr_component_check(const char *name, size_t size);

/* The whole path, parts parted by "/". The format's own files (a ".gitattributes" at the root) are excepted. */
enum gr_path_problem gr_path_check(const char *path);

/* Why, as a sentence in the reader's language without a full stop. */
const char *gr_path_problem_text(enum gr_path_problem problem);

/* Whether some file system reads a component (valid UTF-8) as .git, however it is spelt: what intake refuses, not renames. */
bool gr_component_is_git(const char *name);

/*
 * A safe component made of an unsafe one that is valid UTF-8: NFC, refused characters become "_", leading and trailing
 * ones too, reserved names get "_" in front, too long ones are cut with their extension kept. Yours; NULL: no memory.
 */
char *gr_component_make_safe(const char *name);

/* "photo.jpg", 2 -> "photo (2).jpg", within the lengths too. Yours; NULL: no memory. */
char *gr_component_number(const char *name, int number);

/* "folder/photo.jpg" -> "photo.jpg", "folder/" -> "folder/". Borrowed. */
const char *gr_path_base(const char *path);

/* Case-folded NFC, so that names that are one on Windows or macOS compare equal. Yours. */
char *gr_path_fold(const char *path);

#endif
