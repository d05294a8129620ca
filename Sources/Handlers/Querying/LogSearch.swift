import Environment
import EventSourcing

/// Finds places of a log by time.
struct LogSearch {
  /// How far apart two places may be before the search reads the events between them.
  private static let step = 256

  let sources: QuerySources
  let aggregateID: AggregateID
  let deadline: Timestamp?

  /// The place of the last event at or before an instant, in a number of reads that grows with the logarithm of the log.
  func sequence(asOf instant: Timestamp) throws(QueryFailure) -> SequenceNumber {
    var low = SequenceNumber.zero
    var step = Self.step
    var high = low.advanced(by: step)
    while try isPast(high, instant) {
      low = high
      step = min(step * 2, SequenceNumber.maximum / 2)
      high = low.advanced(by: step)
    }
    while high.value - low.value > Self.step {
      let middle = low.advanced(by: (high.value - low.value) / 2)
      if try isPast(middle, instant) { low = middle } else { high = middle }
    }
    return try scan(behind: low, below: high, asOf: instant)
  }

  /// Whether there is an event at a place, at or before the instant.
  private func isPast(_ place: SequenceNumber, _ instant: Timestamp) throws(QueryFailure) -> Bool {
    let page = try sources.events(of: aggregateID, from: place, through: place, limit: 1, deadline: deadline)
    return page.events.first.map { $0.timestamp <= instant } ?? false
  }

  private func scan(
    behind low: SequenceNumber, below high: SequenceNumber, asOf instant: Timestamp
  ) throws(QueryFailure) -> SequenceNumber {
    var reached = low
    var pages = LogPages(of: aggregateID, from: low.next, through: high.previous, in: sources, deadline: deadline)
    while let events = try pages.next() {
      for event in events {
        if event.timestamp > instant { return reached }
        reached = event.sequence
      }
    }
    return reached
  }
}
