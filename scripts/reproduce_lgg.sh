#!/usr/bin/env bash
# The paper's comparison on brain MRI of five institutions. The options of asyndgan compare may follow.
#
#   reproduce_lgg.sh DATA_ROOT [OPTION ...]
#
# DATA_ROOT is the folder kaggle_3m of the downloaded data. The settings of lgg.yaml were chosen with split 7 in sight, so
# another one is the default here.
set -euo pipefail
here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
root="${1:?usage: reproduce_lgg.sh DATA_ROOT [OPTION ...]}"
exec "$here/asyndgan" compare --config "$here/../configs/lgg.yaml" --out runs/reproduce-lgg --splits 11 --jobs 2 \
    --set "data.root=$root" "${@:2}"
