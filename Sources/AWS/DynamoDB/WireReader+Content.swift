import Glibc
import JSON

/// What the parts of the text hold.
extension WireReader {
  public func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    guard let start = self[range].baseAddress else { return true }
    return memcmp(start, text.utf8Start, range.count) == 0
  }

  /// The bytes of a part.
  public subscript(range: Range<Int>) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: bytes[range]) }

  /// The string of a text without escapes; nil if it is not UTF-8.
  public func string(_ range: Range<Int>) -> String? {
    var string = String(decoding: self[range], as: UTF8.self)
    // What is not UTF-8 was repaired, and has other bytes. `String(validating:)` asks the runtime for its types each time,
    // which takes longer than to look again.
    return string.withUTF8 { Self.areEqual($0, self[range]) } ? string : nil
  }

  /// The string of any text; nil if it is not UTF-8.
  public func string(_ text: Text) -> String? {
    guard text.isEscaped else { return string(text.range) }
    return try? JSONValue(parsing: self[(text.range.lowerBound - 1)..<(text.range.upperBound + 1)]).string
  }

  /// Whether one of the ranges has the same bytes.
  public func holds(_ range: Range<Int>, among others: [Range<Int>]) -> Bool {
    others.contains { $0.count == range.count && Self.areEqual(self[$0], self[range]) }
  }

  private static func areEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    guard let start = left.baseAddress, let other = right.baseAddress else { return true }
    return memcmp(start, other, left.count) == 0
  }

  /// A whole number above zero as it is written without a sign; nil for all others.
  public func wholeNumber(_ range: Range<Int>) -> Int? {
    let digits = self[range]
    guard (1...18).contains(digits.count), digits[0] != UInt8(ascii: "0") else { return nil }
    var value = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
  }
}
