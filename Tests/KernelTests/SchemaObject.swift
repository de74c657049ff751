import Foundation
import Testing

/// A command's JSON, which begins with its schema.
func schemaObject(_ text: String) throws -> [String: Any] {
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
    #expect(object["schema"] as? Int == 1)
    return object
}
