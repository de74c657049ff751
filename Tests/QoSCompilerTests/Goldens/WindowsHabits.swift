import QoSCompiler

/// What people who know Windows write: PowerShell, Group Policy, netsh, registry files.
extension DiagnosticGolden {
    static let windowsHabits: [DiagnosticGolden] = [
        DiagnosticGolden(
            "PowerShell: New-NetQosPolicy",
            [.unknownWord],
            """
            New-NetQosPolicy -Name "Voice call" -IPProtocolMatchCondition UDP -IPDstPortStartMatchCondition \
            3478 -IPDstPortEndMatchCondition 3481 -DSCPAction 46
            """,
            """
            p.qos:1:1: error: unknown statement 'New-NetQosPolicy'
              New-NetQosPolicy -Name "Voice call" -IPProtocolMatchCondition UDP -IPDstPortStartMatchCondition \
            3478 -IPDstPortEndMatchCondition 3481 -DSCPAction 46
              ^~~~~~~~~~~~~~~~
              hint: write: rule Voice-call proto udp dport 3478-3481 set dscp 46
            """),
        DiagnosticGolden(
            "PowerShell: a prefix and a PCP",
            [.unknownWord],
            """
            New-NetQosPolicy -Name SMB -IPDstPortMatchCondition 445 -IPDstPrefixMatchCondition 10.0.0.0/8 \
            -PriorityValue8021Action 3 -NetworkProfile All
            """,
            """
            p.qos:1:1: error: unknown statement 'New-NetQosPolicy'
              New-NetQosPolicy -Name SMB -IPDstPortMatchCondition 445 -IPDstPrefixMatchCondition 10.0.0.0/8 \
            -PriorityValue8021Action 3 -NetworkProfile All
              ^~~~~~~~~~~~~~~~
              hint: write: rule SMB dport 445 daddr 10.0.0.0/8 set pcp 3
            """),
        DiagnosticGolden(
            "PowerShell: a program",
            [.unknownWord],
            """
            New-NetQosPolicy -Name Teams -AppPathNameMatchCondition "Teams.exe" -IPProtocolMatchCondition Both \
            -DSCPAction 46
            """,
            """
            p.qos:1:1: error: unknown statement 'New-NetQosPolicy'
              New-NetQosPolicy -Name Teams -AppPathNameMatchCondition "Teams.exe" -IPProtocolMatchCondition \
            Both -DSCPAction 46
              ^~~~~~~~~~~~~~~~
              hint: programs cannot be matched yet: name the socket's owner with user, or ports
            """),
        DiagnosticGolden(
            "PowerShell: a throttle",
            [.unknownWord],
            """
            New-NetQosPolicy -Name Backup -ThrottleRateActionBitsPerSecond 1MB
            """,
            """
            p.qos:1:1: error: unknown statement 'New-NetQosPolicy'
              New-NetQosPolicy -Name Backup -ThrottleRateActionBitsPerSecond 1MB
              ^~~~~~~~~~~~~~~~
              hint: rates cannot be limited: a policy marks, and a qdisc shapes
            """),
        DiagnosticGolden(
            "PowerShell: a whole script",
            [.syntax],
            """
            New-NetQosPolicy -Name "Voice" -IPProtocolMatchCondition UDP -IPDstPortMatchCondition 5060 -DSCPAction 46
            New-NetQosPolicy -Name "Web" -IPProtocolMatchCondition TCP -IPDstPortMatchCondition 443 -DSCPAction 18
            """,
            """
            p.qos:1:1: error: this is PowerShell, not a policy
              New-NetQosPolicy -Name "Voice" -IPProtocolMatchCondition UDP -IPDstPortMatchCondition 5060 \
            -DSCPAction 46
              \
            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
              hint: docs/coming-from.md shows how it is written here; the first rule: rule Voice proto udp \
            dport 5060 set dscp 46
            """),
        DiagnosticGolden(
            "Windows: a program as a word",
            [.unknownWord],
            """
            rule teams Teams.exe set dscp ef
            """,
            """
            p.qos:1:12: error: unknown word 'Teams.exe' in rule 'teams'
              rule teams Teams.exe set dscp ef
                         ^~~~~~~~~
              hint: programs cannot be matched yet: name the socket's owner with user, or ports
            """),
        DiagnosticGolden(
            "Windows: a path of a program",
            [.unknownWord],
            #"""
            rule teams C:\Users\bob\Teams.exe set dscp ef
            """#,
            #"""
            p.qos:1:12: error: unknown word 'C:\Users\bob\Teams.exe' in rule 'teams'
              rule teams C:\Users\bob\Teams.exe set dscp ef
                         ^~~~~~~~~~~~~~~~~~~~~~
              hint: programs cannot be matched yet: name the socket's owner with user, or ports
            """#),
        DiagnosticGolden(
            "Windows: a program's name by its parameter",
            [.unknownWord],
            """
            rule teams AppPathName=Teams.exe set dscp ef
            """,
            """
            p.qos:1:12: error: unknown word 'AppPathName=Teams.exe' in rule 'teams'
              rule teams AppPathName=Teams.exe set dscp ef
                         ^~~~~~~~~~~~~~~~~~~~~
              hint: programs cannot be matched yet: name the socket's owner with user, or ports
            """),
        DiagnosticGolden(
            "Windows: exe",
            [.unknownWord],
            """
            rule teams exe "Teams.exe" set dscp ef
            """,
            """
            p.qos:1:12: error: unknown word 'exe' in rule 'teams'
              rule teams exe "Teams.exe" set dscp ef
                         ^~~
              hint: programs cannot be matched yet: name the socket's owner with user, or ports
            """),
        DiagnosticGolden(
            "Group Policy: the fields of the dialog",
            [.unknownWord],
            """
            class voice dscp ef
            DSCP Value: 46
            """,
            """
            p.qos:2:1: error: unknown statement 'DSCP'
              DSCP Value: 46
              ^~~~
              hint: a QoS policy is a rule here: rule NAME MATCH… set dscp D; see docs/coming-from.md
            """),
        DiagnosticGolden(
            "Group Policy: a throttle rate",
            [.unknownWord],
            """
            rule backup dport 873 ThrottleRate 1000 set dscp le
            """,
            """
            p.qos:1:23: error: unknown word 'ThrottleRate' in rule 'backup'
              rule backup dport 873 ThrottleRate 1000 set dscp le
                                    ^~~~~~~~~~~~
              hint: rates cannot be limited: a policy marks, and a qdisc shapes
            """),
        DiagnosticGolden(
            "registry: a file",
            [.syntax],
            #"""
            Windows Registry Editor Version 5.00

            [HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Windows\QoS\Voice]
            "Version"="1.0"
            "Application Name"="Teams.exe"
            "Protocol"="UDP"
            "Local Port"="*"
            "DSCP Value"="46"
            """#,
            #"""
            p.qos:1:1: error: this is a Windows registry file (.reg), not a policy
              Windows Registry Editor Version 5.00
              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
              hint: docs/coming-from.md shows how it is written here
            """#),
        DiagnosticGolden(
            "registry: one of its lines",
            [.syntax],
            """
            class voice dscp ef
            "Local Port"="*"
            """,
            """
            p.qos:2:1: error: a statement begins with a word
              "Local Port"="*"
              ^~~~~~~~~~~~
              hint: a QoS policy is a rule here: rule NAME MATCH… set dscp D; see docs/coming-from.md
            """),
        DiagnosticGolden(
            "Windows: netsh",
            [.unknownWord],
            """
            netsh advfirewall firewall add rule name="sip" dir=out protocol=udp remoteport=5060 action=allow
            """,
            """
            p.qos:1:1: error: unknown statement 'netsh'
              netsh advfirewall firewall add rule name="sip" dir=out protocol=udp remoteport=5060 action=allow
              ^~~~~
              hint: a QoS policy is a rule here: rule NAME MATCH… set dscp D; see docs/coming-from.md
            """),
        DiagnosticGolden(
            "Windows: remoteport and localport",
            [.unknownWord],
            """
            rule sip protocol udp remoteport 5060 set dscp cs3
            """,
            """
            p.qos:1:10: error: unknown word 'protocol' in rule 'sip'
              rule sip protocol udp remoteport 5060 set dscp cs3
                       ^~~~~~~~
              hint: write: rule sip proto udp dport 5060 set dscp cs3
            """),
        DiagnosticGolden(
            "Windows: any port",
            [.badValue],
            """
            rule udp proto udp dport * set dscp cs1
            """,
            """
            p.qos:1:26: error: '*' is neither a port nor a known service name
              rule udp proto udp dport * set dscp cs1
                                       ^
              hint: leave dport out: a rule without it holds for all of them
            """),
        DiagnosticGolden(
            "Windows: protocol in upper case",
            [.badValue],
            """
            rule sip proto UDP dport 5060 set dscp cs3
            """,
            """
            p.qos:1:16: error: 'UDP' is no protocol
              rule sip proto UDP dport 5060 set dscp cs3
                             ^~~
              hint: did you mean 'udp'?
            """),
        DiagnosticGolden(
            "Windows: a user of a domain, with a slash",
            [.badValue],
            #"""
            rule bob user CORP/bob set dscp cs1
            """#,
            #"""
            p.qos:1:15: error: 'CORP/bob' is no user name
              rule bob user CORP/bob set dscp cs1
                            ^~~~~~~~
              hint: write CORP\bob
            """#),
    ]
}
