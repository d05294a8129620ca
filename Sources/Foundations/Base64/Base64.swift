/// Bytes as text (RFC 4648), strictly: one text for the same bytes and nothing else is taken.
public struct Base64: Sendable {
  /// The standard alphabet, padded with `=` (section 4).
  public static let standard = Base64(last: "+/", isPadded: true)
  /// The alphabet for URLs and file names, without padding (section 5).
  public static let url = Base64(last: "-_", isPadded: false)

  private let alphabet: [UInt8]
  private let values: [UInt8]
  private let isPadded: Bool
  private static let padding = UInt8(ascii: "=")
  private static let noValue: UInt8 = 0xff

  private init(last: String, isPadded: Bool) {
    alphabet = Array(("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + last).utf8)
    var values = [UInt8](repeating: Self.noValue, count: 256)
    for (value, symbol) in alphabet.enumerated() { values[Int(symbol)] = UInt8(value) }
    self.values = values
    self.isPadded = isPadded
  }

  /// The bytes as text.
  public func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for place in 0...group.count { text.append(alphabet[Int(bits >> UInt32(18 - 6 * place) & 0x3f)]) }
      if isPadded { text.append(contentsOf: repeatElement(Self.padding, count: 3 - group.count)) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of a text.
  ///
  /// - Returns: nil for any text that ``encode(_:)`` does not write: another alphabet, missing or superfluous padding,
  ///   white space, or unused bits that are not zero.
  public func decode(_ text: String) -> [UInt8]? {
    guard let symbols = unpadded(Array(text.utf8)[...]), symbols.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(symbols.count * 3 / 4)
    var bits: UInt32 = 0
    var bitCount: UInt32 = 0
    for symbol in symbols {
      let value = values[Int(symbol)]
      if value == Self.noValue { return nil }
      bits = (bits << 6 | UInt32(value)) & 0xffff
      bitCount += 6
      if bitCount >= 8 {
        bitCount -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
      }
    }
    return bits & (1 << bitCount - 1) == 0 ? bytes : nil
  }

  private func unpadded(_ symbols: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard isPadded else { return symbols }
    guard symbols.count.isMultiple(of: 4) else { return nil }
    return symbols.dropLast(symbols.suffix(2).reversed().prefix { $0 == Self.padding }.count)
  }
}
