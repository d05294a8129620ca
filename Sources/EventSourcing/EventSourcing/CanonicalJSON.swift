import JSON

/// One text for one JSON value, whatever store or language it went through: what hashes are taken over.
///
/// No white space. Members sorted by the bytes of their names in UTF-8. Strings in UTF-8 with only `"`, `\` and the
/// control characters below U+0020 escaped (`\b \t \n \f \r`, else `\u00xx` in lower case). Numbers in plain decimal
/// digits without exponent, leading or trailing zeros: `100.50` and `1.005e2` are both `100.5`, `-0` is `0`. This is
/// RFC 8785 but for its numbers, which would be rounded to binary, and its order of names, which is by UTF-16 units.
public enum CanonicalJSON {
  /// The canonical bytes of a value. A number outside DynamoDB's range keeps the text that it came with.
  public static func bytes(of value: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(512)
    append(value, to: &bytes)
    return bytes
  }

  /// The same value with its numbers in the canonical form, as DynamoDB will give them back.
  public static func normalized(_ value: JSONValue) -> JSONValue {
    switch value {
    case .number(let number):
      return .number(canonical(number))
    case .array(let elements):
      return .array(elements.map(normalized))
    case .object(let object):
      return .object(JSONObject(unique: object.members.map { ($0.key, normalized($0.value)) }))
    case .null, .bool, .string:
      return value
    }
  }

  private static func canonical(_ number: JSONNumber) -> JSONNumber {
    CanonicalDecimal(number)?.number ?? number
  }

  /// Appends the canonical bytes of a value.
  static func append(_ value: JSONValue, to bytes: inout [UInt8]) {
    switch value {
    case .number(let number):
      bytes.append(contentsOf: canonical(number).text.utf8)
    case .array(let elements):
      appendList(elements, open: "[", close: "]", to: &bytes) { append($0, to: &$1) }
    case .object(let object):
      appendList(sorted(object.members), open: "{", close: "}", to: &bytes) { member, bytes in
        JSONWriter.append(member.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(member.value, to: &bytes)
      }
    case .null, .bool, .string:
      value.write(to: &bytes)
    }
  }

  /// By the bytes of their names. Most members stand so already.
  private static func sorted(_ members: [(key: String, value: JSONValue)]) -> [(key: String, value: JSONValue)] {
    let isSorted = members.indices.dropFirst().allSatisfy { ByteText.precedes(members[$0 - 1].key, members[$0].key) }
    return isSorted ? members : members.sorted { ByteText.precedes($0.key, $1.key) }
  }

  private static func appendList<Element>(
    _ elements: [Element], open: Unicode.Scalar, close: Unicode.Scalar, to bytes: inout [UInt8],
    each: (Element, inout [UInt8]) -> Void
  ) {
    bytes.append(UInt8(ascii: open))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      each(element, &bytes)
    }
    bytes.append(UInt8(ascii: close))
  }
}
