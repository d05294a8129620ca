/// Gives unpredictable numbers; a test passes predictable ones.
public protocol Randomness: AnyObject {
  /// 64 uniformly distributed bits.
  func nextUInt64() -> UInt64
}

extension Randomness {
  /// A uniformly distributed number of at least 0 and below 1.
  public func unit() -> Double {
    Double(nextUInt64() >> 11) * 0x1p-53
  }

  /// A new UUID of version 4 in lower case (RFC 9562 section 5.4).
  public func uuid() -> String {
    let high = nextUInt64() & 0xFFFF_FFFF_FFFF_0FFF | 0x0000_0000_0000_4000
    let low = nextUInt64() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for place in 0..<32 {
      if place == 8 || place == 12 || place == 16 || place == 20 { text.append(UInt8(ascii: "-")) }
      let half = place < 16 ? high : low
      let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - place % 16 * 4)) & 0x0F
      text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// The kernel's random numbers (getrandom(2), which Swift's own generator asks).
public final class SystemRandomness: Randomness {
  private var generator = SystemRandomNumberGenerator()

  public init() {}

  public func nextUInt64() -> UInt64 {
    generator.next()
  }
}
