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
    export PYTORCH_LIBRARY_PATH PYTORCH_FLAVOR=cu128 ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

./demist devices --device "$device"

echo '== goldens in float32, networks in both half formats'
NVIDIA_TF32_OVERRIDE=0 ./mvnw -o -B -q test -pl engine -am -Dgroups=gpu -Dsurefire.failIfNoSpecifiedTests=false

# Tables: a network's calls in Demist, diffusers and diffusers compiled, for 1, 4 and 16 users, with the card's memory.
"$python" goldens/reference/bench_peers.py --work "$work" --device "$device" --engines demist,diffusers,compiled \
  --formats "$precision" --shapes "$shapes" --users 1,4,16 --rounds 10 --memory 1000
