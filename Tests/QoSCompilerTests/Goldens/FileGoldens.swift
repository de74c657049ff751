import QoSCompiler

/// Findings about files that a policy names, each at its own file and line.
extension DiagnosticGolden {
    static let fileFindings: [DiagnosticGolden] = [
        DiagnosticGolden(
            "files that are not there",
            [.file, .file, .file, .file],
            """
            include "missing.qos"
            set s file "missing.txt"
            include ""
            set t file "/etc/passwd"
            """,
            """
            p.qos:1:9: error: cannot include: missing.qos: No such file or directory
              include "missing.qos"
                      ^~~~~~~~~~~~~
            p.qos:2:12: error: cannot read the set: missing.txt: No such file or directory
              set s file "missing.txt"
                         ^~~~~~~~~~~~~
            p.qos:3:9: error: cannot include: "": is no path
              include ""
                      ^~
            p.qos:4:12: error: cannot read the set: /etc/passwd: is absolute; paths are relative to the \
            file that names them
              set t file "/etc/passwd"
                         ^~~~~~~~~~~~~
            """),
        DiagnosticGolden(
            "files that include each other",
            [.includeCycle, .includeCycle],
            """
            include "a.qos"
            include "p.qos"
            """,
            files: ["a.qos": "include \"b.qos\"\n", "b.qos": "rule b keep\ninclude \"a.qos\"\n"],
            """
            p.qos:2:9: error: 'p.qos' includes itself
              include "p.qos"
                      ^~~~~~~
            b.qos:2:9: error: 'a.qos' includes itself
              include "a.qos"
                      ^~~~~~~
            """),
        DiagnosticGolden(
            "a file included twice",
            [.duplicate],
            """
            include "a.qos"
            include "a.qos"
            """,
            files: ["a.qos": "rule a keep\n"],
            """
            p.qos:2:9: error: 'a.qos' is included twice
              include "a.qos"
                      ^~~~~~~
            """),
        DiagnosticGolden(
            "errors in included files stand at their own place",
            [.duplicate, .undefined, .outOfRange],
            """
            include "d/*.qos"
            rule a keep
            """,
            files: ["d/1.qos": "rule a class nope\n", "d/2.qos": "# two\nrule b dport 70000 keep"],
            """
            p.qos:2:6: error: rule 'a' is defined twice; first at d/1.qos:1
              rule a keep
                   ^
            d/1.qos:1:14: error: there is no class 'nope'
              rule a class nope
                           ^~~~
            d/2.qos:2:14: error: port '70000' is out of range
              rule b dport 70000 keep
                           ^~~~~
              hint: 0-65535
            """),
        DiagnosticGolden(
            "errors in set files stand at their own place",
            [.emptyList, .syntax, .hostBits, .mixedSet, .badByte, .badByte],
            """
            set empty file "empty.txt"
            set bad file "bad.txt"
            set bom file "bom.txt"
            """,
            files: [
                "empty.txt": "# nothing\n\n",
                "bad.txt": "10.0.0.1, 10.0.0.2\n  10.0.0.9/8  # eight\n80\n10.0.\u{1}0.1\n",
                "bom.txt": "\u{feff}10.0.0.1\n",
            ],
            """
            p.qos:1:16: error: the set file 'empty.txt' is empty
              set empty file "empty.txt"
                             ^~~~~~~~~~~
            bad.txt:1:1: error: one address, prefix, range or port a line
              10.0.0.1, 10.0.0.2
              ^~~~~~~~~~~~~~~~~~
            bad.txt:2:3: error: the prefix '10.0.0.9/8' has host bits set
                10.0.0.9/8  # eight
                ^~~~~~~~~~
              hint: 10.0.0.0/8, or 10.0.0.9 for the one address
            bad.txt:3:1: error: a set holds addresses or ports, not both
              80
              ^~
            bad.txt:4:1: error: a control character (0x1)
              10.0. 0.1
              ^~~~~~~~~
            bom.txt:1:1: error: a byte order mark is not allowed; save the file as plain UTF-8
              \u{feff}10.0.0.1
              ^
            """),
    ]
}
