/// Comments may hold any bytes but NUL; what prints a file again can carry only text.
enum CommentEncoding {
    /// The first comment of a file that is not UTF-8.
    static func problem(_ file: SourceFile, index: Int32 = 0) -> Diagnostic? {
        guard PolicyFormat(of: file) == .qos, String(validating: file.bytes, as: UTF8.self) == nil else { return nil }
        let comments = Lexer.tokens(of: file, index: index, keepingComments: true).tokens.filter { $0.kind == .comment }
        let broken = comments.first { token in
            String(validating: file.bytes[Int(token.start)..<Int(token.end)], as: UTF8.self) == nil
        }
        return broken.map { token in
            Diagnostic(
                .error, .badByte, "a comment that is not valid UTF-8 would be damaged",
                at: SourceSpan(file: index, start: token.start, end: token.end), hint: "save the file as UTF-8")
        }
    }
}
