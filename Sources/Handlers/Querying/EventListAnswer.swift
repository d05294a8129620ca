import Environment
import EventSourcing
import Invocation
import JSON
import ReadModel

/// One page of events across aggregates: what `getEventsByType` and `getEventsByTimeRange` have in common.
///
/// An entry of the index that is no readable event stands in its place as `{AggregateId, EventSequence, Timestamp, error}`.
struct EventListAnswer {
  /// The types whose events are wanted.
  let types: [String]
  let bounds: TimeBounds
  /// Oldest first, or newest first.
  let forward: Bool
  let limit: Int
  /// Where the page before ended in each partition.
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
    after = try fields.positions(question: self.question, within: bounds.times)
  }

  /// - Parameter members: what the body has before the list.
  func answer(
    _ members: JSONObject = [:], from sources: QuerySources, deadline: Timestamp?
  ) throws(QueryFailure) -> Answer {
    let partitions = types.flatMap { sources.index.partitions(of: $0) }
    guard after.allSatisfy({ partitions.contains($0.partition) }) else { return Answer(.malformedToken) }
    var events = EventList(sources.budget)
    let next = try take(of: partitions, from: sources, into: &events, deadline: deadline)
    var following: JSONObject = [:]
    following["startTime"] = bounds.startText
    following["endTime"] = bounds.endText
    if let next {
      following["nextToken"] = .string(PageToken(place: .array(next.map(\.json)), question: question).text)
    }
    return Answer(statusCode: 200, escaped: events.body(members, following))
  }

  /// - Returns: where the list ends if there is more.
  private func take(
    of partitions: [String], from sources: QuerySources, into events: inout EventList, deadline: Timestamp?
  ) throws(QueryFailure) -> [EventPosition]? {
    guard let times = bounds.times else { return nil }
    var merged = MergedEvents(
      index: sources.index, partitions: partitions, times: times, forward: forward, after: after, wanted: limit + 1,
      deadline: deadline)
    while let entry = try merged.next() {
      guard events.count < limit, events.take(entry) else { return merged.positions }
      try merged.take()
    }
    return nil
  }
}

extension EventList {
  fileprivate mutating func take(_ entry: EventIndexEntry) -> Bool {
    switch entry {
    case .event(let event, _): take(event)
    case .unreadable(let cause, let position):
      take([
        "AggregateId": .string(position.aggregateID), "EventSequence": .number(position.sequence.number),
        "Timestamp": .string(position.timestamp), "error": .string(cause.description),
      ])
    }
  }
}
