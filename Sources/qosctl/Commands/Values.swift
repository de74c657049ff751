import ArgumentParser
import QoSCompiler

struct Values: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows the defaults and possible values of every parameter of the policy language.",
        discussion:
            "Without PARAMETER, all of them in short. Needs no root and no kernel. Exit: 0, 2 no such parameter.")

    @Argument(
        help: ArgumentHelp("dscp, priority, pcp, proto, service, scope, a match field ….", valueName: "PARAMETER"),
        completion: .list(Parameter.all.map(\.name)))
    var parameter: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        guard let name = parameter else {
            if output.json { printJSON(Parameter.all) } else { printAll() }
            return
        }
        guard let found = Parameter.named(name) else {
            let hint = Parameter.suggestion(for: name) ?? "qosctl values lists all"
            throw Findings.failure("there is no parameter '\(name)'; \(hint)", json: output.json, code: 2)
        }
        if output.json { printJSON([found]) } else { printText(found) }
    }

    private func printAll() {
        var table = Table([.text("PARAMETER"), .text("DEFAULT"), .flexible("VALUES")])
        for parameter in Parameter.all {
            table.add([parameter.name, parameter.defaultValue ?? "-", parameter.form])
        }
        Console.print(table)
    }

    private func printText(_ parameter: Parameter) {
        Console.print("\(parameter.name): \(parameter.summary)", style: .heading)
        Console.print("default: \(parameter.defaultValue ?? "none")")
        Console.print("written: \(parameter.form)")
        if !parameter.rows.isEmpty {
            Console.print("")
            Console.print(table(parameter))
        }
        if !parameter.notes.isEmpty { Console.print("") }
        for note in parameter.notes { Console.print("note: \(note)") }
    }

    private func table(_ parameter: Parameter) -> Table {
        var table = Table(
            parameter.columns.enumerated().map { index, title in
                let isNumber = parameter.rows.allSatisfy {
                    if case .number? = $0.dropFirst(index).first { true } else { false }
                }
                let isLast = index == parameter.columns.count - 1
                return Table.Column(title: title.uppercased(), isNumber: isNumber, isFlexible: isLast && !isNumber)
            })
        for row in parameter.rows { table.add(row.map(\.description)) }
        return table
    }

    private func printJSON(_ parameters: [Parameter]) {
        let list = parameters.map { parameter -> JSONValue in
            let rows = parameter.rows.map { row -> JSONValue in
                .object(zip(parameter.columns, row).map { JSONMember(key: $0, value: Self.json($1)) })
            }
            return .object([
                "name": .string(parameter.name), "summary": .string(parameter.summary),
                "default": .optional(parameter.defaultValue), "form": .string(parameter.form), "values": .array(rows),
                "notes": .array(parameter.notes.map(JSONValue.string)),
            ])
        }
        Console.print(.object(["schema": .number(1), "parameters": .array(list)]))
    }

    private static func json(_ value: Parameter.Value) -> JSONValue {
        switch value {
        case .text(let text): .string(text)
        case .number(let number): .number(Int64(number))
        }
    }
}
