#!/usr/bin/env bash
# Tries the Windows program under wine: builds it (cross-published for win-x64, self-contained), runs its commands on tiny
# phantoms and on a manifest with awkward names, and says line by line what held. The first thing that does not hold ends it.
# Where wine is not installed it says so and checks nothing. Wine is not Windows: docs/machines.md says what this shows.
#
#   check_windows.sh [FOLDER]      FOLDER: such a program that is published already
set -euo pipefail

root="$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")"
if ! command -v wine > /dev/null; then
    echo "check_windows: wine is not installed; nothing was checked"
    exit 0
fi

work="$(mktemp -d)"
clean() {
    WINEPREFIX="$work/wine" wineserver -k 2> /dev/null || true
    rm -rf "$work"
}
trap clean EXIT
work="$(readlink -f "$work")"

ok() { echo "ok: $*"; }
fail() {
    echo "FAILED: $1" >&2
    [ ! -e "$work/said" ] || cat "$work/said" >&2
    exit 1
}

program="$(readlink -f "${1:-$work/program}")"
if [ $# -eq 0 ]; then
    # Folders of its own: what is built for this system stays as it is.
    (cd "$root" && dotnet publish AsynDGAN.Cli -c Release -r win-x64 --self-contained -nodeReuse:false \
        --artifacts-path "$work/artifacts" -o "$program") > "$work/said" 2>&1 || fail "the program is built for win-x64"
    ok "the program is built for win-x64"
fi
[ -e "$program/torch_cpu.dll" ] && [ -e "$program/libSkiaSharp.dll" ] || fail "libtorch and SkiaSharp of Windows are in it"
[ -z "$(find "$program" -name '*.so*')" ] || fail "nothing of Linux is in it"
ok "libtorch and SkiaSharp of Windows are in it, and nothing of Linux"

# .NET 10 dies under wine 8 without the first; Intel's OpenMP asks wine for a processor group that it does not know.
export DOTNET_EnableWriteXorExecute=0 KMP_AFFINITY=disabled OMP_NUM_THREADS=1
export WINEPREFIX="$work/wine" WINEDEBUG=-all WINEDLLOVERRIDES="winemenubuilder.exe=" LC_ALL=C.UTF-8
unset DISPLAY
timeout 120 wineboot -i > "$work/said" 2>&1 || fail "wine starts"
cd "$work"

# asyndgan ARGUMENT ...: what it says goes to said; a hang is a failure. The program says why it fails: a failure without a
# word is wine's, which at times ends before the program begins. That is told and tried again, twice.
asyndgan() {
    local code again=2
    while :; do
        code=0
        timeout -k 1 300 wine "$program/asyndgan.exe" "$@" > "$work/said" 2>&1 || code=$?
        [ "$code" -ne 0 ] && [ "$code" -ne 124 ] && [ "$code" -ne 137 ] && [ ! -s "$work/said" ] && [ "$again" -gt 0 ] || return "$code"
        echo "wine ended with exit code $code before a word was said; $again more tries"
        again=$((again - 1))
    done
}
runs() {
    local what="$1"
    shift
    asyndgan "$@" || fail "$what (exit code $?)"
    ok "$what"
}

# refused WHAT TEXT ARGUMENT ...: exit code 2 and one message that holds TEXT.
refused() {
    local what="$1" text="$2" code=0
    shift 2
    asyndgan "$@" || code=$?
    [ "$code" -eq 2 ] || fail "$what: exit code $code, not 2"
    grep -qF -- "$text" said || fail "$what: the message holds '$text'"
    [ "$(grep -c '^error: ' said)" -eq 1 ] && ! grep -qE '^ +at |xception' said || fail "$what: one message"
    ok "$what: exit code 2, one message"
}
same() {
    local what="$1" one="$2" other="$3" file
    shift 3
    for file; do cmp -s "$one/$file" "$other/$file" || fail "$what: $file differs"; done
    ok "$what"
}

# killed_when TEST ARGUMENT ...: starts it and kills it as soon as TEST holds.
killed_when() {
    local test="$1" pid
    shift
    wine "$program/asyndgan.exe" "$@" > "$work/said" 2>&1 &
    pid=$!
    while ! eval "$test"; do
        kill -0 "$pid" 2> /dev/null || fail "$1 was killed on its way: it ended before that"
        sleep 0.02
    done
    kill -9 "$pid"
    wait "$pid" 2> /dev/null || true
}

cat > tiny.yaml <<'END'
name: tiny
data: { source: phantom, image_size: 32, min_mask_pixels: 5, phantom: { institutions: 2, patients: 4, slices: 2 } }
generator: { network: resnet, blocks: 1, filters: 4 }
discriminator: { layers: 1, filters: 4 }
training: { steps: 60, log_every: 5, checkpoint_every: 1, samples_every: 2 }
segmentation: { filters: 2, steps: 4, batch_size: 4, fedavg: { rounds: 2 } }
END

runs "data: shows a phantom" data --config tiny.yaml
runs "train: a run from end to end" train --config tiny.yaml --out 'runs\whole'
killed_when '[ -d runs/killed/checkpoints/epoch-0003 ]' train --config tiny.yaml --out 'runs\killed'
[ ! -e runs/killed/report.html ] || fail "train was killed on its way"
runs "train --resume: goes on after a kill" train --resume --out 'runs\killed'
same "the killed run has the weights, losses and samples of the whole one, bit for bit" runs/whole runs/killed weights/generator.safetensors \
    losses.csv copying.csv communication.csv split.csv checkpoints/last/centre.safetensors samples/epoch-0010-site-1.png
runs "synthesize: draws a set" synthesize --run 'runs\whole'
! grep -q '\\' runs/whole/synthetic/manifest.csv && grep -q ',images/000000.png,' runs/whole/synthetic/manifest.csv \
    || fail "its manifest parts folders by /"
ok "its manifest parts folders by /"
runs "eval-seg: every row" eval-seg --config tiny.yaml --synthetic 'AsynDGAN=runs\whole' --part test --out 'runs\segmentation'
[ "$(grep -c '^| \(Real-\|AsynDGAN\|Threshold\)' runs/segmentation/table.md)" -ge 9 ] || fail "the table has every row"
grep -q '±' said || fail "what is said is UTF-8"
ok "what is said is UTF-8"
runs "report: a run's" report 'runs\whole'

refused "a file that is not there" "nothing.yaml does not exist" train --config nothing.yaml
refused "an unknown key" "training.stepz" train --config tiny.yaml --set training.stepz=1 --out 'runs\none'
refused "a value that does not fit" "training.steps" train --config tiny.yaml --set training.steps=-1 --out 'runs\none'
refused "a run that is there" "There is a run in" train --config tiny.yaml --out 'RUNS\Whole'
refused "the working folder as --out" "is the working folder" train --config tiny.yaml --out "$(winepath -w "$work" | tr 'a-z' 'A-Z')"
[ ! -e runs/none ] || fail "what is refused leaves nothing behind"
ok "what is refused leaves nothing behind"

# Names that Windows keeps for devices, colons, trailing dots and spaces, umlauts, and folders parted by backslashes.
mkdir -p 'Bilder über alles/ein Ordner'
cp runs/whole/synthetic/images/*.png 'Bilder über alles/ein Ordner/'
cp -r runs/whole/synthetic/masks 'Bilder über alles/Masken'
sites=(con 'a:b' 'Köln.' nul.x 'x\y' 'com1 ')
manifest() {
    local i=0 file
    printf 'site,patient,image,mask\r\n'
    for file in runs/whole/synthetic/images/*.png; do
        printf '"%s","aux.%d","ein Ordner\\%s",Masken\\%s\r\n' "${sites[$((i / 2 % ${#sites[@]}))]}" $((i / 2)) "${file##*/}" "${file##*/}"
        i=$((i + 1))
    done
}
manifest > 'Bilder über alles/liste.csv'
cat > 'meine Einstellungen.yaml' <<'END'
data: { source: manifest, root: 'Bilder über alles\liste.csv', image_size: 32, min_mask_pixels: 1, test_fraction: 0, validation_fraction: 0, cache: 'zwischen lager' }
generator: { network: resnet, blocks: 1, filters: 4 }
discriminator: { layers: 1, filters: 4 }
training: { steps: 40, checkpoint_every: 1, samples_every: 5 }
END
runs "data: a manifest with backslashes, spaces, umlauts and names of devices" data --config 'meine Einstellungen.yaml' --out 'Aus gabe\Übersicht'
grep -qF 'Köln.' said || fail "umlauts are shown"
ok "umlauts are shown"
[ "$(find 'zwischen lager' -name '*.slices' | wc -l)" -eq "$(tail -n +2 'Aus gabe/Übersicht/split.csv' | wc -l)" ] || fail "the cache keeps every case"
ok "the cache keeps every case"
killed_when '[ -d "Aus gabe/Lauf 1/checkpoints/epoch-0002" ]' train --config 'meine Einstellungen.yaml' --out 'Aus gabe\Lauf 1'
[ "$(find 'Aus gabe/Lauf 1/checkpoints/last' -name 'site-*.safetensors' | wc -l)" -eq "${#sites[@]}" ] || fail "every site has its file"
ok "every site has its file"
runs "train --resume: finds every site's file again" train --resume --out 'Aus gabe\Lauf 1'
runs "synthesize: with names of devices" synthesize --run 'Aus gabe\Lauf 1'
sites=(north North)
manifest > 'Bilder über alles/case.csv'
refused "sites that differ in case only" "'North', 'north' differ in case only" train --config 'meine Einstellungen.yaml' --set 'data.root=Bilder über alles\case.csv' --out 'runs\none'
printf 'site,patient,image,mask\ns,p,Masken\\000000.png,MASKEN/000000.PNG\n' > 'Bilder über alles/own.csv'
refused "an image that is its own mask in other letters" "is image and mask" data --config 'meine Einstellungen.yaml' --set 'data.root=Bilder über alles\own.csv' --out 'runs\none'

