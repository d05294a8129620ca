import Environment
import EventSourcing
import Invocation
import JSON

/// The log of one aggregate: `{"aggregateId", "fromSequence"?, "toSequence"?}`.
struct LogRepublication: RepublicationSource {
  let aggregateID: AggregateID
  private let store: any EventStore
  private let through: SequenceNumber
  private var following: SequenceNumber?

  /// - Throws: `RequestError` naming the field.
  init(_ fields: Fields, of store: any EventStore) throws(RequestError) {
    self.store = store
    aggregateID = try fields.required("aggregateId", bytes: 1...AggregateID.maximumBytes, as: AggregateID.init)
    let range = 1...SequenceNumber.maximum
    let lowest = try fields.optionalInteger("fromSequence", in: range) ?? range.lowerBound
    let highest = try fields.optionalInteger("toSequence", in: range) ?? range.upperBound
    guard lowest <= highest else { throw .invalid("toSequence", mustBe: "at least fromSequence") }
    through = SequenceNumber.zero.advanced(by: highest)
    following = SequenceNumber.zero.advanced(by: lowest)
  }

  var place: JSONValue? { following.map { .number(JSONNumber($0.value)) } }

  var description: JSONObject { ["aggregateId": .string(aggregateID.text)] }

  mutating func next(limit: Int, deadline: Timestamp?) throws(EventStoreError) -> RepublicationPage {
    guard let from = following else { return RepublicationPage() }
    let read = try store.readableEvents(
      of: aggregateID, from: from, through: through, limit: limit, deadline: deadline)
    guard case .corrupt(let sequence, let reason) = read.fault?.kind else {
      following = read.hasMore ? read.events.last?.sequence.next : nil
      return RepublicationPage(events: read.events)
    }
    following = sequence < through ? sequence.next : nil
    let unreadable = UnpublishedEvent(
      aggregateID: aggregateID.text, sequence: JSONNumber(sequence.value), reason: reason)
    return RepublicationPage(events: read.events, unreadable: [unreadable])
  }
}
