import JSON

extension JSONValue {
  /// The bytes that the value takes as compact JSON text within a JSON string, counted without writing it.
  var escapedSize: Int {
    switch self {
    case .null, .bool(true): 4
    case .bool(false): 5
    case .number(let number): number.text.utf8.count
    case .string(let text): Self.escapedSize(of: text)
    case .array(let elements): elements.reduce(Self.brackets(around: elements.count)) { $0 + $1.escapedSize }
    case .object(let object):
      object.reduce(Self.brackets(around: object.count)) {
        $0 + Self.escapedSize(of: $1.key) + 1 + $1.value.escapedSize
      }
    }
  }

  /// With the commas between.
  private static func brackets(around count: Int) -> Int { 2 + max(0, count - 1) }

  /// Of a text as it stands in JSON, where quotation marks, backslashes and control characters are escaped, each by a
  /// backslash; within a string that is escaped once more, as are the quotation marks around it.
  private static func escapedSize(of text: String) -> Int {
    text.utf8.reduce(4) { size, byte in
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): size + 4
      case 0x08, 0x09, 0x0A, 0x0C, 0x0D: size + 3
      case 0..<0x20: size + 7
      default: size + 1
      }
    }
  }
}