# Another program has a file open for a moment, as virus scanners do; and another command writes.
wine "$program/asyndgan.exe" train --config tiny.yaml --set training.steps=3000 --out 'runs\shared' > other 2>&1 &
other=$!
while [ ! -d runs/shared/checkpoints/epoch-0002 ]; do
    kill -0 "$other" 2> /dev/null || { cp other said; fail "a training that goes on beside others"; }
    sleep 0.02
done
refused "a folder that another command writes in" "is being written by another command: train" train --config tiny.yaml --out 'runs\shared' --overwrite
for file in losses.csv weights/generator.safetensors checkpoints/last/state.json; do
    timeout 60 wine cmd /c "ping -n 2 127.0.0.1 < runs\\shared\\${file//\//\\} > nul" > said 2>&1 || true
done
kill -0 "$other" 2> /dev/null || { cp other said; fail "a training outlives files that others have open for a second"; }
kill -9 "$other"
wait "$other" 2> /dev/null || true
runs "synthesize: with a run that goes on after files were open elsewhere, and was killed" synthesize --run 'runs\shared'

# compare: its children are processes of the same program.
compare=(compare --config tiny.yaml --set training.steps=60 --seeds 1,2 --jobs 2)
runs "compare: from end to end" "${compare[@]}" --out 'runs\compared'
killed_when '[ -e runs/stopped/asyndgan-7/checkpoints/last/state.json ]' "${compare[@]}" --out 'runs\stopped'
[ ! -e runs/stopped/segmentation/table.md ] || fail "compare was killed on its way"
runs "compare: goes on after a kill" "${compare[@]}" --out 'runs\stopped'
same "the killed comparison has the tables of the whole one, bit for bit" runs/compared/segmentation runs/stopped/segmentation table.csv results.csv patients.csv comparisons.csv

# The starter, as far as wine's cmd, which is not Windows', goes: with a dotnet that says how it was called.
mkdir -p 'a clone/scripts' 'a clone/AsynDGAN.Cli/bin/Release/net10.0/win-x64' 'a clone/AsynDGAN.Cli/bin/Release/net10.0/linux-x64' bin
cp "$root/scripts/asyndgan.cmd" 'a clone/scripts/'
touch 'a clone/AsynDGAN.Cli/bin/Release/net10.0/'{win,linux}'-x64/asyndgan.dll'
printf '@echo called with %%*\r\n' > bin/dotnet.bat
printf '@"a clone\\scripts\\asyndgan.cmd" train --config "my config.yaml"\r\n' > caller.bat
WINEPATH="$(winepath -w "$work/bin")" timeout 60 wine cmd /c caller.bat > said 2>&1 || true
grep -q 'called with .*win-x64\\asyndgan.dll" train --config "my config.yaml"' said || fail "asyndgan.cmd starts the Windows program with its arguments"
ok "asyndgan.cmd, in wine's cmd, starts the Windows program with its arguments"

echo "check_windows: everything held, under $(wine --version)"
