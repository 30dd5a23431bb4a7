/* SPDX-License-Identifier: Apache-2.0 */
/* Which version runs. */
#include <grant/api.h>

const char *grant_version(void)
{
	return GRANT_VERSION_TEXT;
}

const char *grant_version_libraries(void)
{
	return GRANT_LIBRARIES;
}
