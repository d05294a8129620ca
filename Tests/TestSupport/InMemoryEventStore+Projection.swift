import Environment
import EventSourcing
import JSON

extension InMemoryEventStore: ProjectionLog {
  public func projectionTails(of aggregateIDs: [AggregateID], events: Int, deadline: Timestamp?) -> [ProjectionTail] {
    aggregateIDs.map { aggregateID in
      let window = window(of: aggregateID, events)
      afterWindow?()
      return ProjectionTail(window: window, summary: summary(aggregateID))
    }
  }

  private func window(of aggregateID: AggregateID, _ events: Int) -> Result<[RecordedEvent], EventStoreError> {
    do throws(EventStoreError) {
      let window = Array((logs[aggregateID] ?? []).suffix(events))
      itemsRead += window.count
      try checkReadable(window, of: aggregateID)
      return .success(window)
    } catch {
      return .failure(error)
    }
  }

  func checkReadable(_ events: [RecordedEvent], of aggregateID: AggregateID) throws(EventStoreError) {
    if let event = events.first(where: { unreadable[$0.eventID] != nil }), let reason = unreadable[event.eventID] {
      throw .corrupt(aggregateID, at: event.sequence, reason.description)
    }
    guard let corrupt = corrupt[aggregateID], events.contains(where: { $0.sequence == corrupt }) else { return }
    throw .corrupt(aggregateID, at: corrupt, "an attribute is missing")
  }
}
