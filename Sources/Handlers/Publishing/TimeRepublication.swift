import Environment
import EventSourcing
import Invocation
import JSON

/// All events of a stretch of time, from the index: `{"fromTime", "toTime", "continueFrom"?}`.
struct TimeRepublication: RepublicationSource {
  private let walk: IndexWalk
  private let from: Timestamp
  private let through: Timestamp
  private var following: IndexPlace?

  /// - Throws: `RequestError` naming the field, also for a place that is not one of this walk.
  init(_ fields: Fields, in index: any EventIndex, types: [String]) throws(RequestError) {
    guard let from = try fields.optionalTimestamp("fromTime") else { throw .missing("fromTime") }
    guard let through = try fields.optionalTimestamp("toTime") else { throw .missing("toTime") }
    guard from <= through, let times = IndexTimes(from: from, through: through) else {
      throw .invalid("toTime", mustBe: "at or after fromTime, and within the years 0 to 9999")
    }
    self.from = from
    self.through = through
    walk = IndexWalk(index, types: types, times: times)
    following = walk.start
    guard let given = fields.object["continueFrom"], !given.isNull else { return }
    guard let place = IndexPlace(json: given), walk.contains(place) else {
      throw .invalid("continueFrom", mustBe: "as it was answered to the same fromTime and toTime")
    }
    following = place
  }

  var place: JSONValue? { following?.json }

  var description: JSONObject { ["fromTime": .string(from.rfc3339), "toTime": .string(through.rfc3339)] }

  mutating func next(limit: Int, deadline: Timestamp?) throws(EventStoreError) -> RepublicationPage {
    guard let place = following else { return RepublicationPage() }
    let (entries, next) = try walk.page(at: place, limit: limit, deadline: deadline)
    var page = RepublicationPage()
    for entry in entries {
      switch entry {
      case .event(let event, _): page.events.append(event)
      case .unreadable(let error, let position):
        page.unreadable.append(
          UnpublishedEvent(
            aggregateID: position.aggregateID, sequence: position.sequence.number,
            reason: "\(error.name): \(error)"))
      }
    }
    following = next
    return page
  }
}
