import Foundation

/// A validator for the part of JSON Schema draft-07 that docs/policy.schema.json uses. A keyword that it does not know fails,
/// so that the schema cannot grow past it.
struct JSONSchema {
    private let root: [String: Any]

    init(_ text: String) throws {
        root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
    }

    var definitions: [String: [String: Any]] { root["definitions"] as? [String: [String: Any]] ?? [:] }
    var statements: [[String: Any]] {
        let items =
            ((root["properties"] as? [String: Any])?["statements"] as? [String: Any])?["items"] as? [String: Any]
        return items?["anyOf"] as? [[String: Any]] ?? []
    }

    /// What is wrong with a document; nil when nothing is.
    func problem(_ document: String) throws -> String? {
        let value = try JSONSerialization.jsonObject(with: Data(document.utf8), options: .fragmentsAllowed)
        return problem(value, root, "$")
    }

    private func problem(_ value: Any, _ schema: [String: Any], _ path: String) -> String? {
        for (keyword, argument) in schema {
            if let problem = problem(value, keyword, argument, schema, path) { return problem }
        }
        return nil
    }

    private func problem(
        _ value: Any, _ keyword: String, _ argument: Any, _ schema: [String: Any], _ path: String
    ) -> String? {
        let object = value as? [String: Any]
        let array = value as? [Any]
        let number = value as? NSNumber
        let isBool = number.map { isBoolean($0) } ?? false
        let text = value as? String
        func fail(_ reason: String) -> String { "\(path): \(reason)" }
        func all(_ schemas: Any) -> [[String: Any]] { schemas as? [[String: Any]] ?? [] }
        switch keyword {
        case "$schema", "$id", "title", "description", "definitions": return nil
        case "$ref":
            let name = (argument as? String)?.split(separator: "/").last.map(String.init) ?? ""
            guard let definition = definitions[name] else { return fail("no definition \(name)") }
            return problem(value, definition, path)
        case "type":
            let fits =
                switch argument as? String {
                case "object": object != nil
                case "array": array != nil
                case "string": text != nil
                case "boolean": isBool
                case "integer": !isBool && number.map { $0.doubleValue == $0.doubleValue.rounded() } ?? false
                default: false
                }
            return fits ? nil : fail("is no \(argument)")
        case "const": return equal(value, argument) ? nil : fail("is not \(argument)")
        case "enum":
            return (argument as? [Any] ?? []).contains { equal(value, $0) } ? nil : fail("is none of \(argument)")
        case "not": return problem(value, argument as? [String: Any] ?? [:], path) == nil ? fail("is \(argument)") : nil
        case "anyOf":
            let problems = all(argument).map { problem(value, $0, path) }
            return problems.contains { $0 == nil } ? nil : fail("fits none: \(problems.compactMap(\.self))")
        case "oneOf":
            return all(argument).count { problem(value, $0, path) == nil } == 1 ? nil : fail("does not fit exactly one")
        case "required":
            guard let object else { return nil }
            return (argument as? [String] ?? []).first { object[$0] == nil }.map { fail("lacks \($0)") }
        case "properties":
            for (key, schema) in argument as? [String: [String: Any]] ?? [:] {
                if let member = object?[key], let problem = problem(member, schema, "\(path).\(key)") { return problem }
            }
            return nil
        case "patternProperties":
            for (pattern, schema) in argument as? [String: [String: Any]] ?? [:] {
                for (key, member) in object ?? [:] where matches(key, pattern) {
                    if let problem = problem(member, schema, "\(path).\(key)") { return problem }
                }
            }
            return nil
        case "additionalProperties":
            guard argument as? Bool == false else { return fail("additionalProperties \(argument)") }
            let known = (schema["properties"] as? [String: Any] ?? [:]).keys
            let patterns = (schema["patternProperties"] as? [String: Any] ?? [:]).keys
            let unknown = (object ?? [:]).keys.first { key in
                !known.contains(key) && !patterns.contains { matches(key, $0) }
            }
            return unknown.map { fail("has \($0)") }
        case "items":
            for (index, element) in (array ?? []).enumerated() {
                if let problem = problem(element, argument as? [String: Any] ?? [:], "\(path)[\(index)]") {
                    return problem
                }
            }
            return nil
        case "minItems": return array.map { $0.count >= argument as? Int ?? 0 } ?? true ? nil : fail("is too short")
        case "minProperties":
            return object.map { $0.count >= argument as? Int ?? 0 } ?? true ? nil : fail("is too small")
        case "minLength": return text.map { $0.count >= argument as? Int ?? 0 } ?? true ? nil : fail("is too short")
        case "maxLength": return text.map { $0.count <= argument as? Int ?? 0 } ?? true ? nil : fail("is too long")
        case "minimum":
            return number.map { $0.doubleValue >= (argument as? NSNumber)?.doubleValue ?? 0 } ?? true
                ? nil : fail("is too low")
        case "maximum":
            return number.map { $0.doubleValue <= (argument as? NSNumber)?.doubleValue ?? 0 } ?? true
                ? nil : fail("is too high")
        case "pattern":
            return text.map { matches($0, argument as? String ?? "") } ?? true ? nil : fail("is not \(argument)")
        default: return fail("the validator does not know '\(keyword)'")
        }
    }

    private func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }

    private func equal(_ a: Any, _ b: Any) -> Bool { (a as? NSObject) == (b as? NSObject) }

    private func matches(_ text: String, _ pattern: String) -> Bool {
        guard let expression = try? Regex(pattern) else { return false }
        return text.firstMatch(of: expression) != nil
    }
}
