#!/bin/sh
# What wants a GPU, on a machine that has one: the tests and a picture, as a table, and the speed beside diffusers. Takes a few minutes and builds
# nothing; before it:   ./demist --version && ./mvnw -B -q test-compile -pl engine -am
# Wants a Python with torch, diffusers and CUDA as 'python3' (or PYTHON=...). DEVICE=cpu SHAPES=default tries the script itself on any machine.
set -eu
cd "$(dirname "$0")/../.."
python=${PYTHON:-python3}
precision=${PRECISION:-bfloat16}
device=${DEVICE:-cuda}
shapes=${SHAPES:-sd15,sdxl,klein}
if [ ! -f server/target/demist.built ] || [ ! -d engine/target/test-classes ]; then
  echo "gpu-check: build first: ./demist --version && ./mvnw -B -q test-compile -pl engine -am" >&2
  exit 2
fi
case $device in
  cuda*)
    PYTORCH_LIBRARY_PATH=$("$python" -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))')
    export PYTORCH_LIBRARY_PATH ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
begun=$(date +%s)
failed=0

./demist devices --device "$device"
./demist inspect emoji --device "$device" --precision "$precision" | sed -n '/^where/,$p'
./demist generate "a red apple" --device "$device" --precision "$precision" --seed 1 --out "$work/apple.png" \
  2> "$work/picture.log" || { cat "$work/picture.log"; failed=1; }

echo '== goldens in float32, networks in both half formats, joined rows, short memory'
NVIDIA_TF32_OVERRIDE=0 ./mvnw -o -B -q test -pl engine -am -Dgroups=gpu -Dsurefire.failIfNoSpecifiedTests=false || failed=1
find engine/target/surefire-reports -name 'TEST-*.xml' -newer "$work" | sort | "$python" -c '
import sys, xml.etree.ElementTree as xml
print("tests  failed  skipped  seconds")
for file in sys.stdin.read().split():
    suite = xml.parse(file).getroot().attrib; bad = int(suite["failures"]) + int(suite["errors"])
    name = suite["name"].rsplit(".", 1)[-1]; print("%5s  %6d  %7s  %7s  %s" % (suite["tests"], bad, suite["skipped"], suite["time"], name))'

# Tables of a network's calls with the card's memory; compiling takes minutes, so only for one user.
tables() { # ENGINES USERS
  "$python" goldens/reference/bench_peers.py --work "$work" --device "$device" --engines "$1" --users "$2" \
    --formats "$precision" --shapes "$shapes" --rounds 10 --memory 1000 || failed=1
}
tables demist,diffusers,compiled 1
tables demist,diffusers 4,16
echo "took $(($(date +%s) - begun)) s; $([ "$failed" = 0 ] && echo 'all of it passed' || echo 'SOME OF IT FAILED, see above')"
exit "$failed"
