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
  public static let genesis = EventHash(unchecked: String(repeating: "0", count: 64))

  /// The 64 hexadecimal digits.
  public let text: String

  /// - Returns: nil for anything but 64 lower-case hexadecimal digits.
  public init?(_ text: String) {
    let isHexadecimal = text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    guard text.utf8.count == 64, isHexadecimal else { return nil }
    self.text = text
  }

  private init(unchecked text: String) {
    self.text = text
  }

  /// The hash of a JSON object's canonical form.
  public init(of object: JSONObject) {
    text = SHA256.hexadecimal(CanonicalJSON.bytes(of: .object(object)))
  }

  public var description: String { text }
}
