// Runs one command and says how long it took and how much memory it held: what GNU time does, where that is not
// installed.
//
//   qosctl-measure FILE COMMAND [ARGUMENT …]
//   qosctl-measure --replay KIND COUNT ROUNDS [PAGE]      (Replay.swift)
//
// Writes one line to FILE: wall clock milliseconds, peak resident memory in KiB (getrusage), exit code. The command's
// own output is left alone, and its exit code becomes this program's.
import Glibc

/// The exit code as shells have it: 128 and the signal where one ended the command.
func exitCode(_ status: Int32) -> Int32 {
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
}

func fail(_ text: String) -> Never {
    let message = Array("qosctl-measure: \(text)\n".utf8)
    _ = write(STDERR_FILENO, message, message.count)
    exit(125)
}

if CommandLine.arguments.dropFirst().first == "--replay" {
    do { try Replay.run(Array(CommandLine.arguments.dropFirst(2))) } catch { fail("\(error)") }
    exit(0)
}
guard CommandLine.arguments.count >= 3 else { fail("usage: qosctl-measure FILE COMMAND [ARGUMENT …]") }

var arguments = CommandLine.arguments.dropFirst(2).map { strdup($0) }
arguments.append(nil)
var child: pid_t = 0
let start = ContinuousClock.now
let spawned = posix_spawnp(&child, CommandLine.arguments[2], nil, nil, arguments, environ)
guard spawned == 0 else { fail("\(CommandLine.arguments[2]): \(String(cString: strerror(spawned)))") }
var status: Int32 = 0
var usage = rusage()
while wait4(child, &status, 0, &usage) < 0 {
    guard errno == EINTR else { fail(String(cString: strerror(errno))) }
}
let duration = (ContinuousClock.now - start).components
let microseconds = duration.seconds * 1_000_000 + duration.attoseconds / 1_000_000_000_000

guard let file = fopen(CommandLine.arguments[1], "w") else {
    fail("\(CommandLine.arguments[1]): \(String(cString: strerror(errno)))")
}
let fraction = String(microseconds % 1000)
let milliseconds = "\(microseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
fputs("\(milliseconds) \(usage.ru_maxrss) \(exitCode(status))\n", file)
fclose(file)
exit(exitCode(status))
