import JSON

/// JSON text whose strings hold no character that a reader could take for something else.
enum EscapedJSON {
  /// Only ASCII: non-ASCII bytes in error reports have broken parsers of the service side.
  static func ascii(_ value: JSONValue) -> [UInt8] {
    escaping(value.serialized()) { $0.value > 0x7E }
  }

  /// One line for a log: no control character and none that reorders what stands around it.
  static func logLine(_ value: JSONValue) -> [UInt8] {
    escaping(value.serialized(), where: PlainText.isUnsafe) + [0x0A]
  }

  /// JSON allows other characters than ASCII inside strings only, where an escape means the same.
  private static func escaping(_ json: [UInt8], where isUnsafe: (Unicode.Scalar) -> Bool) -> [UInt8] {
    guard json.contains(where: { $0 > 0x7E }) else { return json }
    var escaped: [UInt8] = []
    escaped.reserveCapacity(json.count * 2)
    for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
      if isUnsafe(scalar) {
        PlainText.appendEscape(of: scalar, to: &escaped)
      } else {
        escaped.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
    return escaped
  }
}
