/// A grammatical number taken apart: value = (-1)^sign * digits * 10^exponent, digits without outer zeros.
///
/// A zero of any form has no digits, exponent 0 and no sign.
struct DecimalParts {
  private(set) var isNegative = false
  private(set) var digits: [UInt8] = []
  private(set) var exponent = 0

  /// Beyond any exponent that a value in range can have, and far from overflow when digit counts are added to it.
  private static let exponentLimit = 1 << 40

  /// Takes apart a text that follows RFC 8259's number grammar.
  init(_ text: String) {
    var isFraction = false
    var rest = Substring(text).utf8
    while let byte = rest.popFirst() {
      switch byte {
      case Byte.minus: isNegative = true
      case Byte.point: isFraction = true
      case Byte.lowerE, Byte.upperE:
        exponent += Self.exponent(rest)
        rest = rest.suffix(0)
      default:
        append(byte, isFraction: isFraction)
      }
    }
    normalize()
  }

  /// The value where it is integral and fits 64 bits.
  var int: Int? {
    guard exponent >= 0, exponent <= 18, digits.count <= 19 else { return nil }
    var value = 0
    for digit in digits + Array(repeating: Byte.zero, count: exponent) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.subtractingReportingOverflow(Int(digit - Byte.zero))
      if overflow || carry { return nil }
      value = sum
    }
    // Built up below zero, because the smallest integer has no positive counterpart.
    if isNegative { return value }
    return value == Int.min ? nil : -value
  }

  private mutating func append(_ digit: UInt8, isFraction: Bool) {
    if isFraction { exponent -= 1 }
    if digit != Byte.zero || !digits.isEmpty { digits.append(digit) }
  }

  private mutating func normalize() {
    while digits.last == Byte.zero {
      digits.removeLast()
      exponent += 1
    }
    if digits.isEmpty {
      isNegative = false
      exponent = 0
    }
  }

  private static func exponent(_ text: Substring.UTF8View) -> Int {
    var value = 0
    for byte in text where Byte.isDigit(byte) {
      value = min(value * 10 + Int(byte - Byte.zero), exponentLimit)
    }
    return text.first == Byte.minus ? -value : value
  }
}
