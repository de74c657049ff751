import NetlinkModel
import QoSCompiler
import QoSDriver

/// What `top` prints, as lines.
enum TopText {
    private struct Entry {
        var cells: [String]
        var rate: CounterRate?
        var style: Style?
    }

    static let keys = "q quit  p packets/s  b bytes/s  o policy order  c rules or classes  j k scroll"

    /// One look for a file or a pipe: nothing is cut.
    static func batch(_ sample: TopSample, _ view: TopView) -> [String] {
        title(sample) + (sample.listing.map { table($0, sample.rates, view).lines() } ?? [])
    }

    /// One screen of at most `rows` lines, each at most `columns` wide. Moves a view back that has scrolled off.
    static func screen(
        _ sample: TopSample, _ view: inout TopView, columns: Int, rows: Int, isColoured: Bool
    ) -> [String] {
        var lines = title(sample).map { style(TextWidth.cut($0, to: columns), .heading, isColoured) }
        guard let listing = sample.listing else { return Array(lines.prefix(rows)) }
        let body = table(listing, sample.rates, view).lines(width: columns)
        let page = page(rows: rows)
        view.offset = max(0, min(view.offset, body.count - 1 - page))
        let whole = table(listing, sample.rates, view)
        for (index, line) in body.enumerated() {
            guard index == 0 || (view.offset..<view.offset + page).contains(index - 1) else { continue }
            let text = TextWidth.cut(line, to: columns)
            lines.append(style(text, index == 0 ? .heading : whole.rows[index - 1].style, isColoured))
        }
        let hidden = body.count - 1 - page
        let more = hidden > 0 ? "  (\(view.offset + 1)-\(view.offset + page) of \(body.count - 1))" : ""
        lines.append(style(TextWidth.cut(keys + more, to: columns), .dim, isColoured))
        return Array(lines.prefix(rows))
    }

    /// How many lines of the table fit between title, headings and keys.
    static func page(rows: Int) -> Int { max(1, rows - 4) }

    private static func style(_ text: String, _ style: Style?, _ isColoured: Bool) -> String {
        style?.text(text, isColoured: isColoured) ?? text
    }

    private static func title(_ sample: TopSample) -> [String] {
        guard let listing = sample.listing else { return ["nothing is active", ""] }
        let span = sample.elapsed.map { "  over \(seconds($0)) s" } ?? ""
        let total = ListingText.rates(sample.rates?.total)
        return [
            "\(ListingText.title(listing))  counted by \(listing.counted.rawValue)\(span)",
            "total  \(total[0]) packets/s  \(total[1]) bytes/s",
        ]
    }

    private static func table(_ listing: PolicyListing, _ rates: CounterRates?, _ view: TopView) -> Table {
        var table = Table(
            (view.showsClasses ? [.text("CLASS")] : [.number("#"), .text("RULE")])
                + [.number("PACKETS/S"), .number("BYTES/S"), .number("PACKETS"), .number("BYTES")]
                + [.flexible(view.showsClasses ? "MARKS" : "DOES")])
        var entries = view.showsClasses ? classes(listing, rates) : rules(listing, rates)
        switch view.order {
        case .policy: break
        // Stable, so that equals keep the policy's order.
        case .packets: sort(&entries, by: \.packets)
        case .bytes: sort(&entries, by: \.bytes)
        }
        for entry in entries { table.add(entry.cells, style: entry.style) }
        return table
    }

    private static func sort(_ entries: inout [Entry], by key: KeyPath<CounterRate, Double>) {
        func value(_ entry: Entry) -> Double { entry.rate?[keyPath: key] ?? -1 }
        entries = entries.enumerated().sorted {
            (value($1.element), $0.offset) < (value($0.element), $1.offset)
        }.map(\.element)
    }

    private static func rules(_ listing: PolicyListing, _ rates: CounterRates?) -> [Entry] {
        let rules = listing.rules.enumerated().map { index, listed in
            let rate = rates?.rules[index]
            return Entry(
                cells: [String(listed.position), listed.rule.name] + ListingText.rates(rate)
                    + ListingText.counts(listed.counter)
                    + [listed.rule.isEnabled ? listed.rule.action.text : "(disabled) \(listed.rule.action.text)"],
                rate: rate, style: ListingText.style(listed.rule))
        }
        return rules + [
            Entry(
                cells: ["", "default"] + ListingText.rates(rates?.defaultRate)
                    + ListingText.counts(listing.defaultCounter)
                    + [listing.policy.defaultAction.text],
                rate: rates?.defaultRate)
        ]
    }

    private static func classes(_ listing: PolicyListing, _ rates: CounterRates?) -> [Entry] {
        listing.classes.enumerated().map { index, listed in
            let rate = rates?.classes[index]
            return Entry(
                cells: [listed.policyClass.name] + ListingText.rates(rate) + ListingText.counts(listed.counter)
                    + [MarkingJSON.text(listed.policyClass.marking)],
                rate: rate)
        }
    }

    /// "1.00"
    static func seconds(_ duration: Duration) -> String {
        let parts = duration.components
        let hundredths = parts.seconds * 100 + (parts.attoseconds + 5_000_000_000_000_000) / 10_000_000_000_000_000
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}
