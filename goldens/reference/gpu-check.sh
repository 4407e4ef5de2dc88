#!/bin/sh
# What wants a GPU, on a machine that has one: the tests, and the speed beside diffusers. Takes a few minutes.
# Wants what './mvnw test-compile' has built, and a Python with torch, diffusers and CUDA as 'python3' (or PYTHON=...).
# DEVICE=cpu SHAPES=default tries the script itself on any machine.
set -eu
cd "$(dirname "$0")/../.."
python=${PYTHON:-python3}
precision=${PRECISION:-bfloat16}
device=${DEVICE:-cuda}
shapes=${SHAPES:-sd15,sdxl,klein}
case $device in
  cuda*)
    PYTORCH_LIBRARY_PATH=$("$python" -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))')
    export PYTORCH_LIBRARY_PATH ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

./demist devices --device "$device"

echo '== goldens in float32, networks in both half formats'
NVIDIA_TF32_OVERRIDE=0 ./mvnw -o -B -q test -pl engine -am -Dgroups=gpu -Dsurefire.failIfNoSpecifiedTests=false

# Tables of a network's calls with the card's memory; compiling takes minutes, so only for one user.
tables() { # ENGINES USERS
  "$python" goldens/reference/bench_peers.py --work "$work" --device "$device" --engines "$1" --users "$2" \
    --formats "$precision" --shapes "$shapes" --rounds 10 --memory 1000
}
tables demist,diffusers,compiled 1
tables demist,diffusers 4,16
