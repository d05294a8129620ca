import Cryptography
import JSON

/// A link of an aggregate's hash chain: SHA-256 as 64 lower-case hexadecimal digits.
///
/// The hash of an event is taken over the canonical form (``CanonicalJSON``) of one JSON object that holds the event's
/// attributes as they are stored, without `EventHash` itself: `AggregateId`, `BatchIndex` and `BatchSize` (only on events
/// of a batch), `CausationId` (only on events that another event caused), `CommandId` (only if there is one),
/// `CorrelationId`, `EventData`, `EventId`, `EventSequence` (a number), `EventType`, `PreviousHash`, `Timestamp`, `UserId`
/// and `Version`. Worked vectors stand beside the tests of this type.
public struct EventHash: Hashable, Sendable, CustomStringConvertible {
  /// What the first event of a log names as the hash before it: 64 zeros.
  public static let genesis = EventHash(words: .zero)

  /// The digest, four bytes to a word, the first byte highest. As texts, the two hashes of an event would be two allocations.
  private let words: SIMD8<UInt32>

  private init(words: SIMD8<UInt32>) {
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
    var words = SIMD8<UInt32>.zero
    for place in 0..<8 {
      let eight = UnsafeRawBufferPointer(digits).loadUnaligned(fromByteOffset: place * 8, as: UInt64.self)
      guard let word = Hexadecimal.word(of: UInt64(littleEndian: eight)) else { return nil }
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
    var words = SIMD8<UInt32>.zero
    for (place, byte) in SHA256.hash(bytes).enumerated() { words[place / 4] = words[place / 4] << 8 | UInt32(byte) }
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
    for place in 0..<8 {
      withUnsafeBytes(of: Hexadecimal.digits(of: words[place]).littleEndian) { output.append(contentsOf: $0) }
    }
  }

  public var description: String { text }
}
