#!/bin/sh
# What wants a GPU, on a machine that has one: the tests, and the speed beside diffusers. Takes a few minutes.
# Wants what './mvnw test-compile' has built, and a Python with torch, diffusers and CUDA as 'python3' (or PYTHON=...).
set -eu
cd "$(dirname "$0")/../.."
python=${PYTHON:-python3}
precision=${PRECISION:-BFLOAT16}
PYTORCH_LIBRARY_PATH=$("$python" -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))')
export PYTORCH_LIBRARY_PATH PYTORCH_FLAVOR=cu128
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

./demist devices --device cuda

echo '== goldens in float32, networks in both half formats'
NVIDIA_TF32_OVERRIDE=0 ./mvnw -o -B -q test -pl engine -am -Dgroups=gpu -Dsurefire.failIfNoSpecifiedTests=false

measure() { # NAME FOLDER LATENT-SIDE
  for batch in 2 8 32; do
    echo "== $1, $3x$3 latents, $batch rows, $precision"
    ./mvnw -o -B -q -pl engine -am test-compile -Pbench -Dmain=dev.demist.engine.bench.DenoiserBenchmark \
      -Dargs="$2 $precision $batch $3 20 1 cuda"
    dtype=$(echo "$precision" | tr '[:upper:]' '[:lower:]')
    "$python" goldens/reference/bench_diffusers.py --model "$2" --device cuda --dtype "$dtype" --batch $batch --size "$3" --runs 20
    "$python" goldens/reference/bench_diffusers.py --model "$2" --device cuda --dtype "$dtype" --batch $batch --size "$3" --runs 20 --compile
  done
}

"$python" goldens/reference/bench_diffusers.py --write "$work/unet"
measure 'Stable Diffusion 1.5 shape' "$work/unet" 64
nvidia-smi --query-gpu=name,memory.used,memory.total --format=csv
