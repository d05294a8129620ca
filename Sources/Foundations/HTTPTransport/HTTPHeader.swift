/// One header field of an HTTP message, as it is sent or was received (RFC 9110, section 5).
public struct HTTPHeader: Hashable, Sendable {
  /// The field name; its case has no meaning.
  public var name: String
  /// The field value without surrounding white space.
  public var value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  /// Whether `name` names this field, ignoring the case of ASCII letters.
  public func isNamed(_ name: String) -> Bool {
    self.name.withBytes { own in name.withBytes(own.isEqualIgnoringCase) }
  }

  /// A field that can neither end its line nor its message: a name of token characters (RFC 9110, section 5.6.2)
  /// and a value without control characters other than tab.
  var isWellFormed: Bool {
    !name.isEmpty && name.withBytes { $0.allSatisfy(isTokenCharacter) }
      && value.withBytes(isPrintable)
  }
}

/// Looks at all bytes, also behind a wrong one: so the compiler takes many at once.
private func isPrintable(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  bytes.reduce(0 as UInt8) { wrong, byte in
    wrong | ((byte < 0x20 && byte != 0x09) || byte == 0x7F ? 1 : 0)
  } == 0
}

extension UnsafeBufferPointer<UInt8> {
  /// Ignoring the case of ASCII letters.
  func isEqualIgnoringCase(to other: UnsafeBufferPointer<UInt8>) -> Bool {
    count == other.count && indices.allSatisfy { lowercased(self[$0]) == lowercased(other[$0]) }
  }
}

private func lowercased(_ byte: UInt8) -> UInt8 {
  byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
}

private func isTokenCharacter(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
  case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E...0x60, 0x7C, 0x7E: true
  default: false
  }
}
