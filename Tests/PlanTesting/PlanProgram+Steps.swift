import NetlinkModel

/// Expressions that compare, load and look up as steps.
extension PlanProgram {
    static func meta(_ key: NFTMetaKey) throws -> (Code, Int) {
        switch key {
        case .mark: (.mark, 4)
        case .inputInterfaceName: (.inputName, 16)
        case .outputInterfaceName: (.outputName, 16)
        case .socketUserID: (.user, 4)
        case .socketGroupID: (.group, 4)
        case .layer3Protocol: (.layer3, 1)
        case .layer4Protocol: (.layer4, 1)
        case .priority, .inputInterface: throw PlanSimulator.Failure("a policy does not look at meta \(key.keyword)")
        }
    }

    static func compare(
        _ operation: NFTCompareOperator, _ register: (place: UInt8, length: UInt8), _ operand: NFTOperand
    ) throws -> Step {
        guard case .bytes(let bytes) = operand else {
            guard register.length == 4 else { throw PlanSimulator.Failure("an owner of \(register.length) bytes") }
            return Step(code: operation == .notEqual ? .always : .never)
        }
        guard !bytes.isEmpty, bytes.count <= register.length else {
            throw PlanSimulator.Failure("cmp of \(bytes.count) with \(register.length) bytes")
        }
        // Only names are compared in part.
        guard bytes.count == register.length || register.length == 16 else {
            throw PlanSimulator.Failure("cmp of a part")
        }
        let code: Code =
            switch operation {
            case .equal: .equal
            case .notEqual: .notEqual
            case .less: .less
            case .lessOrEqual: .lessOrEqual
            case .greater: .greater
            case .greaterOrEqual: .greaterOrEqual
            }
        return Step(
            code: code, place: register.place, number: Int32(8 * (Int(register.length) - bytes.count)),
            first: Self.number(bytes))
    }

    func lookup(
        _ code: Code, _ set: Int32, isMap: Bool, _ register: (place: UInt8, length: UInt8)
    ) throws -> Step {
        let content = keys[Int(set)]
        guard content.isMap == isMap, content.key.length == register.length else {
            throw PlanSimulator.Failure("lookup of \(register.length) bytes in \(content.name) of \(content.key)")
        }
        return Step(code: code, place: register.place, number: set)
    }

    static func number(_ bytes: [UInt8]) -> UInt128 { bytes.reduce(0) { $0 << 8 | UInt128($1) } }
}
