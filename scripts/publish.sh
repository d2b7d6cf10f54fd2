#!/usr/bin/env bash
# Writes what is given away: an archive for each system that there is a libtorch for, which needs the .NET 10 runtime, with the
# libtorch of its CPU in it. Any system builds for every other. The version is that of Directory.Build.props.
#
#   publish.sh [FOLDER] [SYSTEM ...]      FOLDER: publish; SYSTEM: linux-x64 win-x64 osx-arm64
set -euo pipefail

root="$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")"
out="${1:-publish}"
shift || true
[ $# -gt 0 ] || set -- linux-x64 win-x64 osx-arm64
mkdir -p "$out"
out="$(readlink -f "$out")"

version="$(sed -nE 's:.*<Version>(.*)</Version>.*:\1:p' "$root/Directory.Build.props")"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

for system; do
    name="asyndgan-$version-$system"
    # Folders of its own: what is built for this system stays as it is.
    (cd "$root" && dotnet publish AsynDGAN.Cli -c Release -r "$system" --no-self-contained -nodeReuse:false --nologo --verbosity quiet \
        --artifacts-path "$work/artifacts" -o "$work/$name")
    find "$work/$name" \( -name '*.pdb' -o -name '*.xml' \) -delete
    cp "$root/README.md" "$root/LICENSE" "$root/THIRD-PARTY-NOTICES.md" "$work/$name/"
    cp -r "$root/configs" "$work/$name/"

    # Windows unpacks zip by itself; tar keeps that the program may be run.
    case "$system" in
        win-*) archive="$name.zip" && (cd "$work" && python3 -m zipfile -c "$work/$archive" "$name") ;;
        *) archive="$name.tar.gz" && tar -C "$work" -czf "$work/$archive" "$name" ;;
    esac
    mv "$work/$archive" "$out/$archive"
    rm -rf "${work:?}/$name" "$work/artifacts"
    (cd "$out" && sha256sum "$archive")
done
