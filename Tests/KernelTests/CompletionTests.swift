import Foundation
import NetworkLab
import PolicyTesting
import Testing

/// What the shells offer, asked in the shells themselves.
@Suite(.serialized)
struct CompletionTests {
    private let laboratory: PolicyLab
    private let directory: String
    private let qosctl: String

    init() throws {
        laboratory = try PolicyLab.pair()
        directory = laboratory.stateDirectory + "-completion"
        qosctl = try Files.qosctl()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    private static let active = """
        class voice dscp ef
        set phones { 192.0.2.0/24 }
        set media { 5004 }
        rule sip dport 5060 class voice
        rule rtp daddr @phones dport @media class voice
        rule off keep disabled

        """

    /// What bash offers for the last of these words, options included.
    private func bash(_ words: String..., user: UInt32? = nil) throws -> [String] {
        let result = try laboratory.lab.policyPlace.run(
            ["bash", "--norc", "-c", Self.bashDriver, "bash", qosctl] + words,
            environment: ["QOSCTL_STATE_DIR": laboratory.stateDirectory, "HOME": directory], asUser: user)
        #expect(result.stderr == "", "\(words)")
        #expect(result.status == 0, "\(words)")
        return result.stdout.split(separator: "\n").map(String.init)
    }

    /// As readline calls the function: the last word is the one being completed.
    private static let bashDriver = """
        source <("$1" completion bash)
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        COMP_LINE="$*"
        COMP_POINT=${#COMP_LINE}
        _qosctl qosctl "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\\n' "${COMPREPLY[@]}"
        """

    private func names(_ offered: [String]) -> [String] { offered.filter { !$0.hasPrefix("-") } }

    @Test func rulesOfTheActivePolicy() throws {
        #expect(names(try bash("reorder", "")) == [])
        try laboratory.apply(Self.active)
        #expect(names(try bash("reorder", "")) == ["sip", "rtp", "off"])
        #expect(try bash("reorder", "s") == ["sip"])
        #expect(try bash("reorder", "sip", "--before", "") == ["sip", "rtp", "off"])
        #expect(try bash("reorder", "sip", "--after", "r") == ["rtp"])
        #expect(names(try bash("remove", "")) == ["sip", "rtp", "off"])
        // Without privilege the active policy cannot be read.
        #expect(names(try bash("remove", "", user: 65534)) == [])
        let other = directory + "/none"
        #expect(names(try bash("remove", "--state-dir", other, "")) == [])
        // A file that is no record.
        try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
        try "rubbish".write(toFile: other + "/active", atomically: true, encoding: .utf8)
        #expect(names(try bash("remove", "--state-dir", other, "")) == [])
    }

    @Test func rulesOfAFile() throws {
        try laboratory.apply(Self.active)
        let file = directory + "/my rules.qos"
        try "rule theirs keep\nrule others keep\n".write(toFile: file, atomically: true, encoding: .utf8)
        for typed in ["'\(file)'", "\"\(file)\"", file.replacing(" ", with: "\\ "), "~/my\\ rules.qos"] {
            #expect(names(try bash("reorder", "-f", typed, "")) == ["theirs", "others"], "\(typed)")
        }
        #expect(names(try bash("reorder", "--file", "'\(file)'", "theirs", "--before", "")) == ["theirs", "others"])
        // readline makes a word of its own of the sign.
        #expect(names(try bash("reorder", "--file", "=", "'\(file)'", "theirs", "--after", "o")) == ["others"])
        #expect(names(try bash("remove", "-f", "-", "")) == [])
        #expect(names(try bash("remove", "-f", directory + "/missing.qos", "")) == [])
        try "rule broken\n".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(names(try bash("remove", "-f", "'\(file)'", "")) == [])
    }

    @Test func packets() throws {
        let fields = names(try bash("why", ""))
        #expect(
            fields.contains("proto") && fields.contains("daddr") && fields.contains("fragment")
                && !fields.contains("unit"))
        #expect(try bash("why", "proto", "ud") == ["udp", "udplite"])
        #expect(try bash("why", "family", "") == ["ip", "ip6"])
        #expect(Set(try bash("why", "oif", "")) == ["lo", "eth0"])
        #expect(try bash("why", "dscp", "ef") == ["ef"])
        #expect(names(try bash("why", "proto", "udp", "dp")) == ["dport"])
        #expect(!names(try bash("why", "proto", "udp", "")).contains("proto"))
        #expect(names(try bash("why", "user", "dscp", "da")) == ["daddr"])
    }

