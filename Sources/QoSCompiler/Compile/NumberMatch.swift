import NetlinkModel

/// Expressions that compare a loaded register with a set of numbers, in the shapes that nft makes.
enum NumberMatch {
    /// `key` tells length and byte order of the register's value.
    static func expressions(
        _ set: IntervalSet<UInt128>, key: NFTSetKey, isNegated: Bool
    ) -> [NFTExpression] {
        let register = NFTRegister.data1
        guard let first = set.intervals.first else { return [] }
        if set.intervals.count == 1 {
            if first.lowerBound == first.upperBound {
                let data = bytes(first.lowerBound, key: key, inHostOrder: key.isHostEndian)
                return [.compare(isNegated ? .notEqual : .equal, register, .bytes(data))]
            }
            let lower = bytes(first.lowerBound, key: key, inHostOrder: false)
            let upper = bytes(first.upperBound, key: key, inHostOrder: false)
            let order = toNetworkOrder(key, register)
            guard !isNegated else { return order + [.range(register, from: lower, to: upper, inverted: true)] }
            return order + [
                .compare(.greaterOrEqual, register, .bytes(lower)), .compare(.lessOrEqual, register, .bytes(upper)),
            ]
        }
        let isInterval = !set.isSingles
        let anonymous = NFTSet.anonymous(
            key: key, isInterval: isInterval,
            elements: set.intervals.map { NFTSetElement($0.lowerBound, $0.upperBound) })
        return (isInterval ? toNetworkOrder(key, register) : [])
            + [.lookup(.anonymous(anonymous), register, inverted: isNegated)]
    }

    /// Ranges compare as big-endian numbers, so a register in host order is turned first.
    private static func toNetworkOrder(_ key: NFTSetKey, _ register: NFTRegister) -> [NFTExpression] {
        key.isHostEndian ? [.hostToNetwork(from: register, into: register, length: UInt32(key.length))] : []
    }

    private static func bytes(_ number: UInt128, key: NFTSetKey, inHostOrder: Bool) -> [UInt8] {
        inHostOrder ? HostOrder.bytes(UInt32(truncatingIfNeeded: number)) : bigEndian(number, count: key.length)
    }

    static func bigEndian(_ number: UInt128, count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt128(8 * (count - 1 - $0))) }
    }
}

extension IntervalSet where Value == UInt128 {
    init<Narrow>(widening set: IntervalSet<Narrow>, shiftedBy shift: Int = 0) {
        self.init(
            set.intervals.map { UInt128($0.lowerBound) << UInt128(shift)...UInt128($0.upperBound) << UInt128(shift) })
    }
}
