#!/usr/bin/env bash
# The paper's synthetic experiment, and where its theory stops. Trains and draws two runs at a time, one thread each;
# started again, it goes on where it stopped.
#
#   reproduce_gaussian.sh [--out DIR] [--seeds 1,2,3,4,5] [-- OPTION ...]
#
# DIR (runs/reproduce-gaussian) gets a folder a run, and five comparisons, each with table.md and figures:
#   paper         Syn-All, Syn-Subset-1 to 3 and AsynDGAN, five seeds; densities.png is the paper's Figure 5
#   withheld-111  the generator is not told the component; components of equal weight, first three seeds
#   withheld-631  the same at 6:3:1
#   line, ring    2, 3, 10 and 50 components, evenly from -4 to 4 or on a circle in the plane, first seed
# What follows -- goes to every training, such as --set training.steps=100.
set -euo pipefail

here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
asyndgan="$here/asyndgan"
folder=runs/reproduce-gaussian seeds=1,2,3,4,5 jobs=2
while [ $# -gt 0 ]; do
    case "$1" in
        --out) folder="${2:?reproduce_gaussian.sh: --out wants a folder}"; shift 2 ;;
        --seeds) seeds="${2:?reproduce_gaussian.sh: --seeds wants numbers, such as 1,2,3}"; shift 2 ;;
        --) shift; break ;;
        *) echo "reproduce_gaussian.sh: unknown option $1" >&2; exit 2 ;;
    esac
done
others=("$@")
export OMP_NUM_THREADS=1
. "$here/runs.sh"

# start NAME OPTION...: a run beside others.
start() {
    local name="$1"
    shift
    begin "$name" run "$name" "$here/../configs/gaussian.yaml" "$@" "${others[@]}"
}

# list PREFIX SUFFIX...: the folders of PREFIX-SUFFIX, joined by commas.
list() {
    local prefix="$1" joined=""
    shift
    for suffix in "$@"; do
        joined="$joined,$folder/$prefix-$suffix"
    done
    echo "${joined#,}"
}

all=(${seeds//,/ }) few=(${seeds//,/ })
few=("${few[@]:0:3}")

rows=()
for seed in "${all[@]}"; do
    start "syn-all-$seed" --set "seed=$seed" --set sites.mode=pooled
    for j in 1 2 3; do
        start "syn-subset-$j-$seed" --set "seed=$seed" --set sites.mode=single --set "sites.only=component-$j"
    done
    start "asyndgan-$seed" --set "seed=$seed"
done
finish
for j in 1 2 3; do
    rows+=(--run "Syn-Subset-$j=$(list "syn-subset-$j" "${all[@]}")")
done
"$asyndgan" eval-gaussian --run "Syn-All=$(list syn-all "${all[@]}")" "${rows[@]}" --run "AsynDGAN=$(list asyndgan "${all[@]}")" --out "$folder/paper"

withheld=(--set data.gaussian.condition=withheld --set loss.gan=minimax)
for weights in 1,1,1 6,3,1; do
    name="${weights//,/}"
    for seed in "${few[@]}"; do
        start "withheld-$name-asyndgan-$seed" "${withheld[@]}" --set "data.gaussian.weights=[$weights]" --set "seed=$seed"
        start "withheld-$name-syn-all-$seed" "${withheld[@]}" --set "data.gaussian.weights=[$weights]" --set "seed=$seed" --set sites.mode=pooled
    done
    finish
    "$asyndgan" eval-gaussian --run "AsynDGAN=$(list "withheld-$name-asyndgan" "${few[@]}")" \
        --run "Syn-All=$(list "withheld-$name-syn-all" "${few[@]}")" --out "$folder/withheld-$name"
done

# grow NAME N GAUSSIAN: N components by AsynDGAN and by Syn-All.
grow() {
    local growth=(--set "data.gaussian=$3" --set "seed=${all[0]}" --set training.steps=800)
    start "$1-asyndgan-$2" "${growth[@]}"
    start "$1-syn-all-$2" "${growth[@]}" --set sites.mode=pooled
}

for n in 50 10 3 2; do
    line="$(awk -v n="$n" 'BEGIN { for (i = 0; i < n; i++) printf "%s[%.4g, 0.5]", (i ? ", " : ""), -4 + 8 * i / (n - 1) }')"
    grow line "$n" "{components: [$line], samples: 10000}"
    grow ring "$n" "{ring: $n, samples: 10000}"
done
finish
for shape in line ring; do
    "$asyndgan" eval-gaussian --run "AsynDGAN=$(list "$shape-asyndgan" 2 3 10 50)" --run "Syn-All=$(list "$shape-syn-all" 2 3 10 50)" --out "$folder/$shape"
done
