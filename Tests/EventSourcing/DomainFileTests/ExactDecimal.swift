import JSON

/// A decimal of any size, for checks against a schema that do not use the code under test.
struct ExactDecimal: Comparable {
  private let isNegative: Bool
  /// Without outer zeros; none for zero.
  private let digits: [UInt8]
  /// Of the last digit.
  private let exponent: Int

  /// - Parameter text: one number of RFC 8259's grammar; its exponent fits an `Int`.
  init(_ text: String) {
    let parts = text.lowercased().split(separator: "e")
    let mantissa = parts.first ?? "0"
    let fraction = mantissa.split(separator: ".").dropFirst().first ?? ""
    var digits = Array(mantissa.utf8.filter { (0x30...0x39).contains($0) }.drop { $0 == 0x30 })
    var exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - fraction.utf8.count
    while digits.last == 0x30 {
      digits.removeLast()
      exponent += 1
    }
    self.digits = digits
    self.exponent = digits.isEmpty ? 0 : exponent
    isNegative = mantissa.hasPrefix("-") && !digits.isEmpty
  }

  /// Whether it is a whole multiple of ten to a power.
  func isMultiple(ofTenTo power: Int) -> Bool { digits.isEmpty || exponent >= power }

  static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? right.isCloserToZero(than: left) : left.isCloserToZero(than: right)
  }

  private func isCloserToZero(than other: ExactDecimal) -> Bool {
    if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
    let (place, otherPlace) = (digits.count + exponent, other.digits.count + other.exponent)
    return place == otherPlace ? digits.lexicographicallyPrecedes(other.digits) : place < otherPlace
  }
}
