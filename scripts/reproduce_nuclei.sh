#!/usr/bin/env bash
# The paper's comparison on nuclei. Further options: see comparison.sh.
#
#   reproduce_nuclei.sh DATA_ROOT [--config FILE] [--splits S,S] [--seeds S,S] [--union] [--jobs N] [-- OPTION ...]
#
# DATA_ROOT is the folder that holds stage1_train of the 2018 Data Science Bowl, for configs/nuclei-dsb2018.yaml. With
# --config configs/nuclei.yaml it is that of Multi-Organ's tiles and outlines; their parts are fixed by its table of cases,
# so that further splits are all the same.
set -euo pipefail
here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
usage="usage: reproduce_nuclei.sh DATA_ROOT [--config FILE] [--splits S,S] [--seeds S,S] [--union] [--jobs N] [-- OPTION ...]"
root="${1:?$usage}"
shift

config="$here/../configs/nuclei-dsb2018.yaml" jobs=2 options=() further=()
while [ $# -gt 0 ]; do
    case "$1" in
        --config) config="${2:?$usage}" jobs=1; shift 2 ;;
        --) shift; further=("$@"); break ;;
        *) options+=("$1"); shift ;;
    esac
done

name="$(basename "$config" .yaml)"
exec "$here/comparison.sh" "$config" "runs/reproduce-$name" --jobs "$jobs" "${options[@]}" -- --set "data.root=$root" "${further[@]}"
