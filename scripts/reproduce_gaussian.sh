#!/usr/bin/env bash
# The paper's synthetic experiment, and where its theory stops: two runs at a time, one thread each. The options of asyndgan
# compare may follow.
#
#   reproduce_gaussian.sh [OPTION ...]
#
# The folder (runs/reproduce-gaussian) gets five comparisons, each with table.md and figures:
#   paper         Syn-All, Syn-Subset-1 to 3 and AsynDGAN, five seeds; densities.png is the paper's Figure 5
#   withheld-111  the generator is not told the component; components of equal weight, first three seeds
#   withheld-631  the same at 6:3:1
#   line, ring    2, 3, 10 and 50 components, evenly from -4 to 4 or on a circle in the plane, first seed
set -euo pipefail
here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
exec "$here/asyndgan" compare --config "$here/../configs/gaussian.yaml" --out runs/reproduce-gaussian --seeds 1,2,3,4,5 \
    --withheld --growth 2,3,10,50 --jobs 2 "$@"
