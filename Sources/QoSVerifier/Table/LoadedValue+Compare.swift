import NetlinkModel

// Conditions on a register as conditions on fields.

extension LoadedValue {
    func compare(_ operation: NFTCompareOperator, _ bytes: [UInt8]) -> LoadCondition {
        guard (1...16).contains(bytes.count) else { return .unclear }
        let number = Self.number(bytes)
        let maximum = ValueSet.allOnes(8 * bytes.count)
        func within(_ lower: UInt128, _ upper: UInt128) -> LoadCondition {
            condition(lower...upper, bytes: bytes.count)
        }
        switch operation {
        case .equal: return within(number, number)
        case .notEqual: return within(number, number).negated
        case .less: return number == 0 ? .never : within(0, number - 1)
        case .lessOrEqual: return within(0, number)
        case .greater: return number == maximum ? .never : within(number + 1, maximum)
        case .greaterOrEqual: return within(number, maximum)
        }
    }

    func range(_ lower: [UInt8], _ upper: [UInt8], inverted: Bool) -> LoadCondition {
        guard lower.count == upper.count, (1...16).contains(lower.count) else { return .unclear }
        let (low, high) = (Self.number(lower), Self.number(upper))
        // An interval that ends before it starts has nothing in it.
        guard low <= high else { return inverted ? .always : .never }
        let condition = condition(low...high, bytes: lower.count)
        return inverted ? condition.negated : condition
    }

    /// The condition that the first bytes of the register, as a number, are in an interval.
    func condition(_ stated: ClosedRange<UInt128>, bytes: Int) -> LoadCondition {
        let interval: ClosedRange<UInt128>
        switch wholeRegister(stated, bytes: bytes) {
        case .interval(let whole): interval = whole
        case .nothing: return .never
        case .unclear: return .unclear
        }
        if let constant { return interval.contains(constant) ? .always : .never }
        if parts.count == 1 {
            guard let values = values(in: interval) else { return .unclear }
            return .fields([(parts[0].field, values)])
        }
        // Several fields beside each other: one value of the whole is one value of each.
        guard interval.lowerBound == interval.upperBound else { return .unclear }
        return equal(to: interval.lowerBound)
    }

    private enum Whole {
        case interval(ClosedRange<UInt128>)
        case nothing
        /// Bytes are compared that were not loaded.
        case unclear
    }

    /// The same interval of the register's full length.
    private func wholeRegister(_ interval: ClosedRange<UInt128>, bytes: Int) -> Whole {
        if bytes == length { return .interval(interval) }
        if bytes < length {
            let shift = 8 * (length - bytes)
            let lower = interval.lowerBound << UInt128(shift)
            return .interval(lower...(interval.upperBound << UInt128(shift) | ValueSet.allOnes(shift)))
        }
        // A load fills up its last four bytes with zeros.
        guard bytes <= (length + 3) / 4 * 4 else { return .unclear }
        let shift = 8 * (bytes - length)
        let rest = interval.lowerBound & ValueSet.allOnes(shift)
        let lower = (interval.lowerBound >> UInt128(shift)) + (rest == 0 ? 0 : 1)
        let upper = interval.upperBound >> UInt128(shift)
        return lower <= upper ? .interval(lower...upper) : .nothing
    }

    private func equal(to number: UInt128) -> LoadCondition {
        let others = ValueSet.allOnes(8 * length) & ~variable
        if (constantBits ^ number) & others & ~(unknown & kept) != 0 { return .never }
        guard unknown & kept == 0, !isSwapped else { return .unclear }
        var fields: [(field: Int, values: ValueSet)] = []
        for part in parts where part.bits & kept != 0 {
            var values = ValueSet()
            values.insert(
                fieldPattern(part, part.bits & kept, (number ^ flipped) & part.bits & kept), width: part.width)
            fields.append((part.field, values))
        }
        return .fields(fields)
    }

    /// The values of the only field for which the register is in the interval; nil when unknown bits decide.
    func values(in interval: ClosedRange<UInt128>) -> ValueSet? {
        guard let part = parts.first, parts.count == 1, unknown & kept == 0 else { return nil }
        if let order = orderKept(part) { return ordered(interval, part, ignoring: order) }
        var values = ValueSet()
        let all = ValueSet.allOnes(8 * length)
        let bits = part.bits & kept
        forEachBlock(of: interval, width: 8 * length) { lower, low in
            let fixed = all & ~low
            guard (constantBits ^ lower) & fixed & ~bits == 0 else { return }
            values.insert(fieldPattern(part, bits & fixed, (lower ^ flipped) & bits & fixed), width: part.width)
        }
        return values
    }

    /// How many low bits of the field the register leaves out, if it is otherwise the field itself: then intervals
    /// of one are intervals of the other.
    private func orderKept(_ part: Part) -> Int? {
        guard !isSwapped, flipped == 0, known & kept == 0, part.shift <= 0 else { return nil }
        let bits = part.bits & kept
        let ignored = bits.trailingZeroBitCount
        guard bits != 0, bits == ValueSet.allOnes(part.width + part.shift) & ~ValueSet.allOnes(ignored) else {
            return nil
        }
        return ignored
    }

    private func ordered(_ interval: ClosedRange<UInt128>, _ part: Part, ignoring low: Int) -> ValueSet {
        // Values of the register have zeros in the bits that are left out.
        let ones = ValueSet.allOnes(low)
        let top = ValueSet.allOnes(part.width + part.shift)
        guard interval.lowerBound <= top & ~ones else { return ValueSet() }
        let lower = (interval.lowerBound & ones == 0) ? interval.lowerBound : (interval.lowerBound | ones) + 1
        let upper = min(interval.upperBound, top) & ~ones
        guard lower <= upper else { return ValueSet() }
        let shift = UInt128(-part.shift)
        return ValueSet(intervals: [lower << shift...((upper | ones) << shift | ValueSet.allOnes(-part.shift))])
    }

    /// A condition on register bits as one on the field's own.
    private func fieldPattern(_ part: Part, _ mask: UInt128, _ bits: UInt128) -> BitPattern {
        func own(_ bits: UInt128) -> UInt128 {
            let ordered = isSwapped ? swapped(bits) : bits
            return part.shift >= 0 ? ordered >> UInt128(part.shift) : ordered << UInt128(-part.shift)
        }
        return BitPattern(mask: own(mask), bits: own(bits))
    }

    /// Takes an interval apart into blocks of numbers that share their high bits: each block's lowest number, and ones
    /// where its numbers differ.
    private func forEachBlock(of interval: ClosedRange<UInt128>, width: Int, _ body: (UInt128, UInt128) -> Void) {
        var lower = interval.lowerBound
        while true {
            // The largest block that starts here and does not go beyond the end.
            var low = ValueSet.allOnes(min(lower == 0 ? width : lower.trailingZeroBitCount, width))
            while low > interval.upperBound - lower { low >>= 1 }
            body(lower, low)
            guard interval.upperBound - lower > low else { return }
            lower += low + 1
        }
    }
}
