#!/usr/bin/env bash
# The paper's comparison on brain MRI with its own kind of sites: eight, by tumour size. Further options: see comparison.sh.
#
#   reproduce_lgg_tumour_size.sh DATA_ROOT [--splits 11,12,13] [--seeds 1,2] [--union] [--jobs N]
#
# DATA_ROOT is the folder kaggle_3m of the downloaded data.
set -euo pipefail
here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
root="${1:?usage: reproduce_lgg_tumour_size.sh DATA_ROOT [--splits S,S] [--seeds S,S] [--union] [--jobs N]}"
shift
exec "$here/comparison.sh" "$here/../configs/lgg-tumour-size.yaml" runs/reproduce-lgg-tumour-size --splits 11 --jobs 2 "$@" -- --set "data.root=$root"
