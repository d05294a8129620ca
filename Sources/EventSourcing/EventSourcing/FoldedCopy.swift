import Cryptography
import Environment
import JSON

/// A stored copy of an aggregate's folded state: a read-model summary, a snapshot, or the write side's checkpoint.
///
/// A copy is never the truth. It names the event that it stands behind by sequence and hash, the version of the fold
/// that made it, and a digest of all of this; a copy that does not fit costs more reads and nothing else.
public struct FoldedCopy<Model: Aggregate>: Sendable {
  public let aggregateID: AggregateID
  /// The log's head when the copy was made.
  public let head: LogHead
  public let state: Model.State

  public init(aggregateID: AggregateID, head: LogHead, state: Model.State) {
    self.aggregateID = aggregateID
    self.head = head
    self.state = state
  }

  /// The copy as attributes of an item: the state's members and `Version`, `HeadHash`, `LastEventId`, `LastUpdated`,
  /// `ProjectionVersion`, `StateDigest`.
  public var attributes: JSONObject {
    var attributes = Model.encode(state)
    let digest = digest(of: attributes)
    for (key, value) in position.members { attributes[key] = value }
    attributes["StateDigest"] = .string(digest)
    return attributes
  }

  /// Reads a copy.
  ///
  /// - Returns: nil for one that is malformed, made by another version of the fold, of another aggregate, or altered.
  public init?(attributes: JSONObject, of aggregateID: AggregateID) {
    guard
      attributes["ProjectionVersion"]?.number?.int == Model.foldVersion,
      let sequence = attributes["Version"]?.number?.int.flatMap(SequenceNumber.init),
      let hash = attributes["HeadHash"]?.string.flatMap(EventHash.init),
      let eventID = attributes["LastEventId"]?.string,
      let timestamp = attributes["LastUpdated"]?.string.flatMap(Timestamp.init(rfc3339:)),
      let state = Model.decodeState(from: attributes)
    else { return nil }
    self.aggregateID = aggregateID
    self.head = LogHead(sequence: sequence, hash: hash, timestamp: timestamp, eventID: eventID)
    self.state = state
    guard attributes["StateDigest"]?.string == digest(of: Model.encode(state)) else { return nil }
  }

  /// SHA-256 over the canonical form of the position, the aggregate's name and the state.
  ///
  /// - Parameter encoded: the state.
  private func digest(of encoded: JSONObject) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(768)
    MemberText.append("{\"AggregateId\":", aggregateID.text, to: &text)
    MemberText.append(",\"HeadHash\":", head.hash, to: &text)
    MemberText.append(",\"LastEventId\":", head.eventID, to: &text)
    MemberText.append(",\"LastUpdated\":", head.timestamp, to: &text)
    MemberText.append(",\"ProjectionVersion\":", Model.foldVersion, to: &text)
    JSONWriter.append(text: ",\"State\":", to: &text)
    CanonicalJSON.append(.object(encoded), to: &text)
    MemberText.append(",\"Version\":", head.sequence.value, to: &text)
    text.append(UInt8(ascii: "}"))
    return SHA256.hexadecimal(text)
  }

  private var position: JSONObject {
    JSONObject([
      ("Version", .number(JSONNumber(head.sequence.value))),
      ("HeadHash", .string(head.hash.text)),
      ("LastEventId", .string(head.eventID)),
      ("LastUpdated", .string(head.timestamp.rfc3339)),
      ("ProjectionVersion", .number(JSONNumber(Model.foldVersion))),
    ])
  }
}
