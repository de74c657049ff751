internal import Glibc
internal import NetlinkModel

/// Reads one table with everything in it: table, objects, chains, sets, elements, rules, between two looks at the
/// generation. Everything is collected first and decoded afterwards.
struct NFTTableReader {
    enum Extent {
        case everything
        /// Without elements of sets, and with the rules of base chains only.
        case frame
        /// Rules of chains, and named sets with their elements; nothing else.
        case parts(chains: [String], sets: Set<String>)

        /// Whether the elements of a set are read.
        func includes(_ set: NFTSetHeader) -> Bool {
            switch self {
            case .everything: true
            case .frame: false
            case .parts(_, let sets): sets.contains(set.name)
            }
        }
    }

    private let id: NFTTableID
    private let extent: Extent
    /// Of parts, what lists the whole table is nil.
    private let objects: NFTDump?
    private let chains: NFTDump?
    private let sets: [(header: NFTSetHeader, elements: NFTDump?)]
    private let rules: [NFTDump]
    private let flowtables: NFTDump?

    /// nil when there is no such table. Throws `.changedMeanwhile` when it is not all of one generation.
    static func read(
        _ id: NFTTableID, _ extent: Extent, _ query: inout NFTQuery
    ) throws(NFTQuery.Failure) -> NFTTableContents? {
        let generation = try generation(&query)
        guard let table = try table(id, &query) else { return nil }
        let reader: NFTTableReader
        do {
            reader = try NFTTableReader(collecting: extent, of: id, &query)
        } catch .error(let error) where error.code == ENOENT {
            // Gone between two requests.
            throw .changedMeanwhile
        } catch {
            throw error
        }
        guard try Self.generation(&query) == generation else { throw .changedMeanwhile }
        return try reader.contents(of: table, query)
    }

    private init(collecting extent: Extent, of id: NFTTableID, _ query: inout NFTQuery) throws(NFTQuery.Failure) {
        self.id = id
        self.extent = extent
        if case .parts(let chains, _) = extent {
            objects = nil
            self.chains = nil
            rules = try Self.rules(of: chains, id, &query)
            flowtables = nil
        } else {
            objects = try query.collect(
                .getObject, family: id.family, arguments: { $0.put(NFTObjectAttribute.table, string: id.name) })
            // The kernel lists the chains of all tables of the family.
            let chains = try query.collect(.getChain, family: id.family)
            rules = try Self.rules(extent, of: id, chains, &query)
            self.chains = chains
            // `enum nft_flowtable_attributes`: 1 table, 2 name.
            flowtables = try query.collect(.getFlowtable, family: id.family, arguments: { $0.put(1, string: id.name) })
        }
        var headers: [NFTSetHeader] = []
        try query.dump(
            .getSet, family: id.family, arguments: { $0.put(NFTSetAttribute.table, string: id.name) },
            each: { (message) throws(MalformedMessage) in
                let header = try NFTSetHeader(message)
                if header.table == id.name { headers.append(header) }
            })
        var sets: [(header: NFTSetHeader, elements: NFTDump?)] = []
        for header in headers {
            let isWanted = extent.includes(header) && header.modelled != nil
            sets.append((header, isWanted ? try Self.elements(of: header, id, &query) : nil))
        }
        self.sets = sets
    }

    private static func rules(
        _ extent: Extent, of id: NFTTableID, _ chains: NFTDump, _ query: inout NFTQuery
    ) throws(NFTQuery.Failure) -> [NFTDump] {
        guard case .frame = extent else {
            return [
                try query.collect(
                    .getRule, family: id.family, arguments: { $0.put(NFTRuleAttribute.table, string: id.name) })
            ]
        }
        var bases: [String] = []
        try query.decode(chains) { (message) throws(MalformedMessage) in
            let listing = try NFTChainListing(message)
            guard listing.table == id.name, let chain = listing.modelled, chain.kind != .regular else { return }
            bases.append(chain.name)
        }
        return try rules(of: bases, id, &query)
    }

    private static func rules(
        of chains: [String], _ id: NFTTableID, _ query: inout NFTQuery
    ) throws(NFTQuery.Failure) -> [NFTDump] {
        var dumps: [NFTDump] = []
        for chain in chains {
            dumps.append(
                try query.collect(
                    .getRule, family: id.family,
                    arguments: {
                        $0.put(NFTRuleAttribute.table, string: id.name)
                        $0.put(NFTRuleAttribute.chain, string: chain)
                    }))
        }
        return dumps
    }

