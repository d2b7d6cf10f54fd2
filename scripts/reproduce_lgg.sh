#!/usr/bin/env bash
# The paper's comparison on brain MRI of five institutions. Further options: see comparison.sh.
#
#   reproduce_lgg.sh DATA_ROOT [--splits 11,12,13] [--seeds 1,2] [--union] [--jobs N]
#
# DATA_ROOT is the folder kaggle_3m of the downloaded data. The settings of lgg.yaml were chosen with split 7 in sight, so
# another one is the default here.
set -euo pipefail
here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
root="${1:?usage: reproduce_lgg.sh DATA_ROOT [--splits S,S] [--seeds S,S] [--union] [--jobs N]}"
shift
exec "$here/comparison.sh" "$here/../configs/lgg.yaml" runs/reproduce-lgg --splits 11 --jobs 2 "$@" -- --set "data.root=$root"
