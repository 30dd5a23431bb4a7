# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Completion for grant. The program itself says what could stand there; file names are the shell's.

_grant()
{
	local words current at line
	COMPREPLY=()
	# COMP_WORDS splits at "=" and ":", and the program wants the words as they were typed.
	if declare -F _get_comp_words_by_ref >/dev/null; then
		_get_comp_words_by_ref -n "=:" -w words -i at -c current
	else
		words=("${COMP_WORDS[@]}")
		at=$COMP_CWORD
		current=${COMP_WORDS[COMP_CWORD]}
	fi
	while IFS= read -r line; do
		COMPREPLY+=("$line")
	done < <("${words[0]}" --complete bash "${words[@]:1:at-1}" "$current" 2>/dev/null)
	if [[ ${#COMPREPLY[@]} -eq 0 ]]; then
		compopt -o default 2>/dev/null
	elif [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then
		compopt -o nospace 2>/dev/null
	fi
}

complete -F _grant grant
