#!/usr/bin/env bash
# The training step beside the same step in PyTorch: the same networks from the same initial weights, the same pairs, in turn A B
# A B, each in a process of its own with the same number of threads. Prints images a second and their ratio pair by pair, the
# memory of both above their idle process, and how far the losses of the first three steps are from PyTorch's in float64; where they
# are off by more than 1e-4 of their value (tf32: 2e-2, bfloat16: 1e-1) and further than PyTorch's own, exit code 1. How PyTorch takes its steps: scripts/pytorch_step.py.
#
#   compare_pytorch.sh CONFIG [OPTION ...]
#
#   --pairs N           how many times each is timed [default: 4]
#   --steps K           steps that are timed each time [default: 50]
#   --device D          cpu, cuda or cuda:<n> [default: cpu]
#   --precision P       of both: float32, tf32 or bfloat16, which is autocast in PyTorch [default: float32]
#   --threads T         threads of both [default: 2]
#   --set KEY=VALUE     as of asyndgan bench; may be repeated
#   --keep DIR          keeps weights, pairs and figures there: a new folder, or one that it has kept some in before
#
# Wants a Python with PyTorch from 1.13: Debian's and Ubuntu's package python3-torch, or pip install torch. PYTHON names another
# interpreter than python3 (or Debian's /usr/bin/python3, where python3 has no PyTorch), ASYNDGAN another program than scripts/asyndgan.
set -euo pipefail
here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
refuse() { echo "error: $1" >&2; exit 2; }
[ $# -gt 0 ] || refuse "usage: compare_pytorch.sh CONFIG [OPTION ...]"
config="$1"
shift
pairs=4 steps=50 device=cpu precision=float32 threads=2 keep="" set=()
while [ $# -gt 0 ]; do
    case "$1" in
        --pairs | --steps | --device | --precision | --threads | --set | --keep) [ $# -gt 1 ] || refuse "$1 wants a value" ;;
        *) refuse "compare_pytorch.sh takes no option '$1'" ;;
    esac
    value="$2"
    case "$1" in
        --pairs | --steps | --threads) [[ "$value" =~ ^[1-9][0-9]*$ ]] || refuse "$1 $value: give a whole number from 1" ;;
        --device) [[ "$value" =~ ^(cpu|cuda(:[0-9]+)?)$ ]] || refuse "--device $value: give cpu, cuda or cuda:<n>" ;;
    esac
    case "$1" in
        --pairs) pairs="$value" ;;
        --steps) steps="$value" ;;
        --device) device="$value" ;;
        --precision) precision="$value" ;;
        --threads) threads="$value" ;;
        --set) set+=(--set "$value") ;;
        --keep) keep="$value" ;;
    esac
    shift 2
done

python="${PYTHON:-python3}"
if ! "$python" -c 'import torch' 2> /dev/null; then
    python=/usr/bin/python3
    if [ -n "${PYTHON:-}" ] || ! "$python" -c 'import torch' 2> /dev/null; then
        echo "error: ${PYTHON:-python3} has no PyTorch." >&2
        echo "On Debian and Ubuntu: apt install python3-torch; elsewhere: pip install torch; or name a Python that has it by PYTHON." >&2
        exit 2
    fi
fi

work="$keep"
if [ -z "$work" ]; then
    work="$(mktemp -d)"
    trap 'rm -rf "$work"' EXIT
fi

load="$(cut -d ' ' -f 1 /proc/loadavg 2> /dev/null || echo 0)"
if [ "${load%.*}" -ge 1 ]; then
    echo "warning: the machine is busy (load $load); ratios say little, PyTorch's threads suffer most" >&2
fi

export OMP_NUM_THREADS="$threads"
asyndgan="${ASYNDGAN:-$here/asyndgan}"
bench=("$asyndgan" bench --config "$config" ${set[@]+"${set[@]}"} --set "training.precision=$precision" --device "$device" --quiet --json -)
"${bench[@]}" --steps 5 --exchange "$work" > /dev/null
"$python" "$here/pytorch_step.py" truth "$work" --device "$device" --threads "$threads" > "$work/truth.json"
for i in $(seq "$pairs"); do
    "${bench[@]}" --steps "$steps" > "$work/ours-$i.json"
    "$python" "$here/pytorch_step.py" run "$work" --steps "$steps" --device "$device" --precision "$precision" --threads "$threads" > "$work/theirs-$i.json"
done
"$python" "$here/pytorch_step.py" ratio "$work" --pairs "$pairs"
