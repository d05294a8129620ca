import JSON

/// A sum of money, exact: a whole number of ten-thousandths, negative for a debt.
///
/// Never binary floating point: 0.1 + 0.2 is 0.3 here.
public struct Money: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Digits behind the decimal point.
  public static let fractionDigits = 4
  /// Nothing.
  public static let zero = Money(tenThousandths: 0)

  /// The sum in ten-thousandths of the currency's unit.
  public let tenThousandths: Int128

  init(tenThousandths: Int128) {
    self.tenThousandths = tenThousandths
  }

  /// Reads a decimal number.
  ///
  /// - Returns: nil if it has more than four fraction digits or more than 33 integer digits.
  public init?(_ number: JSONNumber) {
    guard let decimal = CanonicalDecimal(number) else { return nil }
    let zeros = decimal.exponent + Self.fractionDigits
    guard zeros >= 0, decimal.digits.utf8.count + zeros <= 37 else {
      guard decimal.digits == "0" else { return nil }
      self = .zero
      return
    }
    guard let magnitude = Int128(decimal.digits + String(repeating: "0", count: zeros)) else { return nil }
    tenThousandths = decimal.isNegative ? -magnitude : magnitude
  }

  /// The sum of two, or nil where it would leave the range of 128 bits.
  public func adding(_ other: Money) -> Money? {
    let (sum, overflow) = tenThousandths.addingReportingOverflow(other.tenThousandths)
    return overflow ? nil : Money(tenThousandths: sum)
  }

  /// The same sum with the other sign; nil only for the one value that has none.
  public var negated: Money? {
    let (difference, overflow) = Int128(0).subtractingReportingOverflow(tenThousandths)
    return overflow ? nil : Money(tenThousandths: difference)
  }

  /// Plain decimal digits, without trailing zeros: `100.5`.
  public var description: String {
    let (units, fraction) = tenThousandths.magnitude.quotientAndRemainder(dividingBy: 10_000)
    let sign = tenThousandths < 0 ? "-" : ""
    guard fraction > 0 else { return "\(sign)\(units)" }
    let digits = String(fraction)
    var padded = String(repeating: "0", count: Self.fractionDigits - digits.utf8.count) + digits
    while padded.hasSuffix("0") { padded.removeLast() }
    return "\(sign)\(units).\(padded)"
  }

  /// The sum as a JSON number.
  public var json: JSONValue { JSONNumber(description).map { .number($0) } ?? .null }

  public static func < (left: Money, right: Money) -> Bool { left.tenThousandths < right.tenThousandths }
}
