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
        --device)
            [ $# -gt 1 ] || refuse "--device wants a value"
            [[ "$2" =~ ^(cpu|cuda(:[0-9]+)?)$ ]] || refuse "--device $2: give cpu, cuda or cuda:<n>"
            device="$2"
            shift
            ;;
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
if ! "$python" -c 'import torch' 2> /dev/null; then
    [ -z "${PYTHON:-}" ] || refuse "PYTHON: $PYTHON has no PyTorch"
    python=/usr/bin/python3
fi
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
    if declare -F "$1" > /dev/null; then
        timeout -k 5 "$limit" bash -c '"$@"' bash "$@" > "$logs/$name.log" 2>&1 || code=$?
    else
        timeout -k 5 "$limit" "$@" > "$logs/$name.log" 2>&1 || code=$?
    fi
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

# Losses of a recorded training against a plain one's, in float32. Some of CUDA's sums have no fixed order, so that two plain ones differ
# as well, and more with every step: recorded may differ from plain four times as much. A CPU records nothing; there all are the same.
training() {
    local norm="$1" name="$2" kind="$3" spectral=false
    shift 3
    [ "$norm" = batch ] && spectral=true
    "$ASYNDGAN" train --config "$configs/quickstart.yaml" --set "device=$device" --set "training.steps=$train" --set training.log_every=1 \
        --set training.precision=float32 --set "training.record=$kind" --set "generator.norm=$norm" --set "discriminator.norm=$norm" \
        --set "discriminator.spectral_norm=$spectral" "$@" --out "$work/$norm-$name"
}
same_losses() {
    "$python" - "$1" <<'END'
import csv, math, sys

def losses(kind):
    with open(f"{sys.argv[1]}-{kind}/losses.csv") as file:
        return list(csv.reader(file))

def apart(a, b):
    if len(a) != len(b):
        sys.exit("error: the trainings have different numbers of steps")
    pairs = [(float(x), float(y)) for r, s in zip(a[1:], b[1:]) for x, y in zip(r[3:], s[3:]) if x and y]
    return max((abs(x - y) / max(abs(x), abs(y), 1e-3) if math.isfinite(x) and math.isfinite(y) else math.inf for x, y in pairs), default=0.0)

plain = losses("plain")
chance, recorded = apart(plain, losses("again")), apart(plain, losses("recorded"))
if not math.isfinite(chance):
    sys.exit("error: the plain trainings' losses are not finite; nothing was compared")
print(f"recorded differs from plain by {recorded:.1e} of a loss at most, plain from plain by {chance:.1e}")
sys.exit(0 if recorded <= max(1e-4, 4 * chance) else "error: recorded and plain losses differ")
END
}
export -f training same_losses
export python configs device train work
recorded=true
[ "$device" = cpu ] && recorded=auto
for norm in instance batch; do
    if part "plain-$norm" 120 training "$norm" plain false ${small[@]+"${small[@]}"} && part "plain-again-$norm" 120 training "$norm" again false ${small[@]+"${small[@]}"} \
        && part "recorded-$norm" 120 training "$norm" recorded "$recorded" ${small[@]+"${small[@]}"}; then
        part "recorded-against-plain-$norm" 20 same_losses "$work/$norm"
        tell "        $(head -n 1 "$logs/recorded-against-plain-$norm.log")"
    fi
done

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
large=(${sets[@]+"${sets[@]}"})
[ -n "$tiny" ] && large+=(--set data.augment.load_size=36 --set sites.count=2)
tell "images a second: AsynDGAN, PyTorch, ratio"
for precision in float32 tf32 bfloat16; do
    beside resnet9-instance brats "$precision" --set generator.norm=instance --set generator.dropout=0 --set discriminator.norm=instance \
        --set loss.lambda_perceptual=0 ${large[@]+"${large[@]}"}
done
for precision in tf32 bfloat16; do
    beside 64x64-four-sites lgg "$precision" ${sets[@]+"${sets[@]}"}
done
if part random-vgg 60 "$python" "$here/pytorch_step.py" vgg "$work/vgg.safetensors"; then
    pairs=1
    beside brats brats tf32 --set "loss.perceptual_weights=$work/vgg.safetensors" ${large[@]+"${large[@]}"}
fi

path=(${small[@]+"${small[@]}"} --set "device=$device" --set "training.steps=$train" --set segmentation.steps=20 --set segmentation.filters=4)
if part train 120 "$ASYNDGAN" train --config "$configs/quickstart.yaml" "${path[@]}" --out "$work/run"; then
    part synthesize 120 "$ASYNDGAN" synthesize --run "$work/run"
    part eval-seg 240 "$ASYNDGAN" eval-seg --config "$work/run/config.yaml" --synthetic "AsynDGAN=$work/run" --part test --out "$work/segmentation"
fi

echo
echo "summary, after $SECONDS s on $(grep -E '^(cuda:0|processor):' "$logs/check.log" | sort | head -n 1)"
printf '%s\n' "${summary[@]}"
if [ "$failed" -gt 0 ]; then
    echo "$failed part(s) failed; their logs: $logs"
    exit 1
fi
echo "everything held"
[ -n "${OUT:-}" ] || rm -rf "$logs"
