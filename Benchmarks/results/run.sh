#!/bin/sh
# Runs the published results one after the other: Benchmarks/results/run.sh LEARNNN [NAME …].
# LEARNNN_DATA names the folder that holds mnist/; one thread, so that the numbers are the same everywhere.
learnnn=$1
shift
folder=$(dirname "$0")
for name in ${*:-digits nielsen mlp mlp-fashion adam convolution strokes}; do
  echo "$name"
  OPENBLAS_NUM_THREADS=1 "$learnnn" "$folder/$name.nn" || exit 1
done
