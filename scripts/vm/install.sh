#!/bin/sh
# Debian's own kernel and a tiny initramfs below .build/vm, for run.sh. Nothing goes to /boot or /lib/modules. A kernel that
# is there is kept; `rm -r .build/vm` fetches the current one.
set -eu
cd "$(dirname "$0")/../.."
target=.build/vm

scripts/install-dependencies.sh vm

# Debian's metapackage names the kernel, and so does every point release anew.
fetch_kernel() {
    download=$target/download
    rm -rf "$download"
    mkdir -p "$download"
    package=$(apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9]\)/\1/p' | head -n 1)
    if [ -z "$package" ]; then
        echo "install.sh: apt knows no linux-image-amd64" >&2
        return 1
    fi
    echo "fetching $package" >&2
    (cd "$download" && apt-get -q -o APT::Sandbox::User=root download "$package" >/dev/null)
    dpkg -x "$download"/"$package"_*.deb "$download/kernel"
    depmod -b "$download/kernel" "$(ls "$download/kernel/lib/modules")"
    mv "$download/kernel" "$target/kernel"
    rm -r "$download"
}

# /init, busybox, and what it takes to mount the host's file system: virtio, 9p, overlayfs.
make_initramfs() {
    version=$(ls $target/kernel/lib/modules)
    tree=$(mktemp -d)
    trap 'rm -rf "$tree"' EXIT
    mkdir "$tree/bin" "$tree/modules"
    cp "$(command -v busybox)" "$tree/bin/busybox"
    cp scripts/vm/init "$tree/init"
    for name in virtio_pci 9pnet_virtio 9p overlay; do
        modprobe -d $target/kernel -S "$version" --show-depends "$name"
    done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++' | while read -r module; do
        cp "$module" "$tree/modules/"
        basename "$module" >>"$tree/modules/order"
    done
    (cd "$tree" && find . | busybox cpio -o -H newc 2>/dev/null) | gzip -1 >$target/initramfs.new
    mv $target/initramfs.new $target/initramfs
}

if [ ! -d $target/kernel ]; then
    # Lists may be of a kernel that the mirror no longer has.
    apt-get -q update >/dev/null
    fetch_kernel
    rm -f $target/initramfs
fi
if [ ! -f $target/initramfs ] || [ scripts/vm/init -nt $target/initramfs ]; then make_initramfs; fi
