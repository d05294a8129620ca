import JSON

extension PayloadReader {
  /// Whether a number is written as canonical JSON writes it, and fits DynamoDB's precision in any case.
  static func isCanonicalNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var digits = text[...]
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative { digits = digits.dropFirst() }
    guard let first = digits.first, let last = digits.last, digits.count <= CanonicalDecimal.maximumDigits else {
      return false
    }
    let whole = digits.prefix { (0x30...0x39).contains($0) }
    if whole.isEmpty || (first == 0x30 && whole.count > 1) { return false }
    if whole.count == digits.count { return !(isNegative && first == 0x30) }
    let fraction = digits.dropFirst(whole.count)
    return fraction.first == UInt8(ascii: ".") && fraction.count > 1 && last != 0x30
      && fraction.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
  }
}
