/// An exact decimal in the one normal form that DynamoDB keeps numbers in: no leading or trailing zeros, no plus, no -0.
///
/// At most 38 significant digits and a magnitude of 1E-130 to 9.9999999999999999999999999999999999999E+125, or zero.
/// Two decimals are equal exactly if their values are.
///
/// Reference: Amazon DynamoDB Developer Guide, "Supported data types and naming rules", Number.
public struct CanonicalDecimal: Hashable, Sendable, CustomStringConvertible {
  /// How many significant digits DynamoDB keeps.
  public static let maximumDigits = 38
  /// The exponents of the first significant digit that DynamoDB takes.
  public static let magnitudes = -130...125

  /// Whether the value is below zero.
  public let isNegative: Bool
  /// The significant digits as a whole number without outer zeros, `0` for zero.
  public let digits: String
  /// The power of ten the digits are multiplied with: value = ±digits * 10^exponent.
  public let exponent: Int

  /// The decimal of a JSON number, nil where DynamoDB would refuse it as too precise, too large or too small.
  public init?(_ number: JSONNumber) {
    if Self.isPlain(number.text) {
      (isNegative, digits, exponent) = (false, number.text, 0)
      return
    }
    let parts = DecimalParts(number.text)
    guard parts.digits.count <= Self.maximumDigits else { return nil }
    guard parts.digits.isEmpty || Self.magnitudes.contains(parts.digits.count - 1 + parts.exponent) else { return nil }
    isNegative = parts.isNegative
    digits = parts.digits.isEmpty ? "0" : String(decoding: parts.digits, as: UTF8.self)
    exponent = parts.exponent
  }

  /// Whether a number is written as its own digits: short, whole, and without a zero at its end. Most are.
  private static func isPlain(_ text: String) -> Bool {
    let bytes = text.utf8
    guard bytes.count <= 15, let last = bytes.last, last != Byte.zero || bytes.count == 1 else { return false }
    return bytes.allSatisfy(Byte.isDigit)
  }

  /// The decimal of a number's text, nil if the text is not one JSON number or is outside DynamoDB's range.
  public init?(_ text: String) {
    guard let number = JSONNumber(text) else { return nil }
    self.init(number)
  }

  /// The decimal of a whole number; 64 bits always fit.
  public init(_ value: Int) {
    let parts = DecimalParts(String(value))
    isNegative = parts.isNegative
    digits = parts.digits.isEmpty ? "0" : String(decoding: parts.digits, as: UTF8.self)
    exponent = parts.exponent
  }

  /// The value in plain digits without an exponent: `100.5`, `0.0001`, `100`, `-3`, `0`.
  public var text: String {
    if exponent == 0, !isNegative { return digits }
    let sign = isNegative ? "-" : ""
    if exponent >= 0 { return sign + digits + String(repeating: "0", count: exponent) }
    let pointPlace = digits.utf8.count + exponent
    if pointPlace <= 0 { return sign + "0." + String(repeating: "0", count: -pointPlace) + digits }
    return sign + digits.prefix(pointPlace) + "." + digits.dropFirst(pointPlace)
  }

  /// The value as a JSON number in plain digits.
  public var number: JSONNumber { JSONNumber(grammatical: text) }

  public var description: String { text }
}
