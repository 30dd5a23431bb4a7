#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Who may know whom: the includes of every file against the design's table (house.md, section 7). TAP.
cd "${srcdir:-.}" || exit 99
n=0
fail=0
ok() { n=$((n + 1)); echo "ok $n - $1"; }
not_ok() { n=$((n + 1)); fail=1; echo "not ok $n - $1"; shift; printf '# %s\n' "$@"; }

# room: the rooms that it may include
declare -A may=(
	[base]="base" [store]="base store" [index]="base index" [intake]="base intake" [rules]="base rules" [trust]="base trust"
	[analysis]="base analysis" [model]="base model" [format]="base model format"
	[work]="base store index intake rules trust analysis model format work"
)
for room in "${!may[@]}"; do
	wrong=()
	while IFS=: read -r file line include; do
		other=$(sed -E 's/.*"([a-z]+)\/.*/\1/' <<<"$include")
		[[ " ${may[$room]} " == *" $other "* ]] || wrong+=("$file:$line $include")
	done < <(grep -nE '#include "[a-z]+/' "libgrant/$room"/*.[ch] | grep -v 'base/finding-ids.h')
	if [ ${#wrong[@]} = 0 ]; then ok "libgrant/$room includes only: ${may[$room]}"; else not_ok "libgrant/$room includes only: ${may[$room]}" "${wrong[@]}"; fi
done

# a room's inner headers stay in it
for room in store index intake rules trust analysis model; do
	wrong=$(grep -lE "#include \"$room/" libgrant/*/*.[ch] | grep -v "^libgrant/$room/" | xargs -r grep -nE "#include \"$room/" | grep -v "\"$room/$room.h\"")
	if [ -z "$wrong" ]; then ok "others include only $room/$room.h of $room"; else not_ok "others include only $room/$room.h of $room" "$wrong"; fi
done

# third-party headers: pattern, folders
while read -r header folders; do
	wrong=$(grep -rnE "#include <$header" libgrant cli include examples/c 2>/dev/null | grep -vE "^($folders)/")
	if [ -z "$wrong" ]; then ok "<$header> is included in $folders only"; else not_ok "<$header> is included in $folders only" "$wrong"; fi
done <<'TABLE'
git2 libgrant/store
sqlite3 libgrant/index
archive libgrant/intake
(lua|lauxlib|lualib) libgrant/rules
sodium libgrant/trust
tommath libgrant/base
utf8proc libgrant/base|cli
zlib libgrant/store|libgrant/intake
libdeflate libgrant/store
nettle libgrant/store|libgrant/trust
expat libgrant/format
xlsxwriter libgrant/format
(gmime|glib) libgrant/intake
jansson nowhere
TABLE

wrong=$(grep -nE '#include "' cli/*.[ch] | grep -E '"(base|store|index|intake|rules|trust|model|format|work)/')
if [ -z "$wrong" ]; then ok "the program sees the public headers only"; else not_ok "the program sees the public headers only" "$wrong"; fi
wrong=$(grep -nE '#include' include/grant/*.h include/grant.h | grep -vE '<(stddef|stdint|stdbool|grant/[a-z]+)\.h>')
if [ -z "$wrong" ]; then ok "public headers include plain C and each other only"; else not_ok "public headers include plain C and each other only" "$wrong"; fi
# format/workbook.c hands sizes and lengths to libxlsxwriter, which takes them as floating point: they are whole numbers of ours, and
# the conversion is the compiler's
wrong=$(grep -nwE '(float|double)' libgrant/*/*.[ch] cli/*.[ch] include/grant/*.h | grep -v '^libgrant/analysis/' | grep -vE '^\S+:\s*(/?\*|.*/\*)' | grep -vE ':\s+\*')
if [ -z "$wrong" ]; then ok "no floating point outside analysis"; else not_ok "no floating point outside analysis" "$wrong"; fi
echo "1..$n"
exit $fail
