/// A strict recursive-descent reader over borrowed bytes; the recursion is bounded by `maximumDepth`.
struct JSONParser {
  let bytes: UnsafeBufferPointer<UInt8>
  let maximumDepth: Int
  let duplicates: DuplicateMembers
  var position = 0
  /// Reused for strings with escapes, so that such a string costs one allocation and not two.
  var scratch: [UInt8] = []

  init(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int, duplicates: DuplicateMembers) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
    self.duplicates = duplicates
  }

  /// The byte at the position, 0 past the end: no place in the grammar allows a NUL byte.
  var current: UInt8 { byte(at: position) }

  func byte(at position: Int) -> UInt8 {
    position < bytes.count ? bytes[position] : 0
  }

  func failure(_ kind: JSONError.Kind) -> JSONError {
    JSONError(position < bytes.count ? kind : .unexpectedEnd, offset: min(position, bytes.count))
  }

  mutating func skipWhitespace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  mutating func document() throws(JSONError) -> JSONValue {
    if byte(at: 0) == 0xEF && byte(at: 1) == 0xBB && byte(at: 2) == 0xBF {
      throw JSONError(.byteOrderMark, offset: 0)
    }
    skipWhitespace()
    let result = try value(depth: 0)
    skipWhitespace()
    guard position == bytes.count else { throw failure(.trailingContent) }
    return result
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    switch current {
    case Byte.quote: return .string(try string())
    case Byte.openBrace: return .object(try object(depth: depth + 1))
    case Byte.openBracket: return .array(try array(depth: depth + 1))
    case Byte.minus, Byte.zero...Byte.nine: return .number(try number())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: throw failure(.unexpectedCharacter)
    }
  }

  private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    for index in 0..<word.utf8CodeUnitCount {
      guard current == word.utf8Start[index] else { throw failure(.unexpectedCharacter) }
      position += 1
    }
    return value
  }

  private mutating func enter(depth: Int) throws(JSONError) {
    guard depth <= maximumDepth else { throw failure(.tooDeep) }
    position += 1
    skipWhitespace()
  }

  private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
    try enter(depth: depth)
    var elements: [JSONValue] = []
    if try consume(Byte.closeBracket) { return elements }
    while true {
      elements.append(try value(depth: depth))
      if try ends(with: Byte.closeBracket) { return elements }
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
    try enter(depth: depth)
    var members = JSONObject()
    if try consume(Byte.closeBrace) { return members }
    while true {
      let start = position
      guard current == Byte.quote else { throw failure(.unexpectedCharacter) }
      let key = try string()
      skipWhitespace()
      guard try consume(Byte.colon) else { throw failure(.unexpectedCharacter) }
      skipWhitespace()
      let value = try value(depth: depth)
      if !members.appendIfNew(key, value) {
        guard duplicates == .lastStays else { throw JSONError(.duplicateKey, offset: start) }
        members[key] = value
      }
      if try ends(with: Byte.closeBrace) { return members }
    }
  }

  private mutating func consume(_ byte: UInt8) throws(JSONError) -> Bool {
    guard position < bytes.count else { throw failure(.unexpectedEnd) }
    guard bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// After an element or member: true at the closing byte, false after a comma.
  private mutating func ends(with close: UInt8) throws(JSONError) -> Bool {
    skipWhitespace()
    if try consume(close) { return true }
    guard try consume(Byte.comma) else { throw failure(.unexpectedCharacter) }
    skipWhitespace()
    return false
  }
}
