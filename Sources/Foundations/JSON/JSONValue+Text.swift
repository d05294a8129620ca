extension JSONValue {
  /// Reads one strict RFC 8259 document.
  ///
  /// UTF-8 only and validated; a byte-order mark, lone surrogate escapes, trailing content and any deviation from the
  /// grammar are refused, and duplicate member names too unless `duplicates` says otherwise. Numbers keep their text.
  /// - Parameters:
  ///   - bytes: the document's UTF-8 bytes.
  ///   - maximumDepth: how many arrays and objects may be nested, at most 1,024 (a higher value counts as 1,024).
  ///   - duplicates: what becomes of two members with the same name.
  /// - Throws: a `JSONError` with the reason and the byte offset.
  public init(
    parsing bytes: [UInt8], maximumDepth: Int = 512, duplicates: DuplicateMembers = .refused
  ) throws(JSONError) {
    self = try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
      try JSONValue(parsing: buffer, maximumDepth: maximumDepth, duplicates: duplicates)
    }
  }

  /// Reads one strict RFC 8259 document from borrowed bytes, with the same rules.
  public init(
    parsing bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int = 512, duplicates: DuplicateMembers = .refused
  ) throws(JSONError) {
    var parser = JSONParser(bytes, maximumDepth: min(maximumDepth, 1024), duplicates: duplicates)
    self = try parser.document()
  }

  /// Reads one strict RFC 8259 document from a string, with the rules for bytes.
  public init(
    parsing text: String, maximumDepth: Int = 512, duplicates: DuplicateMembers = .refused
  ) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), maximumDepth: maximumDepth, duplicates: duplicates)
  }

  /// The value as compact JSON in UTF-8, members in their order, numbers as their text.
  public func serialized() -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(1024)
    write(to: &output)
    return output
  }

  /// The value as compact JSON text.
  public var text: String {
    String(decoding: serialized(), as: UTF8.self)
  }

  /// Appends the value as compact JSON in UTF-8.
  public func write(to output: inout [UInt8]) {
    JSONWriter.append(self, to: &output)
  }
}
