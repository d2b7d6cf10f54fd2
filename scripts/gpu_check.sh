#!/usr/bin/env bash
# Everything that wants a GPU, in one go of some minutes, on a machine that has PyTorch and no .NET SDK: every kind of network on the
# device against float64 on the CPU; a recorded training against a plain one; the training step in turn with PyTorch's, in float32,
# TF32 and bfloat16; train, synthesize and eval-seg from end to end. A part that fails does not end the others; a summary comes last,
# and the exit code is 1 where something failed.
#
#   gpu_check.sh PUBLISHED_FOLDER [--device D] [--tiny]
#
# PUBLISHED_FOLDER is what  dotnet publish AsynDGAN.Cli -c Release -p:Torch=external -o FOLDER  made; where no dotnet is installed, the
# runtime's dotnet, host/ and shared/Microsoft.NETCore.App lie in it too. PYTHON names a Python with PyTorch other than python3, OUT a
# folder that keeps the logs. --device cpu --tiny tries the script itself where there is no GPU; its figures mean nothing.
set -uo pipefail
here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
configs="$here/../configs"
refuse() { echo "error: $1" >&2; exit 2; }
[ $# -gt 0 ] && [ "${1#-}" = "$1" ] || refuse "usage: gpu_check.sh PUBLISHED_FOLDER [--device D] [--tiny]"
[ -e "$1/asyndgan.dll" ] || refuse "'$1' has no asyndgan.dll"
published="$(readlink -f "$1")"
shift
device=cuda tiny=""
while [ $# -gt 0 ]; do
    case "$1" in
        --device) [ $# -gt 1 ] || refuse "--device wants a value"; device="$2"; shift ;;
        --tiny) tiny=yes ;;
        *) refuse "gpu_check.sh takes no option '$1'" ;;
    esac
    shift
done

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
logs="${OUT:-$(mktemp -d)}"
mkdir -p "$logs"

dotnet=dotnet
if [ -x "$published/dotnet" ]; then
    dotnet="$published/dotnet"
    export DOTNET_ROOT="$published"
fi
python="${PYTHON:-python3}"
"$python" -c 'import torch' 2> /dev/null || python=/usr/bin/python3
export PYTHON="$python"
if [ ! -e "$published/libtorch_cpu.so" ] && [ -z "${ASYNDGAN_LIBTORCH:-}" ]; then
    ASYNDGAN_LIBTORCH="$("$python" -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))')"
    export ASYNDGAN_LIBTORCH
fi
printf '#!/bin/sh\nexec "%s" "%s/asyndgan.dll" "$@"\n' "$dotnet" "$published" > "$work/asyndgan"
chmod +x "$work/asyndgan"
export ASYNDGAN="$work/asyndgan"

failed=0 summary=()
tell() { summary+=("$*"); echo "$*"; }

# part NAME SECONDS COMMAND ...: runs it with its output in a log, and says how it ended.
part() {
    local name="$1" limit="$2" code=0 from="$SECONDS"
    shift 2
    timeout -k 5 "$limit" "$@" > "$logs/$name.log" 2>&1 || code=$?
    if [ "$code" -eq 0 ]; then
        tell "ok      $name ($((SECONDS - from)) s)"
        return 0
    fi
    failed=$((failed + 1))
    tell "FAILED  $name, exit code $code ($((SECONDS - from)) s): $(grep -m 1 -E '^error: |rror:|xception' "$logs/$name.log" || tail -n 1 "$logs/$name.log")"
    return 1
}

small=()
pairs=2 steps=20 train=50
if [ -n "$tiny" ]; then
    small=(--set data.image_size=32 --set generator.blocks=1 --set generator.filters=4 --set discriminator.layers=1 --set discriminator.filters=4)
    pairs=1 steps=5 train=10
fi

part check 120 "$ASYNDGAN" check --device "$device"

