import Glibc
import NetworkLab

/// Throws a clear error unless this is the virtual machine of `scripts/vm`. It never skips.
func requireVM() throws {
    try requireKernel()
    guard access("/run/vm/start", F_OK) == 0 else {
        throw LabError.unusable("these belong in the virtual machine: make test-vm")
    }
}
