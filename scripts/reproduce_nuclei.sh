#!/usr/bin/env bash
# The paper's comparison on nuclei. The options of asyndgan compare may follow.
#
#   reproduce_nuclei.sh DATA_ROOT [--config FILE] [OPTION ...]
#
# DATA_ROOT is the folder that holds stage1_train of the 2018 Data Science Bowl, for configs/nuclei-dsb2018.yaml, two
# networks at a time. With --config configs/nuclei.yaml it is that of Multi-Organ's tiles and outlines, one at a time.
set -euo pipefail
here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
usage="usage: reproduce_nuclei.sh DATA_ROOT [--config FILE] [OPTION ...]"
root="${1:?$usage}" config="$here/../configs/nuclei-dsb2018.yaml" jobs=2
shift
if [ "${1:-}" = --config ]; then
    config="${2:?$usage}" jobs=1
    shift 2
fi
exec "$here/asyndgan" compare --config "$config" --out "runs/reproduce-$(basename "$config" .yaml)" --jobs "$jobs" \
    --set "data.root=$root" "$@"
