# For the scripts beside, which source it: trains and draws runs, several at a time. Wants asyndgan (the program), folder
# (where the runs go) and jobs (how many at a time).

# run NAME CONFIG OPTION...: trains the run folder/NAME and draws its synthetic set, as far as that is not done yet.
run() {
    local path="$folder/$1" config="$2" again=()
    shift 2
    if [ -f "$path/checkpoints/last/state.json" ]; then
        again=(--resume)
    elif [ -d "$path" ]; then
        again=(--overwrite)
    fi
    "$asyndgan" train --config "$config" "$@" --out "$path" "${again[@]}" || return

    again=()
    if [ -d "$path/synthetic" ]; then
        again=(--resume)
    fi
    "$asyndgan" synthesize --config "$config" "$@" --run "$path" "${again[@]}"
}

# begin NAME COMMAND...: with one job at a time on the terminal, else beside others, with its output in folder/logs/NAME.txt.
running=0
begin() {
    local name="$1"
    shift
    if [ "$jobs" -eq 1 ]; then
        "$@"
        return
    fi
    if [ "$running" -ge "$jobs" ]; then
        wait_for_one
    fi
    mkdir -p "$folder/logs"
    logged "$name" "$folder/logs/$name.txt" "$@" &
    running=$((running + 1))
}

# finish: waits for all that were begun.
finish() {
    while [ "$running" -gt 0 ]; do
        wait_for_one
    done
}

logged() {
    local name="$1" log="$2"
    shift 2
    echo "$name: begun, see $log"
    "$@" >"$log" 2>&1 || { echo "$name stopped:" >&2; tail -n 3 "$log" >&2; return 1; }
    echo "$name: done"
}

# Where one fails, the others go on to their ends before the script stops.
wait_for_one() {
    running=$((running - 1))
    wait -n || { wait; exit 1; }
}

if [ "$jobs" -gt 1 ]; then
    cores="$(getconf _NPROCESSORS_ONLN)"
    export OMP_NUM_THREADS="${OMP_NUM_THREADS:-$((cores > jobs ? cores / jobs : 1))}"
    # Ctrl-C reaches what runs beside, too (which, without this trap, it would not), and that saves first.
    trap 'wait; exit 130' INT
    "$asyndgan" --version >/dev/null # Builds it, once.
fi
