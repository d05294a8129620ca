import Environment
import EventSourcing
import Invocation
import JSON
import ReadModel

/// One page of events across aggregates: what `getEventsByType` and `getEventsByTimeRange` have in common.
struct EventListAnswer {
  /// The types whose events are wanted.
  let types: [String]
  let bounds: TimeBounds
  /// Oldest first, or newest first.
  let forward: Bool
  let limit: Int
  /// Where the page before ended.
  let after: [EventPosition]
  let question: JSONValue

  /// - Parameter question: everything that must stay the same between the pages.
  init(
    _ fields: Fields, types: [String], forward: Bool, bounds: TimeBounds, question: JSONObject
  ) throws(RequestError) {
    self.types = types
    self.forward = forward
    self.bounds = bounds
    limit = try fields.limit(default: 100)
    var question = question
    question["startTime"] = bounds.startText
    question["endTime"] = bounds.endText
    self.question = .object(question)
    let place = try fields.place(question: self.question)
    after = (place?.array ?? []).compactMap(EventPosition.init(json:))
  }

  /// The members of the answer from `events` on.
  func body(from sources: QuerySources, deadline: Timestamp?) throws(QueryFailure) -> JSONObject {
    var merged = MergedEvents(
      index: sources.index, partitions: types.flatMap { sources.index.partitions(of: $0) }, bounds: bounds,
      forward: forward, after: after, limit: limit, deadline: deadline)
    var events: [JSONValue] = []
    var budget = sources.budget
    var hasMore = false
    while let event = try merged.next() {
      let detail = JSONValue.object(event.detail)
      guard events.count < limit, budget.take(detail) else {
        hasMore = true
        break
      }
      events.append(detail)
      try merged.take()
    }
    var body: JSONObject = [
      "events": .array(events), "eventCount": .number(JSONNumber(events.count)), "startTime": bounds.startText,
      "endTime": bounds.endText,
    ]
    if hasMore {
      let place = JSONValue.array(merged.positions.map(\.json))
      body["nextToken"] = .string(PageToken(place: place, question: question).text)
    }
    return body
  }
}
