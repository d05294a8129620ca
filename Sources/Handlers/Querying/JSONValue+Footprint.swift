import JSON

extension JSONValue {
  /// About how many bytes of memory the value takes.
  var footprint: Int {
    switch self {
    case .null, .bool: Self.slot
    case .number(let number): Self.slot + Self.heap(number.text)
    case .string(let text): Self.slot + Self.heap(text)
    case .array(let elements): elements.reduce(Self.slot + Self.header) { $0 + $1.footprint }
    case .object(let object): Self.slot + object.footprint
    }
  }

  private static let slot = 16
  /// Of an array's or a long text's storage.
  static let header = 32

  /// Texts of up to 15 bytes stand in their slot.
  static func heap(_ text: String) -> Int { text.utf8.count < 16 ? 0 : header + text.utf8.count }
}

extension JSONObject {
  /// About how many bytes of memory the object takes.
  var footprint: Int {
    reduce(JSONValue.header) { $0 + 16 + JSONValue.heap($1.key) + $1.value.footprint }
  }
}
