/// Appends compact JSON (RFC 8259) to a byte buffer, for callers that build a document without a `JSONValue`.
public enum JSONWriter {
  /// Appends a string with its quotes; quotation mark, backslash and bytes below 0x20 are escaped.
  public static func append(_ string: String, to output: inout [UInt8]) {
    output.append(Byte.quote)
    var string = string
    string.withUTF8 { bytes in appendEscaped(bytes, to: &output) }
    output.append(Byte.quote)
  }

  /// Appends JSON text as it stands within a JSON string: escaped once more, without quotation marks around it.
  ///
  /// Every few bytes of it are a quotation mark, so it is written byte by byte; the white space of text that is not compact
  /// goes the way of any string's.
  /// - Parameter text: in UTF-8.
  public static func append(escaped text: [UInt8], to output: inout [UInt8]) {
    let isCompact = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count * 2) { target -> Bool in
      var end = 0
      for byte in text {
        if byte < 0x20 { return false }
        if byte == Byte.quote || byte == Byte.backslash {
          target.initializeElement(at: end, to: Byte.backslash)
          end += 1
        }
        target.initializeElement(at: end, to: byte)
        end += 1
      }
      output.append(contentsOf: UnsafeBufferPointer(rebasing: target[..<end]))
      return true
    }
    if !isCompact { text.withUnsafeBufferPointer { bytes in appendEscaped(bytes, to: &output) } }
  }

  /// Appends a piece of JSON text as it is.
  public static func append(text: StaticString, to output: inout [UInt8]) {
    output.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends a value.
  public static func append(_ value: JSONValue, to output: inout [UInt8]) {
    switch value {
    case .null: output.append(contentsOf: "null".utf8)
    case .bool(true): output.append(contentsOf: "true".utf8)
    case .bool(false): output.append(contentsOf: "false".utf8)
    case .number(let number): appendPlain(number.text, to: &output)
    case .string(let string): append(string, to: &output)
    case .array(let elements): append(elements, to: &output)
    case .object(let object): append(object, to: &output)
    }
  }

  /// Appends an object, members in their order.
  public static func append(_ object: JSONObject, to output: inout [UInt8]) {
    output.append(Byte.openBrace)
    var isFirst = true
    for (key, value) in object.members {
      if !isFirst { output.append(Byte.comma) }
      isFirst = false
      append(key, to: &output)
      output.append(Byte.colon)
      append(value, to: &output)
    }
    output.append(Byte.closeBrace)
  }

  private static func append(_ elements: [JSONValue], to output: inout [UInt8]) {
    output.append(Byte.openBracket)
    var isFirst = true
    for element in elements {
      if !isFirst { output.append(Byte.comma) }
      isFirst = false
      append(element, to: &output)
    }
    output.append(Byte.closeBracket)
  }

  private static func appendPlain(_ text: String, to output: inout [UInt8]) {
    var text = text
    text.withUTF8 { bytes in output.append(contentsOf: bytes) }
  }

  private static func appendEscaped(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    var runStart = 0
    var position = 0
    while true {
      position = bytes.endOfOrdinaryText(from: position)
      guard position < bytes.count else { break }
      let byte = bytes[position]
      if byte < 0x80 {
        output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[runStart..<position]))
        appendEscape(of: byte, to: &output)
        runStart = position + 1
      }
      position += 1
    }
    output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[runStart..<position]))
  }

  private static func appendEscape(of byte: UInt8, to output: inout [UInt8]) {
    switch byte {
    case Byte.quote, Byte.backslash:
      output.append(Byte.backslash)
      output.append(byte)
    case 0x08: output.append(contentsOf: "\\b".utf8)
    case 0x09: output.append(contentsOf: "\\t".utf8)
    case 0x0A: output.append(contentsOf: "\\n".utf8)
    case 0x0C: output.append(contentsOf: "\\f".utf8)
    case 0x0D: output.append(contentsOf: "\\r".utf8)
    default:
      output.append(contentsOf: "\\u00".utf8)
      output.append(Byte.hexadecimalDigit(byte >> 4))
      output.append(Byte.hexadecimalDigit(byte & 0x0F))
    }
  }
}
