import NetlinkModel

@testable import NetlinkKit

// Random values of traffic control that can be sent, in the form in which they are read back.
extension RandomValues {
    private mutating func number<Value: FixedWidthInteger>(_ range: ClosedRange<Value>) -> Value {
        Value.random(in: range, using: &random)
    }

    private mutating func pick<Value>(_ values: [Value], else other: Value) -> Value {
        values.randomElement(using: &random) ?? other
    }

    mutating func filter() -> TCFilter {
        let isTag = Bool.random(using: &random)
        let tag = pick([EtherType.vlan, EtherType.serviceVLAN], else: EtherType.vlan)
        let identity = TCFilter.Identity(
            interfaceIndex: number(1...Int32.max), hook: pick(TCHook.allCases, else: .egress),
            chain: Bool.random(using: &random) ? 0 : number(0...0x0fff_ffff), preference: number(1...UInt16.max),
            protocolType: isTag ? tag : pick([EtherType.all, EtherType.ipv4, 0x88cc], else: EtherType.all),
            handle: number(1...UInt32.max))
        return TCFilter(
            identity: identity, classifier: classifier(isTag: isTag),
            actions: (0..<number(0...32)).map { _ in action() })
    }

    private mutating func classifier(isTag: Bool) -> TCClassifier {
        switch number(0...2) {
        case 0: return .matchAll
        case 1:
            let keys = [
                .vlanID(number(0...4095)), .vlanPriority(number(0...7)),
                TCFlowerKey.vlanEtherType(number(0...UInt16.max)),
            ]
            return .flower(isTag ? keys.filter { _ in Bool.random(using: &random) } : [])
        default:
            return .basic(
                (0..<number(0...40)).map { _ in
                    TCMetaMatch(
                        pick([.priority, .vlanTag], else: .priority),
                        mask: Bool.random(using: &random) ? nil : number(1...UInt32.max), equals: number(0...UInt32.max)
                    )
                })
        }
    }

    private mutating func action() -> TCAction {
        let tag = pick([EtherType.vlan, EtherType.serviceVLAN], else: EtherType.vlan)
        let operations: [TCOperation] = [
            .generic, .setPriority(number(0...UInt32.max)), .inheritDSField, .popVLAN,
            .pushVLAN(id: number(0...4095), priority: number(0...7), tagProtocol: tag),
            .modifyVLAN(
                id: number(0...4095), priority: Bool.random(using: &random) ? nil : number(0...7), tagProtocol: tag),
        ]
        let controls: [TCControl] = [
            .continue, .pass, .drop, .pipe, .goto(chain: number(0...0x0fff_ffff)), .other(1), .other(4),
            .other(0x1000_0002),
        ]
        return TCAction(
            pick(operations, else: .generic), then: pick(controls, else: .pass), cookie: bytes(0...16))
    }

    /// Sorted, and each key once, as the kernel's map would be.
    mutating func vlanMaps() -> (egress: [VLANMapping], ingress: [VLANMapping]) {
        let priorities = Set((0..<number(0...20)).map { _ in number(0...UInt32.max) }).sorted()
        let egress = priorities.map { VLANMapping(priority: $0, pcp: number(0...7)) }
        let codes: [UInt8] = (0...7).filter { _ in Bool.random(using: &random) }
        return (egress, codes.map { VLANMapping(priority: number(0...UInt32.max), pcp: $0) })
    }
}
