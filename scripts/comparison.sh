#!/usr/bin/env bash
# The paper's comparison for one configuration: trains AsynDGAN and Syn-All, draws their synthetic sets, trains the
# segmentation network on every training set, and prints the table for the test patients. Started again, it goes on where
# it stopped; further splits and seeds are added to what is there.
#
#   comparison.sh CONFIG FOLDER [--splits 7,11] [--seeds 1,2] [--union] [--jobs N] [-- OPTION ...]
#
# FOLDER gets a run for each method and split. --union adds a GAN at every site (Syn-Union). --jobs trains so many networks
# at a time, each with its share of the cores, which is faster where they are small. What follows -- goes to every command,
# such as --set data.root=DIR.
set -euo pipefail

scripts="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
asyndgan="$scripts/asyndgan"
usage="usage: comparison.sh CONFIG FOLDER [--splits S,S] [--seeds S,S] [--union] [--jobs N] [-- OPTION ...]"
config="${1:?$usage}"
folder="${2:?$usage}"
shift 2

splits=7 seeds=1 union=no jobs=1
while [ $# -gt 0 ]; do
    case "$1" in
        --splits) splits="${2:?$usage}"; shift 2 ;;
        --seeds) seeds="${2:?$usage}"; shift 2 ;;
        --union) union=yes; shift ;;
        --jobs) jobs="${2:?$usage}"; shift 2 ;;
        --) shift; break ;;
        *) echo "comparison.sh: unknown option $1" >&2; exit 2 ;;
    esac
done
case "$jobs" in
    ""|0|*[!0-9]*) echo "comparison.sh: --jobs $jobs: give a whole number from 1" >&2; exit 2 ;;
esac
. "$scripts/runs.sh"

ours=() pooled=() joined=()
for split in ${splits//,/ }; do
    options=("$@" --set "data.split_seed=$split")
    begin "asyndgan-$split" run "asyndgan-$split" "$config" "${options[@]}"
    begin "syn-all-$split" run "syn-all-$split" "$config" "${options[@]}" --set sites.mode=pooled
    ours+=("$folder/asyndgan-$split")
    pooled+=("$folder/syn-all-$split")
done
finish

if [ "$union" = yes ]; then
    for split in ${splits//,/ }; do
        sets=()
        for site in $(tail -n +2 "$folder/asyndgan-$split/split.csv" | cut -d, -f3 | sort -u); do
            begin "syn-$site-$split" run "syn-$site-$split" "$config" "$@" --set "data.split_seed=$split" \
                --set sites.mode=single --set "sites.only=$site"
            sets+=("$folder/syn-$site-$split")
        done
        joined+=("$(IFS=+; echo "${sets[*]}")")
    done
    finish
fi

list() { local IFS=,; echo "$*"; }
synthetic=(--synthetic "Syn-All=$(list "${pooled[@]}")" --synthetic "AsynDGAN=$(list "${ours[@]}")")
drawn=(--train-on synthetic:Syn-All --train-on synthetic:AsynDGAN --train-on new-masks:Syn-All --train-on new-masks:AsynDGAN)
if [ "$union" = yes ]; then
    synthetic+=(--synthetic "Syn-Union=$(list "${joined[@]}")")
    drawn+=(--train-on synthetic:Syn-Union --train-on new-masks:Syn-Union)
fi

# evaluate OPTION...: trains and scores the rows that the options name, all by default.
evaluate() {
    "$asyndgan" eval-seg --config "$config" "${options[@]}" "${synthetic[@]}" --set "segmentation.seeds=[$seeds]" --part test \
        --out "$folder/segmentation" "$@"
}

options=("$@")
if [ "$jobs" -gt 1 ]; then
    begin rows-threshold evaluate --rows-only --train-on threshold # The first alone, since it makes the folder.
    finish
    begin rows-central evaluate --rows-only --train-on real-all --train-on real-subsets "${drawn[@]}"
    begin rows-federated evaluate --rows-only --train-on fedavg --train-on real-subset+synthetic:AsynDGAN
    finish
fi
evaluate