# Losses of two trainings that differ in being recorded only; a CPU records nothing, so there they are the same twice.
record() {
    local kind="$1"
    shift
    "$ASYNDGAN" train --config "$configs/quickstart.yaml" "${small[@]}" --set "device=$device" --set "training.steps=$train" \
        --set training.log_every=1 --set "training.record=$kind" "$@" --out "$work/record-$kind"
}
same_losses() {
    "$python" - "$1/losses.csv" "$2/losses.csv" <<'END'
import csv, sys
rows = [list(csv.reader(open(path))) for path in sys.argv[1:]]
apart = 0.0
for a, b in zip(*(r[1:] for r in rows)):
    for x, y in zip(a, b):
        try:
            x, y = float(x), float(y)
        except ValueError:
            continue
        apart = max(apart, abs(x - y) / max(abs(x), abs(y), 1e-3))
print(f"largest difference of {len(rows[0]) - 1} rows: {apart:.1e}")
sys.exit(len(rows[0]) != len(rows[1]) or not apart < 1e-2 and "error: recorded and plain losses differ")
END
}
recorded=true
[ "$device" = cpu ] && recorded=auto
export -f record same_losses
export python configs device train work
if part plain-training 120 bash -c 'small=("$@"); record false' bash "${small[@]}" \
    && part recorded-training 120 bash -c 'recorded="$1"; shift; small=("$@"); record "$recorded"' bash "$recorded" "${small[@]}"; then
    part recorded-against-plain 20 bash -c "same_losses '$work/record-false' '$work/record-$recorded'"
fi

beside() {
    local name="$1" config="$2" precision="$3"
    shift 3
    part "$name-$precision" 240 "$here/compare_pytorch.sh" "$configs/$config.yaml" --device "$device" --precision "$precision" \
        --pairs "$pairs" --steps "$steps" --threads 4 "$@" || return 0
    tell "$(grep -E '^median' "$logs/$name-$precision.log" | sed 's/^/          /')"
    tell "$(grep -E 'memory above' "$logs/$name-$precision.log" | sed 's/^/          /')"
}
sets=()
for ((i = 1; i < ${#small[@]}; i += 2)); do sets+=(--set "${small[i]}"); done
large=("${sets[@]}")
[ -n "$tiny" ] && large+=(--set data.augment.load_size=36 --set sites.count=2)
tell "images a second: AsynDGAN, PyTorch, ratio"
for precision in float32 tf32 bfloat16; do
    beside resnet9-instance brats "$precision" --set generator.norm=instance --set generator.dropout=0 --set discriminator.norm=instance \
        --set loss.lambda_perceptual=0 "${large[@]}"
done
for precision in tf32 bfloat16; do
    beside 64x64-four-sites lgg "$precision" "${sets[@]}"
done
if part random-vgg 60 "$python" "$here/pytorch_step.py" vgg "$work/vgg.safetensors"; then
    pairs=1
    beside brats brats tf32 --set "loss.perceptual_weights=$work/vgg.safetensors" "${large[@]}"
fi

path=("${small[@]}" --set "device=$device" --set "training.steps=$train" --set segmentation.steps=20 --set segmentation.filters=4)
if part train 120 "$ASYNDGAN" train --config "$configs/quickstart.yaml" "${path[@]}" --out "$work/run"; then
    part synthesize 120 "$ASYNDGAN" synthesize --run "$work/run"
    part eval-seg 240 "$ASYNDGAN" eval-seg --config "$work/run/config.yaml" --synthetic "AsynDGAN=$work/run" --part test --out "$work/segmentation"
fi

echo
echo "summary, after $SECONDS s on $(grep -m 1 -E '^(cuda:0|processor):' "$logs/check.log" | sort | head -n 1)"
printf '%s\n' "${summary[@]}"
if [ "$failed" -gt 0 ]; then
    echo "$failed part(s) failed; their logs: $logs"
    exit 1
fi
echo "everything held"
[ -n "${OUT:-}" ] || rm -rf "$logs"
