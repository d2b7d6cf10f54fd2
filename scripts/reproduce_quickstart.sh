#!/usr/bin/env bash
# The paper's comparison on generated data, in some minutes. Options: see comparison.sh.
#
#   reproduce_quickstart.sh [--splits S,S] [--seeds S,S] [--union] [--jobs N] [-- OPTION ...]
set -euo pipefail
here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
exec "$here/comparison.sh" "$here/../configs/quickstart.yaml" runs/reproduce-quickstart "$@"
