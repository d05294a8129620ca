import Cryptography
import JSON

/// A link of an aggregate's hash chain: SHA-256 as 64 lower-case hexadecimal digits.
///
/// The hash of an event is taken over the canonical form (``CanonicalJSON``) of one JSON object that holds the event's
/// attributes as they are stored, without `EventHash` itself: `AggregateId`, `BatchIndex` and `BatchSize` (only on events
/// of a batch), `CommandId` (only if there is one), `CorrelationId`, `EventData`, `EventId`, `EventSequence` (a number), `EventType`, `PreviousHash`, `Timestamp`,
/// `UserId` and `Version`. Worked vectors stand beside the tests of this type.
public struct EventHash: Hashable, Sendable, CustomStringConvertible {
  /// What the first event of a log names as the hash before it: 64 zeros.
  public static let genesis = EventHash(words: .zero)

  /// The digest, eight bytes to a word, the first byte highest. Two hashes of an event would else be two allocations.
  private let words: SIMD4<UInt64>

  private init(words: SIMD4<UInt64>) {
    self.words = words
  }

  /// - Returns: nil for anything but 64 lower-case hexadecimal digits.
  public init?(_ text: String) {
    var text = text
    guard let hash = text.withUTF8({ EventHash(digits: $0) }) else { return nil }
    self = hash
  }

  /// - Returns: nil for anything but 64 lower-case hexadecimal digits.
  public init?(digits: UnsafeBufferPointer<UInt8>) {
    guard digits.count == 64 else { return nil }
    var words = SIMD4<UInt64>.zero
    for place in 0..<4 {
      var word: UInt64 = 0
      for digit in digits[(place * 16)..<(place * 16 + 16)] {
        guard let value = Hexadecimal.value(ofLowerCase: digit) else { return nil }
        word = word << 4 | UInt64(value)
      }
      words[place] = word
    }
    self.words = words
  }

  /// The hash of a JSON object's canonical form.
  public init(of object: JSONObject) {
    self.init(ofCanonical: CanonicalJSON.bytes(of: .object(object)))
  }

  /// The hash of canonical JSON.
  init(ofCanonical bytes: [UInt8]) {
    var words = SIMD4<UInt64>.zero
    for (place, byte) in SHA256.hash(bytes).enumerated() { words[place / 8] = words[place / 8] << 8 | UInt64(byte) }
    self.words = words
  }

  /// The 64 hexadecimal digits.
  public var text: String {
    var digits: [UInt8] = []
    digits.reserveCapacity(64)
    append(to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }

  /// Appends the 64 hexadecimal digits.
  func append(to output: inout [UInt8]) {
    for place in 0..<4 {
      for shift in stride(from: 60, through: 0, by: -4) {
        output.append(Hexadecimal.digit(UInt8(truncatingIfNeeded: words[place] >> UInt64(shift)) & 0x0F))
      }
    }
  }

  public var description: String { text }
}
