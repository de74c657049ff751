internal import Glibc
internal import NetlinkModel

/// Reads one table with everything in it: table, objects, chains, sets, elements, rules, between two looks at the
/// generation.
enum NFTTableReader {
    /// nil when there is no such table. Throws `.changedMeanwhile` when it is not all of one generation.
    static func read(_ id: NFTTableID, _ query: inout NFTQuery) throws(NFTQuery.Failure) -> NFTTableContents? {
        let generation = try generation(&query)
        guard let table = try table(id, &query) else { return nil }
        var contents = NFTTableContents(table: table)
        do {
            try readObjects(id, into: &contents, &query)
            try readChains(id, into: &contents, &query)
            let anonymousSets = try readSets(id, into: &contents, &query)
            try readRules(id, anonymousSets, into: &contents, &query)
            try readFlowtables(id, into: &contents, &query)
        } catch .error(let error) where error.code == ENOENT {
            // Gone between two requests.
            throw .changedMeanwhile
        } catch {
            throw error
        }
        guard try Self.generation(&query) == generation else { throw .changedMeanwhile }
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

    private static func readObjects(
        _ id: NFTTableID, into contents: inout NFTTableContents, _ query: inout NFTQuery
    ) throws(NFTQuery.Failure) {
        try query.dump(
            .getObject, family: id.family, arguments: { $0.put(NFTObjectAttribute.table, string: id.name) },
            each: { (message) throws(MalformedMessage) in
                let listing = try NFTObjectListing(message)
                guard listing.table == id.name else { return }
                if let counter = listing.counter {
                    contents.counters.append(counter)
                } else {
                    contents.unknownObjects.append("\(listing.kind) \(listing.name)")
                }
            })
    }

    private static func readChains(
        _ id: NFTTableID, into contents: inout NFTTableContents, _ query: inout NFTQuery
    ) throws(NFTQuery.Failure) {
        // The kernel lists the chains of all tables of the family.
        try query.dump(
            .getChain, family: id.family,
            each: { (message) throws(MalformedMessage) in
                let listing = try NFTChainListing(message)
                guard listing.table == id.name else { return }
                if let chain = listing.modelled {
                    contents.chains.append(chain)
                } else {
                    contents.unknownObjects.append("chain \(listing.name)")
                }
            })
    }

    /// Returns the anonymous sets; the named ones go into the contents.
    private static func readSets(
        _ id: NFTTableID, into contents: inout NFTTableContents, _ query: inout NFTQuery
    ) throws(NFTQuery.Failure) -> AnonymousSets {
        var headers: [NFTSetHeader] = []
        try query.dump(
            .getSet, family: id.family, arguments: { $0.put(NFTSetAttribute.table, string: id.name) },
            each: { (message) throws(MalformedMessage) in
                let header = try NFTSetHeader(message)
                if header.table == id.name { headers.append(header) }
            })
        var anonymous: AnonymousSets = [:]
        for header in headers {
            let set = try readElements(of: header, id, &query)
            if header.isAnonymous {
                anonymous.updateValue(set, forKey: header.name)
            } else if let set {
                contents.sets.append(set)
            }
            if set == nil { contents.unknownObjects.append("\(header.kind) \(header.name)") }
        }
        return anonymous
    }

    private static func readElements(
        of header: NFTSetHeader, _ id: NFTTableID, _ query: inout NFTQuery
    ) throws(NFTQuery.Failure) -> NFTSet? {
        guard let set = header.modelled else { return nil }
        var decoder = NFTSetElementDecoder(set)
        try query.dump(
            .getSetElements, family: id.family,
            arguments: {
                $0.put(NFTSetElementList.table, string: id.name)
                $0.put(NFTSetElementList.set, string: header.name)
            },
            each: { (message) throws(MalformedMessage) in try decoder.append(message) })
        return decoder.finished()
    }

    private static func readRules(
        _ id: NFTTableID, _ anonymousSets: AnonymousSets, into contents: inout NFTTableContents,
        _ query: inout NFTQuery
    ) throws(NFTQuery.Failure) {
        try query.dump(
            .getRule, family: id.family, arguments: { $0.put(NFTRuleAttribute.table, string: id.name) },
            each: { (message) throws(MalformedMessage) in
                guard try NFTRule.table(of: message) == id.name else { return }
                contents.rules.append(try NFTRule(message, anonymousSets: anonymousSets))
            })
    }

    private static func readFlowtables(
        _ id: NFTTableID, into contents: inout NFTTableContents, _ query: inout NFTQuery
    ) throws(NFTQuery.Failure) {
        // `enum nft_flowtable_attributes`: 1 table, 2 name.
        try query.dump(
            .getFlowtable, family: id.family, arguments: { $0.put(1, string: id.name) },
            each: { (message) throws(MalformedMessage) in
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
            })
    }
}
