/// Points as packets that `why` can be asked about.
extension PacketSpace {
    /// The packet that a reader would take for an example of a region: usual numbers where they are free.
    func example(of region: Region) -> Point {
        point(of: region) { set, axis in
            examples[axis].first(where: set.contains) ?? set.intervals.first?.lowerBound ?? 0
        }
    }

    /// The packets at two corners of a region.
    func corners(of region: Region) -> [Point] {
        [
            point(of: region) { set, _ in set.intervals.last?.upperBound ?? 0 },
            point(of: region) { set, _ in set.intervals.first?.lowerBound ?? 0 },
        ]
    }

    /// A packet somewhere in a region; the same one for the same `seed`.
    func sample(of region: Region, _ seed: UInt64) -> Point {
        var state = seed
        return point(of: region) { set, _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let intervals = set.intervals
            guard !intervals.isEmpty else { return 0 }
            let interval = intervals[Int((state >> 33) % UInt64(intervals.count))]
            let length = UInt64(interval.upperBound - interval.lowerBound) + 1
            return interval.lowerBound + UInt32(truncatingIfNeeded: (state >> 17) % length)
        }
    }

    /// What `choose` gives for the set of each axis: of steps that a packet description has words for, if there are any.
    private func point(of region: Region, _ choose: (IntervalSet<UInt32>, Int) -> UInt32) -> Point {
        let coordinates = region.sets.indices.map { axis in
            guard let spoken = spoken[axis] else { return choose(region.sets[axis], axis) }
            let common = region.sets[axis].intersection(spoken)
            return choose(common.isEmpty ? region.sets[axis] : common, axis)
        }
        return Point(
            family: region.family, path: region.path, hasPorts: region.hasPorts, coordinates: coordinates)
    }

    /// The steps of an axis that a packet description has words for; nil where it has for all.
    static func spoken(_ axis: Axis, _ scale: Scale) -> IntervalSet<UInt32>? {
        guard [.number(.proto), .number(.iif), .number(.oif)].contains(axis) else { return nil }
        let steps = (0..<scale.count).map { UInt32(truncatingIfNeeded: $0) }.filter { step in
            let numbers = scale.numbers(at: step)
            let number = axis.example(in: numbers)
            if number == axis.absent { return true }
            if axis == .number(.proto) {
                return !ProtocolNames.extensionHeaders.contains(UInt8(truncatingIfNeeded: number))
            }
            return axis.word(for: number, else: numbers) != nil
        }
        return steps.count == scale.count ? nil : IntervalSet(steps.map { $0...$0 })
    }

    /// A packet with the fields that some condition looks at; nil where a number has no text, such as no name of an
    /// interface.
    func packet(at point: Point) -> Packet? {
        var packet = Packet()
        packet.path = point.path
        packet.family = point.family
        if point.path == .forward { packet.iif = "eth1" }
        var mark: UInt128 = 0
        do throws(ValueError) {
            for (index, axis) in axes.enumerated() where axis.belongs(to: point.family) {
                let numbers = scales[index].numbers(at: point.coordinates[index])
                let number = axis.example(in: numbers)
                guard number != axis.absent else { continue }
                switch axis {
                case .number(let field):
                    guard let word = axis.word(for: number, else: numbers) else { return nil }
                    try packet.set(field, to: word)
                case .address(let field, let family):
                    try packet.set(field, to: IPAddress(family, number).description)
                case .markBits(let bits): mark |= number << UInt128(bits.lowerBound)
                case .ownerName: continue
                }
            }
            // After the numbers: a packet with an owner by name has no number that anybody knows.
            for (index, axis) in axes.enumerated() where point.coordinates[index] == 1 {
                if case .ownerName(let field, let name) = axis { try packet.set(field, to: name) }
            }
        } catch {
            return nil
        }
        packet.mark = UInt32(truncatingIfNeeded: mark)
        packet.isLaterFragment = point.lacksPorts(in: self) && packet.proto.map(ProtocolNames.hasPorts) == true
        return packet
    }
}

extension Point {
    /// Whether it has no ports where conditions ask for them.
    fileprivate func lacksPorts(in space: PacketSpace) -> Bool {
        !hasPorts && space.axes.contains { $0 == .number(.sport) || $0 == .number(.dport) }
    }
}

extension Axis {
    /// One of some numbers: the usual one, or else not the address of a network itself, nor an extension header.
    fileprivate func example(in numbers: ClosedRange<UInt128>) -> UInt128 {
        if let usual = examples.first(where: numbers.contains) { return usual }
        if isAddress, numbers.upperBound - numbers.lowerBound > 1 { return numbers.lowerBound + 1 }
        guard self == .number(.proto), numbers.upperBound < 256 else { return numbers.lowerBound }
        let usual = numbers.first { !ProtocolNames.extensionHeaders.contains(UInt8(truncatingIfNeeded: $0)) }
        return usual ?? numbers.lowerBound
    }

    /// A number as a packet description has it.
    fileprivate func word(for number: UInt128, else range: ClosedRange<UInt128>) -> String? {
        switch self {
        case .number(.iif), .number(.oif): InterfaceNumber.name(number, else: range)
        default: String(number)
        }
    }
}
