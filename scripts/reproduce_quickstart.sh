#!/usr/bin/env bash
# The paper's comparison on generated data, in some minutes. The options of asyndgan compare may follow.
#
#   reproduce_quickstart.sh [OPTION ...]
set -euo pipefail
here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
exec "$here/asyndgan" compare --config "$here/../configs/quickstart.yaml" --out runs/reproduce-quickstart "$@"
