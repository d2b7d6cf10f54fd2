#!/usr/bin/env bash
# Measures what reading takes, on made-up data sets of the sizes of real ones (reading_sets.cs): peak resident memory,
# processor time and time on the clock of `asyndgan data` and `asyndgan train --dry-run`, beside the latter's own estimate; with
# a cache for the first and the second time. Wants GNU time (Debian's package time).
# measure_reading.sh [FOLDER]: FOLDER keeps the sets (500 MB); without it they go to a temporary one that is removed.
set -euo pipefail

root="$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")"
asyndgan="${ASYNDGAN:-$root/scripts/asyndgan}"
[[ "$asyndgan" != */* ]] || asyndgan="$(readlink -f "$asyndgan")"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
sets="$(readlink -m "${1:-$work/sets}")"
if [ ! -d "$sets" ]; then
    # A part that a kill left is not taken for the sets.
    rm -rf "$sets.writing"
    (cd "$root" && dotnet run scripts/reading_sets.cs "$sets.writing")
    mv "$sets.writing" "$sets"
fi

# measure LABEL COMMAND...: a line of the table.
measure() {
    local label="$1"
    shift
    if ! /usr/bin/time -f '%M %U %S %e' -o "$work/time" "$@" >"$work/out" 2>&1; then
        cat "$work/out" >&2
        return 1
    fi
    local estimate
    estimate="$(sed -n 's/^memory, estimated: *//p' "$work/out")"
    awk -v label="$label" -v estimate="$estimate" \
        '{ printf "%-28s %7.0f MB  %6.1f s processor  %6.1f s  %s\n", label, $1 / 1000, $2 + $3, $4, estimate }' "$work/time"
}

# all NAME CONFIG OPTION...: everything of one set.
all() {
    local name="$1" config=(--config "$2")
    shift 2
    measure "$name data" "$asyndgan" data "${config[@]}" "$@" --out "$work/$name"
    measure "$name dry run" "$asyndgan" train "${config[@]}" "$@" --dry-run --out "$work/run"
    measure "$name cache, first" "$asyndgan" train "${config[@]}" "$@" --set data.cache="$work/cache-$name" --dry-run --out "$work/run"
    measure "$name cache, second" "$asyndgan" train "${config[@]}" "$@" --set data.cache="$work/cache-$name" --dry-run --out "$work/run"
}

cd "$root"
measure "quickstart dry run" "$asyndgan" train --config configs/quickstart.yaml --dry-run --out "$work/run"
all dsb2018 configs/nuclei-dsb2018.yaml --set data.root="$sets/dsb2018"
all lgg-mri configs/lgg.yaml --set data.root="$sets/lgg-mri" --set 'sites.merge={}'
