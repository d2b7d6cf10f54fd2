#!/usr/bin/env bash
# What a centre learns of the images, beside what the drawings are worth: a training with an L1 term, one with feature-matching, one
# with the adversarial term alone, and one with feature-matching, the paper's discriminator, the hinge loss and spectral norm, each
# audited where sites answer any question and where they answer in order, and segmentation networks trained on drawings of their
# mixed masks; one table and one plot (privacy_table.cs). What is done is kept in FOLDER, and the same command goes on from there.
#
#   measure_privacy.sh DATA_ROOT [FOLDER [--set KEY=VALUE ...]]
#
# DATA_ROOT is the folder kaggle_3m of the downloaded data; FOLDER is runs/privacy where it is left out. Keys that follow it go to
# every training and to the comparison: with smaller networks and fewer steps the whole is tried in minutes.
set -euo pipefail
root="$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")"
asyndgan="${ASYNDGAN:-$root/scripts/asyndgan}"
data="${1:?usage: measure_privacy.sh DATA_ROOT [FOLDER [--set KEY=VALUE ...]]}"
folder="${2:-runs/privacy}"
given=("${@:3}")
config=(--config "$root/configs/lgg.yaml" --set "data.root=$data" --set data.split_seed=11)
mkdir -p "$folder"

larger=(--set discriminator.layers=3 --set discriminator.filters=64 --set loss.gan=hinge --set discriminator.norm=none --set discriminator.spectral_norm=true)
rows=(--train-on real-all) terms=(l1 feature-matching none feature-matching-larger)
for term in "${terms[@]}"; do
    run="$folder/$term"
    own=("${config[@]}" --set "loss.reconstruction=${term%-larger}")
    [ "$term" = "${term%-larger}" ] || own+=("${larger[@]}")
    own+=(${given[@]+"${given[@]}"})
    again=()
    if [ -e "$run/checkpoints/last" ] || [ -e "$run/checkpoints/last.complete" ]; then
        again=(--resume)
    elif [ -e "$run/config.yaml" ]; then
        again=(--overwrite) # It was stopped before it kept anything.
    fi
    "$asyndgan" train "${own[@]}" --out "$run" ${again[@]+"${again[@]}"}
    again=()
    [ ! -e "$run/synthetic/config.yaml" ] || again=(--resume)
    "$asyndgan" synthesize --run "$run" ${again[@]+"${again[@]}"}
    for questions in any in-order; do
        [ -e "$run/audit-$questions/audit.json" ] ||
            "$asyndgan" audit --run "$run" --set "sites.questions=$questions" --out "$run/audit-$questions"
    done
    rows+=(--synthetic "$term=$run" --train-on "new-masks:$term")
done

"$asyndgan" eval-seg "${config[@]}" --set 'segmentation.seeds=[1,2]' --set segmentation.images=smallest --part test --jobs 2 \
    ${given[@]+"${given[@]}"} "${rows[@]}" --out "$folder/segmentation"
folder="$(readlink -f "$folder")"
(cd "$root" && dotnet run scripts/privacy_table.cs "$folder" "${terms[@]}")
