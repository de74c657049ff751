#!/bin/sh
# A shared library with a C symbol out of these modules links and loads. SwiftPM calls the flags that this needs unsafe, so
# the objects that it has built are linked here.
set -eu
swift=${1:-swift}
here=$(cd "$(dirname "$0")/.." && pwd)
cd "$here"

"$swift" build -c release --target QoSCompiler
objects=$("$swift" build -c release --show-bin-path)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

swiftc=$(dirname "$(command -v "$swift")")/swiftc
[ -x "$swiftc" ] || swiftc=swiftc
"$swiftc" -O -swift-version 6 -parse-as-library -emit-library -static-stdlib -module-name QoSTrial \
    -I "$objects/Modules" scripts/trial-library/trial.swift \
    "$objects"/QoSCompiler.build/*.o "$objects"/NetlinkModel.build/*.o \
    -o "$work/libqosctl-trial.so"
cc -Wall -Wextra -o "$work/trial" scripts/trial-library/trial.c
"$work/trial" "$work/libqosctl-trial.so"
