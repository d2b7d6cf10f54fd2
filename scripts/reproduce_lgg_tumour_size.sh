#!/usr/bin/env bash
# The paper's comparison on brain MRI with its own kind of sites: eight, by tumour size. The options of asyndgan compare may
# follow.
#
#   reproduce_lgg_tumour_size.sh DATA_ROOT [OPTION ...]
#
# DATA_ROOT is the folder kaggle_3m of the downloaded data.
set -euo pipefail
here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
root="${1:?usage: reproduce_lgg_tumour_size.sh DATA_ROOT [OPTION ...]}"
exec "$here/asyndgan" compare --config "$here/../configs/lgg-tumour-size.yaml" --out runs/reproduce-lgg-tumour-size --splits 11 --jobs 2 \
    --set "data.root=$root" "${@:2}"
