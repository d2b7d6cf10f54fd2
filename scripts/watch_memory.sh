#!/bin/sh
# Watches the resident memory of a training and of an evaluation of many steps at a tiny size (16 filters, 32x32), on Linux:
# read at regular steps before the last, the last tenth of what is read after step 1,000 may not be more than 2% above the first tenth, on
# average. The exit code is 1 where it is.
# watch_memory.sh [STEPS]: of each of the two, 20000 where it is left out.
set -eu

steps="${1:-20000}"
here="$(dirname "$(readlink -f "$0")")"
asyndgan="${ASYNDGAN:-$here/asyndgan}"
work="$(mktemp -d)"
process=""
trap 'if [ -n "$process" ]; then kill "$process" 2>/dev/null || true; wait "$process" || true; fi; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# Steps so far; a training writes a row every 20.
trained() {
    tail -n 1 "$work/run/losses.csv" 2>/dev/null | awk -F, '{ print $1 + 0 }'
}

# Steps so far, over the seeds one after another.
evaluated() {
    sed -n 's/.*seed \([0-9]*\): steps: \([0-9]*\) of \([0-9]*\)\(, .* left\)\{0,1\}$/\1 \2 \3/p' "$work/evaluation.txt" 2>/dev/null | awk '{ at = ($1 - 1) * $3 + $2 } END { print at + 0 }'
}

# watch NAME STEPS_SO_FAR COMMAND...: a line a reading, and one that says how much they grow.
watch() {
    name="$1" so_far="$2" next=1
    shift 2
    "$@" >"$work/$name.txt" 2>&1 &
    process=$!
    while kill -0 "$process" 2>/dev/null; do
        step="$($so_far)"
        if [ "${step:-0}" -ge "$next" ] && [ "$step" -lt "$steps" ]; then
            echo "$step $(awk '/^VmRSS/ { print $2 }' "/proc/$process/status")"
            next=$((step + steps / 40))
        fi
        sleep 0.2
    done >"$work/$name.readings"
    if ! wait "$process"; then
        process=""
        cat "$work/$name.txt" >&2
        return 1
    fi
    process=""
    awk -v name="$name" '
        NF == 2 { printf "%s: step %6d %6.1f MB\n", name, $1, $2 / 1024 }
        NF == 2 && $1 >= 1000 { read[n++] = $2 }
        END {
            if (n < 10) { print name ": too few readings after step 1000"; exit 1 }
            tenth = int(n / 10)
            for (i = 0; i < tenth; i++) { first += read[i]; last += read[n - 1 - i] }
            growth = 100 * (last / first - 1)
            printf "%s: %.1f%% from the first to the last tenth of %d readings after step 1000\n", name, growth, n
            exit growth > 2
        }' "$work/$name.readings"
}

flat=0
set -- --config "$here/../configs/quickstart.yaml" --set data.image_size=32 --set generator.blocks=2 --set "training.steps=$steps"
watch training trained "$asyndgan" train "$@" --out "$work/run" || flat=1
"$asyndgan" synthesize --run "$work/run" >/dev/null
watch evaluation evaluated "$asyndgan" eval-seg "$@" --set "segmentation.steps=$((steps / 4))" --set "segmentation.seeds=[1,2,3,4]" \
    --synthetic "AsynDGAN=$work/run" --train-on synthetic:AsynDGAN --out "$work/evaluation" || flat=1
exit "$flat"
