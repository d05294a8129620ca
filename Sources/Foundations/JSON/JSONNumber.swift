/// A JSON number as the decimal text it came as (RFC 8259 section 6), never a binary floating-point value.
///
/// Equality is textual: `1.0`, `1` and `1e0` are three numbers. `decimal` compares by value.
public struct JSONNumber: Hashable, Sendable, CustomStringConvertible {
  /// The number as it was written.
  public let text: String

  /// A number from its text, nil if the text is not exactly one number of RFC 8259's grammar.
  public init?(_ text: String) {
    var copy = text
    let isNumber = copy.withUTF8 { bytes in JSONNumber.end(of: bytes, from: 0) == bytes.count }
    guard isNumber else { return nil }
    self.text = text
  }

  /// A whole number.
  public init(_ value: Int) {
    text = String(value)
  }

  /// For a text that is known to be grammatical.
  init(grammatical text: String) {
    self.text = text
  }

  /// The exact value where it is integral and fits 64 bits (`1e2` and `1.0` are 100 and 1), else nil.
  public var int: Int? {
    if let plain = Int(text) { return plain }
    return DecimalParts(text).int
  }

  /// The exact value in DynamoDB's normal form, nil where it is outside DynamoDB's range or precision.
  public var decimal: CanonicalDecimal? { CanonicalDecimal(self) }

  public var description: String { text }
}