    private static func elements(
        of header: NFTSetHeader, _ id: NFTTableID, _ query: inout NFTQuery
    ) throws(NFTQuery.Failure) -> NFTDump {
        try query.collect(
            .getSetElements, family: id.family,
            arguments: {
                $0.put(NFTSetElementList.table, string: id.name)
                $0.put(NFTSetElementList.set, string: header.name)
            })
    }

    private func contents(
        of table: NFTTable, _ query: borrowing NFTQuery
    ) throws(NFTQuery.Failure) -> NFTTableContents {
        var contents = NFTTableContents(table: table)
        try decodeObjects(into: &contents, query)
        try decodeChains(into: &contents, query)
        let anonymousSets = try decodeSets(into: &contents, query)
        for dump in rules {
            try query.decode(dump) { (message) throws(MalformedMessage) in
                guard try NFTRule.table(of: message) == id.name else { return }
                contents.rules.append(try NFTRule(message, anonymousSets: anonymousSets))
            }
        }
        try decodeFlowtables(into: &contents, query)
        return contents
    }

    private static func generation(_ query: inout NFTQuery) throws(NFTQuery.Failure) -> UInt32 {
        do {
            return try query.generation()
        } catch {
            throw .error(error)
        }
    }

    private static func table(_ id: NFTTableID, _ query: inout NFTQuery) throws(NFTQuery.Failure) -> NFTTable? {
        var found: NFTTable?
        let exists = try query.get(
            .getTable, family: id.family, arguments: { $0.put(NFTTableAttribute.name, string: id.name) },
            each: { (message) throws(MalformedMessage) in found = try NFTTable(message) })
        return exists ? found : nil
    }

    private func decodeObjects(
        into contents: inout NFTTableContents, _ query: borrowing NFTQuery
    ) throws(NFTQuery.Failure) {
        guard let objects else { return }
        try query.decode(objects) { (message) throws(MalformedMessage) in
            let listing = try NFTObjectListing(message)
            guard listing.table == id.name else { return }
            if let counter = listing.counter {
                contents.counters.append(counter)
            } else {
                contents.unknownObjects.append("\(listing.kind) \(listing.name)")
            }
        }
    }

    private func decodeChains(
        into contents: inout NFTTableContents, _ query: borrowing NFTQuery
    ) throws(NFTQuery.Failure) {
        guard let chains else { return }
        try query.decode(chains) { (message) throws(MalformedMessage) in
            let listing = try NFTChainListing(message)
            guard listing.table == id.name else { return }
            if let chain = listing.modelled {
                contents.chains.append(chain)
            } else {
                contents.unknownObjects.append("chain \(listing.name)")
            }
        }
    }

    /// Returns the anonymous sets; the named ones go into the contents.
    private func decodeSets(
        into contents: inout NFTTableContents, _ query: borrowing NFTQuery
    ) throws(NFTQuery.Failure) -> AnonymousSets {
        var anonymous: AnonymousSets = [:]
        for (header, elements) in sets {
            let isFrame = if case .frame = extent { true } else { false }
            if isFrame, header.isAnonymous { continue }
            if case .parts(_, let sets) = extent, !header.isAnonymous, !sets.contains(header.name) { continue }
            var set: NFTSet? = isFrame ? header.modelled : nil
            if let elements, let modelled = header.modelled {
                var decoder = NFTSetElementDecoder(modelled)
                try query.decode(elements) { (message) throws(MalformedMessage) in try decoder.append(message) }
                set = decoder.finished()
            }
            if header.isAnonymous {
                anonymous.updateValue(set, forKey: header.name)
            } else if let set {
                contents.sets.append(set)
            }
            if set == nil { contents.unknownObjects.append("\(header.kind) \(header.name)") }
        }
        return anonymous
    }

    private func decodeFlowtables(
        into contents: inout NFTTableContents, _ query: borrowing NFTQuery
    ) throws(NFTQuery.Failure) {
        guard let flowtables else { return }
        try query.decode(flowtables) { (message) throws(MalformedMessage) in
            var reader = message.attributes
            var table: String?
            var name = ""
            while let attribute = try reader.next() {
                switch attribute.type {
                case 1: table = attribute.string()
                case 2: name = attribute.string()
                default: break
                }
            }
            if table == id.name { contents.unknownObjects.append("flowtable \(name)") }
        }
    }
}
