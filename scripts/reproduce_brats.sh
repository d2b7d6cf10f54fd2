#!/usr/bin/env bash
# The paper's comparison on BraTS 2018, at ten sites. The options of asyndgan compare may follow.
#
#   reproduce_brats.sh DATA_ROOT [--small] [OPTION ...]
#
# DATA_ROOT is the folder that holds HGG and LGG. brats.yaml needs a VGG-16 or the perceptual term switched off:
#   --set loss.perceptual_weights=vgg16.safetensors    or    --set loss.lambda_perceptual=0
# --small takes brats-small.yaml, which needs neither.
set -euo pipefail
here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
root="${1:?usage: reproduce_brats.sh DATA_ROOT [--small] [OPTION ...]}" name=brats
shift
if [ "${1:-}" = --small ]; then
    name=brats-small
    shift
fi
exec "$here/asyndgan" compare --config "$here/../configs/$name.yaml" --out "runs/reproduce-$name" \
    --set "data.root=$root" --set "data.cache=runs/cache-$name" "$@"
