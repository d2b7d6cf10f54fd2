# Completion of asyndgan in bash, to be sourced: asks the program what may follow, and offers files where it knows nothing.
_asyndgan() {
    local line="${COMP_LINE:0:COMP_POINT}" program="${COMP_WORDS[0]}" suggestion
    local text="${line#*"$program"}"
    text="${text#"${text%%[! ]*}"}"
    local word="${text##* }" broken=""
    # Where = parts words, as it does unless COMP_WORDBREAKS was changed, only what follows it is replaced.
    if [[ "$word" == *=* && "$COMP_WORDBREAKS" == *=* ]]; then
        broken="${word%=*}="
    fi
    COMPREPLY=()
    while IFS= read -r suggestion; do
        if [[ "$suggestion" == "$word"* ]]; then
            COMPREPLY+=("${suggestion#"$broken"}")
        fi
    done < <("${program/#\~/$HOME}" "[suggest:${#text}]" "$text" 2> /dev/null | tr -d '\r')
    if [[ "${COMPREPLY[0]-}" == *= ]]; then
        compopt -o nospace 2> /dev/null
    fi
}
complete -o default -F _asyndgan asyndgan
