import Testing

@testable import QoSDriver

/// The history and the note of a pending policy, as files.
@Suite struct HistoryTests {
    private static func entry(_ revision: Int?, comment: String = "") -> HistoryEntry {
        HistoryEntry(
            action: .apply, revision: revision, time: 1_700_000_000, user: "ada", source: "/etc/qosctl/p.qos",
            mainFile: "p.qos", fingerprint: "00ff", comment: comment)
    }

    @Test("any text comes back", arguments: ["", "a\tb\nc", "100% %41", "ü\u{7f}\u{0}"])
    func comments(_ comment: String) {
        var history = History()
        history.add(Self.entry(3, comment: comment))
        history.add(Self.entry(nil))
        #expect(History(history.bytes) == history)
    }

    @Test func lastTwentyAreKept() {
        var history = History()
        for revision in 1...30 { history.add(Self.entry(revision)) }
        #expect(history.entries.compactMap(\.revision) == Array(11...30))
        #expect(History(history.bytes) == history)
    }

    @Test(
        "the revision before is the last other one before the active one came",
        arguments: [([1, 2, 3], 3, 2), ([1, 2, 1], 1, 2), ([1, 1], 1, nil), ([], 1, nil), ([4, 5], 9, 5)])
    func before(_ revisions: [Int], _ active: Int, _ expected: Int?) {
        var history = History()
        for revision in revisions { history.add(Self.entry(revision)) }
        #expect(history.revision(before: active) == expected)
    }

    @Test("lines that are none are left out", arguments: ["", "x", "qosctl-history 2\n", "qosctl-history 1\na\tb\n"])
    func malformed(_ text: String) {
        #expect(History(Array(text.utf8)).entries.isEmpty)
    }

    @Test("a pending policy comes back, with what was before", arguments: [true, false])
    func pending(_ hasPrevious: Bool) {
        let record = KeptPolicy(
            revision: 4, mainFile: "a b.qos", fingerprint: "ff", source: "/x y",
            identity: NamespaceIdentity(boot: "b", namespace: "n"),
            baseRevision: 3)
        let pending = PendingPolicy(revision: 5, previous: hasPrevious ? record : nil, deadline: 1 << 60, boot: "b")
        #expect(PendingPolicy(pending.bytes) == pending)
    }

    @Test(
        "what is no note is none",
        arguments: [
            "", "qosctl-pending 1\n", "qosctl-pending 1\nrevision 0\ndeadline 1\nboot b\n",
            "qosctl-pending 1\nrevision 1\ndeadline -1\nboot b\n",
        ])
    func malformedPending(_ text: String) {
        #expect(PendingPolicy(Array(text.utf8)) == nil)
    }

    @Test func remaining() {
        let pending = PendingPolicy(revision: 1, previous: nil, deadline: 100, boot: "b")
        #expect(pending.remaining(at: BootTime(nanoseconds: 40, boot: "b")) == 60)
        #expect(pending.remaining(at: BootTime(nanoseconds: 100, boot: "b")) == nil)
        #expect(pending.remaining(at: BootTime(nanoseconds: 40, boot: "c")) == nil)
    }
}
