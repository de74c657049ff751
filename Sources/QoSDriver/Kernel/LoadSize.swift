import NetlinkKit
import NetlinkModel
public import QoSCompiler

extension Plan {
    /// Bytes of netlink that load the plan where there was nothing. Nil for one that cannot be sent.
    public var loadSize: Int? {
        // A name takes as many bytes as any number.
        let numbers = Dictionary(uniqueKeysWithValues: unresolvedOwners.map { ($0, UInt32(0)) })
        let plan = resolvingOwners(numbers)
        // One fingerprint is as long as another, and takes long to make.
        let replacement = Replacement(plan, Fingerprint.of(""), over: nil, kernel: KernelTable())
        do throws(NFTBatchError) {
            let pages = try NFTClient.measureInPages(
                replacement.preparation().commands, prefix: replacement.generation.prefix)
            let table = try NFTBatch([.addTable(contents.table)]).sealed().byteCount
            let flip = try replacement.flipBatch(expecting: 1).byteCount
            return table + pages.bytes + flip
        } catch {
            return nil
        }
    }
}
