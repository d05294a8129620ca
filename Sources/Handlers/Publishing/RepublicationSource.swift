import Environment
import EventSourcing
import JSON

/// What a `republish` sends again, page by page.
protocol RepublicationSource {
  /// Where the next page begins, as `continueFrom` says it; nil behind the last page.
  var place: JSONValue? { get }

  /// What the answer says of the question.
  var description: JSONObject { get }

  /// Reads the next page, and goes on behind it.
  mutating func next(limit: Int, deadline: Timestamp?) throws(EventStoreError) -> RepublicationPage
}

/// Some stored events, and what stands between them and cannot be read.
struct RepublicationPage {
  var events: [RecordedEvent] = []
  var unreadable: [UnpublishedEvent] = []
}

/// An event that is not to be published, however often it is tried; the others are.
struct UnpublishedEvent: CustomStringConvertible {
  /// What an answer holds of a reason, in characters: many of them must fit.
  private static let maximumReason = 500

  let aggregateID: String
  let sequence: JSONNumber
  let reason: String

  /// For a line of the log.
  var fields: [(String, JSONValue)] {
    [
      ("aggregateId", .string(aggregateID)), ("sequence", .number(sequence)),
      ("reason", .string(String(reason.prefix(Self.maximumReason)))),
    ]
  }

  var json: JSONValue { .object(JSONObject(fields)) }

  var description: String {
    "event \(sequence.text) of \(aggregateID.debugDescription) (\(reason.prefix(Self.maximumReason)))"
  }
}
