#!/usr/bin/env bash
# The paper's comparison on BraTS 2018: AsynDGAN and Syn-All, their synthetic sets, and the segmentation network on every
# training set, each of the ten sites' among them. Further options: see comparison.sh.
#
#   reproduce_brats.sh DATA_ROOT [--small] [--seeds S,S] [--union] [--jobs N] [-- OPTION ...]
#
# DATA_ROOT is the folder that holds HGG and LGG. brats.yaml needs a VGG-16 or the perceptual term switched off:
#   -- --set loss.perceptual_weights=vgg16.safetensors    or    -- --set loss.lambda_perceptual=0
# --small takes brats-small.yaml, which needs neither.
set -euo pipefail
here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
root="${1:?usage: reproduce_brats.sh DATA_ROOT [--small] [--seeds S,S] [--union] [--jobs N] [-- OPTION ...]}"
shift

config=brats options=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    if [ "$1" = --small ]; then
        config=brats-small
    else
        options+=("$1")
    fi
    shift
done
[ $# -eq 0 ] || shift

exec "$here/comparison.sh" "$here/../configs/$config.yaml" "runs/reproduce-$config" "${options[@]}" \
    -- --set "data.root=$root" --set "data.cache=runs/cache-$config" "$@"
