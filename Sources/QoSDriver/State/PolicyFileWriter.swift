/// New contents for somebody's policy file.
public enum PolicyFileWriter {
    /// Puts new contents in place of the old, whole: through symbolic links, with owner and mode.
    ///
    /// Throws `unusable` when the file cannot be replaced; it is as it was then.
    public static func rewrite(_ path: String, with bytes: [UInt8]) throws(DriverError) {
        do throws(StateError) { try DurableFile.rewrite([(path, bytes)]) } catch { throw .unusable("\(error)") }
    }
}
