/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_XML_H
#define GR_BASE_XML_H

/*
 * How rooms hand each other XML that strangers wrote: who knows the parser (format) walks the text, who knows what the elements
 * mean is told of each. Nothing here reads XML.
 */

#include "base/base.h"
#include "base/buf.h"

#define GR_XML_MAX_BYTES ((int64_t)16 << 20)
#define GR_XML_MAX_DEPTH 64 /* elements inside each other */

/* Elements and attributes have their local name when they are of the namespaces that are known, "" for all others. */
struct gr_xml_handler {
	int (*start)(void *payload, const char *name, const char *const *attributes); /* name, value, ..., NULL */
	int (*end)(void *payload, const char *name);
	int (*text)(void *payload, const char *text, size_t size); /* may be NULL */
	void *payload;
};

/* GRANT_EINPUT with what is wrong (untranslated, a constant) in *wrong; a handler may set that itself and return it. */
typedef int gr_xml_walker(const struct gr_buf *bytes, const struct gr_xml_handler *handler, const char **wrong);

#endif
