import JSON

/// DynamoDB's number texts: wider than JSON's grammar by a plus sign, leading zeros and a bare decimal point.
enum NumberText {
  /// - Returns: nil if the text is no number, or the number is beyond DynamoDB's range or precision.
  static func decimal(_ text: String) -> CanonicalDecimal? {
    if let plain = CanonicalDecimal(text) { return plain }
    var rest = Array(text.utf8)[...]
    var normalized: [UInt8] = []
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
      if rest.removeFirst() == UInt8(ascii: "-") { normalized.append(UInt8(ascii: "-")) }
    }
    let whole = takeDigits(&rest)
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = takeDigits(&rest)
    }
    if whole.isEmpty && fraction.isEmpty { return nil }
    guard rest.isEmpty || rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") else { return nil }
    let significant = whole.drop { $0 == UInt8(ascii: "0") }
    normalized.append(contentsOf: significant.isEmpty ? [UInt8(ascii: "0")] : Array(significant))
    if !fraction.isEmpty {
      normalized.append(UInt8(ascii: "."))
      normalized.append(contentsOf: fraction)
    }
    normalized.append(contentsOf: rest)
    return CanonicalDecimal(String(decoding: normalized, as: UTF8.self))
  }

  private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    rest = rest[digits.endIndex...]
    return digits
  }
}