    @Test func commandsOptionsAndFiles() throws {
        for name in ["a.qos", "b.json", "c.txt"] {
            try "".write(toFile: directory + "/" + name, atomically: true, encoding: .utf8)
        }
        let commands = try bash("")
        #expect(commands.contains("init") && commands.contains("reorder") && commands.contains("completion"))
        #expect(try bash("reo") == ["reorder"])
        #expect(try bash("compile", "--format", "n") == ["nft", "netlink"])
        #expect(Set(try bash("check", directory + "/")) == [directory + "/a.qos", directory + "/b.json"])
        #expect(try bash("diff", "--against", directory + "/a") == [directory + "/a.qos"])
        #expect(try bash("completion", "").filter { !$0.hasPrefix("-") } == ["bash", "zsh", "fish"])
        #expect(try bash("init", "--f") == ["--force"])
        #expect(Set(try bash("capabilities", "").filter { !$0.hasPrefix("-") }) == ["lo", "eth0"])
    }

    /// Each shell in a terminal of its own: lines, a tab, and a key that prints what the line has become.
    private static let terminalDriver = """
        zmodload zsh/zpty
        wait() { zpty -r shell output $1 }
        case $1 in
        zsh)
            mkdir -p ~/functions
            $2 completion zsh > ~/functions/_qosctl
            zpty shell zsh -f -i
            zpty -w shell "PATH=${2:h}:\\$PATH; PS1=; fpath=(~/functions \\$fpath); autoload -U compinit; compinit -D"
            zpty -w shell "show() { print -r -- \\"<\\$BUFFER>\\"; zle .kill-buffer }; zle -N show; bindkey '^X' show"
            ;;
        fish)
            mkdir -p ~/.config/fish/completions
            $2 completion fish > ~/.config/fish/completions/qosctl.fish
            zpty shell fish --private
            zpty -w shell "set -x PATH ${2:h} \\$PATH; bind \\\\cx show"
            zpty -w shell "function show; echo '<'(commandline)'>'; commandline ''; end"
            ;;
        esac
        # Not to be found in the echo of the line.
        zpty -w shell "echo REA''DY"
        wait $'*READY*'
        for line in "${@:3}"; do
            zpty -w -n shell "$line"$'\\t\\C-x'
            wait '*<*>*'
            output=${output##*<}
            print -r -- ${output%%>*}
        done
        zpty -d shell
        """

    @Test("in a terminal", arguments: ["zsh", "fish"])
    func terminal(_ shell: String) throws {
        try laboratory.apply(Self.active)
        let file = directory + "/p.qos"
        try "rule theirs keep\n".write(toFile: file, atomically: true, encoding: .utf8)
        let lines = [
            "qosctl reo": "qosctl reorder", "qosctl reorder s": "qosctl reorder sip",
            "qosctl reorder sip --before r": "qosctl reorder sip --before rtp",
            "qosctl remove -f \(file) th": "qosctl remove -f \(file) theirs",
            "qosctl why proto udpl": "qosctl why proto udplite",
            "qosctl compile --format netl": "qosctl compile --format netlink",
        ]
        let typed = lines.keys.sorted()
        let result = try laboratory.lab.policyPlace.run(
            ["zsh", "-f", "-c", Self.terminalDriver, "zsh", shell, qosctl] + typed,
            environment: ["QOSCTL_STATE_DIR": laboratory.stateDirectory, "HOME": directory, "TERM": "xterm"])
        #expect(result.status == 0 && result.stderr.isEmpty, "\(result)")
        let shown = result.stdout.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(shown == typed.map { lines[$0] })
    }
}
