#compdef asyndgan
# Completion of asyndgan in zsh, to be sourced after compinit: asks the program what may follow, and offers files where it knows nothing.
_asyndgan() {
    local text="${(j: :)words[2,CURRENT-1]} $PREFIX"
    text="${text# }"
    local -a found
    found=("${(@f)$("${words[1]/#\~/$HOME}" "[suggest:${#text}]" "$text" 2> /dev/null)}")
    found=(${(M)found:#$PREFIX*})
    if (( $#found )); then
        compadd -S '' -- ${(M)found:#*=}
        compadd -- ${found:#*=}
    else
        _files
    fi
}
compdef _asyndgan asyndgan
