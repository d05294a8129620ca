import EventSourcing
import JSON

/// One half of a transfer that was carried out: the event in an account's log that did it.
public struct TransferLeg: Hashable, Sendable {
  public let accountID: String
  public let eventID: String
  public let sequence: SequenceNumber

  public init(accountID: AggregateID, eventID: String, sequence: SequenceNumber) {
    self.accountID = accountID.text
    self.eventID = eventID
    self.sequence = sequence
  }

  /// Reads the payload of a `TransferDebited` or a `TransferCompleted`.
  ///
  /// - Throws: ``PayloadError`` naming the field that is missing or not of its form.
  public init(_ data: JSONObject) throws(PayloadError) {
    let payload = Payload(data)
    accountID = try payload.required("accountId", try payload.text("accountId"))
    eventID = try payload.required("eventId", try payload.text("eventId"))
    let number = try payload.required("sequence", try payload.number("sequence"))
    guard let sequence = number.int.flatMap(SequenceNumber.init), sequence > .zero else {
      throw PayloadError(field: "sequence", reason: "must be a whole number from 1 on")
    }
    self.sequence = sequence
  }

  /// The payload.
  var data: JSONObject {
    [
      "accountId": .string(accountID), "eventId": .string(eventID),
      "sequence": .number(JSONNumber(sequence.value)),
    ]
  }
}
