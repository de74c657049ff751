import NetlinkModel
import Testing

@testable import NetlinkKit

/// Rules as nft makes them. nft itself is the oracle, through the text that it printed.
struct NFTRuleTextTests {
    @Test("a rule is the one that nft makes", arguments: allShapes)
    func printsAsNft(_ shape: Shape) throws {
        let rule = NFTRule(chain: "rules", expressions: shape.expressions)
        let message = try #require(try messages(.addRule(rule, table: sampleTable)).last)
        #expect(message.type == NFTMessage.newRule.type)
        #expect(try printedExpressions(message) == shape.printed)
    }
}
