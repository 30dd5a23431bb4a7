/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Untrusted XML of spreadsheets through expat, which no other file knows. A document type is refused before anything in it counts, so that there
 * are no entities but the five of XML itself; elements of other namespaces have no name here. Not here: what the elements mean.
 */
#include <string.h>

#include <expat.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "format/format.h"

#define SEPARATOR '\n' /* cannot stand in a namespace's name */

struct walk {
	const struct gr_xml_handler *handler;
	XML_Parser parser;
	const char **wrong;
	size_t depth;
	int code;
};

static void stop(struct walk *walk, int code)
{
	walk->code = code;
	XML_StopParser(walk->parser, XML_FALSE);
}

static void refuse(struct walk *walk, const char *what)
{
	*walk->wrong = what;
	stop(walk, GRANT_EINPUT);
}

static const char *local_name(const char *name)
{
	static const char *const own[] = {
		"http://schemas.openxmlformats.org/spreadsheetml/2006/main\n",
		"http://purl.oclc.org/ooxml/spreadsheetml/main\n",
		"http://schemas.openxmlformats.org/package/2006/relationships\n",
	};

	for (size_t i = 0; i < GR_COUNT(own); i++)
		if (gr_text_starts(name, own[i]))
			return name + strlen(own[i]);
	return "";
}

static void on_start(void *payload, const XML_Char *name, const XML_Char **attributes)
{
	struct walk *walk = payload;
	int r;

	if (walk->code < 0)
		return;
	if (++walk->depth > GR_XML_MAX_DEPTH) {
		refuse(walk, N_("its XML is nested too deep"));
		return;
	}
	r = walk->handler->start(walk->handler->payload, local_name(name), (const char *const *)attributes);
	if (r < 0)
		stop(walk, r);
}

static void on_end(void *payload, const XML_Char *name)
{
	struct walk *walk = payload;
	int r;

	if (walk->code < 0)
		return;
	walk->depth--;
	r = walk->handler->end(walk->handler->payload, local_name(name));
	if (r < 0)
		stop(walk, r);
}

static void on_text(void *payload, const XML_Char *text, int size)
{
	struct walk *walk = payload;
	int r;

	if (walk->code < 0)
		return;
	r = walk->handler->text(walk->handler->payload, text, (size_t)size);
	if (r < 0)
		stop(walk, r);
}

static void on_doctype(void *payload, const XML_Char *name GR_UNUSED, const XML_Char *system GR_UNUSED,
                       const XML_Char *public GR_UNUSED, int has_subset GR_UNUSED)
{
	refuse(payload, N_("its XML declares a document type, which no spreadsheet needs"));
}

/* expat takes memory as malloc() gives it. */
static void *resize(void *old, size_t size)
{
	return gr_resize(old, size);
}

int gr_xml_walk(const struct gr_buf *bytes, const struct gr_xml_handler *handler, const char **wrong)
{
	static const XML_Memory_Handling_Suite memory = { gr_alloc, resize, gr_free };
	static const XML_Char separator[] = { SEPARATOR, 0 };
	struct walk walk = { .handler = handler, .wrong = wrong };
	enum XML_Status status;

	if (bytes->size > (size_t)GR_XML_MAX_BYTES) {
		*wrong = N_("a part of it is too large");
		return GRANT_EINPUT;
	}
	walk.parser = XML_ParserCreate_MM(NULL, &memory, separator);
	if (!walk.parser)
		return gr_fail_memory();
	XML_SetUserData(walk.parser, &walk);
	XML_SetElementHandler(walk.parser, on_start, on_end);
	if (handler->text)
		XML_SetCharacterDataHandler(walk.parser, on_text);
	XML_SetStartDoctypeDeclHandler(walk.parser, on_doctype);
	status = XML_Parse(walk.parser, gr_buf_text(bytes), (int)bytes->size, 1);
	if (status != XML_STATUS_OK && walk.code == 0) {
		walk.code = GRANT_EINPUT;
		*wrong = N_("its XML is damaged");
		if (XML_GetErrorCode(walk.parser) == XML_ERROR_NO_MEMORY)
			walk.code = gr_fail_memory();
	}
	XML_ParserFree(walk.parser);
	return walk.code;
}
