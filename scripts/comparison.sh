#!/usr/bin/env bash
# The paper's comparison for one configuration: trains AsynDGAN and Syn-All, draws their synthetic sets, trains the
# segmentation network on every training set, and prints the table for the test patients. Started again, it goes on where
# it stopped; further splits and seeds are added to what is there.
#
#   comparison.sh CONFIG FOLDER [--splits 7,11] [--seeds 1,2] [--union] [-- OPTION ...]
#
# FOLDER gets a run for each method and split. --union adds a GAN at every site (Syn-Union). What follows -- goes to every
# command, such as --set data.root=DIR.
set -euo pipefail

asyndgan="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/asyndgan"
config="${1:?usage: comparison.sh CONFIG FOLDER [--splits S,S] [--seeds S,S] [--union] [-- OPTION ...]}"
folder="${2:?usage: comparison.sh CONFIG FOLDER [--splits S,S] [--seeds S,S] [--union] [-- OPTION ...]}"
shift 2

splits=7 seeds=1 union=no
while [ $# -gt 0 ]; do
    case "$1" in
        --splits) splits="$2"; shift 2 ;;
        --seeds) seeds="$2"; shift 2 ;;
        --union) union=yes; shift ;;
        --) shift; break ;;
        *) echo "comparison.sh: unknown option $1" >&2; exit 2 ;;
    esac
done

# run NAME OPTION...: trains a run and draws its synthetic set, as far as that is not done yet.
run() {
    local path="$folder/$1" begun=()
    shift
    if [ -f "$path/checkpoints/last/state.json" ]; then
        begun=(--resume)
    elif [ -d "$path" ]; then
        begun=(--overwrite)
    fi
    "$asyndgan" train --config "$config" "$@" --out "$path" "${begun[@]}"

    begun=()
    if [ -d "$path/synthetic" ]; then
        begun=(--resume)
    fi
    "$asyndgan" synthesize --config "$config" "$@" --run "$path" "${begun[@]}"
}

ours=() pooled=() joined=()
for split in ${splits//,/ }; do
    options=("$@" --set "data.split_seed=$split")
    run "asyndgan-$split" "${options[@]}"
    run "syn-all-$split" "${options[@]}" --set sites.mode=pooled
    ours+=("$folder/asyndgan-$split")
    pooled+=("$folder/syn-all-$split")
    if [ "$union" = yes ]; then
        sets=()
        for site in $(tail -n +2 "$folder/asyndgan-$split/split.csv" | cut -d, -f3 | sort -u); do
            run "syn-$site-$split" "${options[@]}" --set sites.mode=single --set "sites.only=$site"
            sets+=("$folder/syn-$site-$split")
        done
        joined+=("$(IFS=+; echo "${sets[*]}")")
    fi
done

list() { local IFS=,; echo "$*"; }
synthetic=(--synthetic "Syn-All=$(list "${pooled[@]}")" --synthetic "AsynDGAN=$(list "${ours[@]}")")
if [ "$union" = yes ]; then
    synthetic+=(--synthetic "Syn-Union=$(list "${joined[@]}")")
fi

"$asyndgan" eval-seg --config "$config" "$@" "${synthetic[@]}" --set "segmentation.seeds=[$seeds]" --part test --out "$folder/segmentation"
