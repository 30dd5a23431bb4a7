/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_MESSAGE_H
#define GR_WORK_MESSAGE_H

/* A mail message that archives are attached to, read within a round's limits. Not here: how a message is read (intake). */

#include "intake/intake.h"
#include "work/handle.h"

/* How many bytes a round takes of an archive. */
int64_t gr_archive_bytes(const gr_value *round);

/* GRANT_EINPUT with findings: it cannot be read, or no archive is attached. */
struct gr_message_request {
	const char *path, *charset;
	const gr_value *round;
};
struct gr_message {
	struct gr_file_source file;
	gr_mail *mail;
};
int gr_message_open(struct gr_message *out, grant_findings *findings, const struct gr_message_request *request);
void gr_message_close(struct gr_message *message);

/* The number-th archive (from 1) among what is attached: its place there. GRANT_ENOTFOUND with words. */
int gr_message_archive(size_t *index, const struct gr_message *message, unsigned number);
/* Its bytes. GRANT_EINPUT with a finding when there are more than the round takes of an archive. */
int gr_message_decode(struct gr_buf *out, grant_findings *findings, const struct gr_message *message, size_t index,
                      const gr_value *round);

#endif
