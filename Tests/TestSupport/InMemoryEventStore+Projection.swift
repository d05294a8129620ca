import Environment
import EventSourcing
import JSON

extension InMemoryEventStore: ProjectionLog {
  public func projectionTails(of aggregateIDs: [AggregateID], deadline: Timestamp?) -> [ProjectionTail] {
    aggregateIDs.map { aggregateID in
      let window = window(of: aggregateID)
      afterWindow?()
      return ProjectionTail(window: window, summary: summary(aggregateID))
    }
  }

  private func window(of aggregateID: AggregateID) -> Result<[RecordedEvent], EventStoreError> {
    do throws(EventStoreError) {
      let window = Array((logs[aggregateID] ?? []).suffix(LogTail.windowSize))
      itemsRead += window.count
      try checkReadable(window, of: aggregateID)
      return .success(window)
    } catch {
      return .failure(error)
    }
  }

  func checkReadable(_ events: [RecordedEvent], of aggregateID: AggregateID) throws(EventStoreError) {
    guard let corrupt = corrupt[aggregateID], events.contains(where: { $0.sequence == corrupt }) else { return }
    throw .corrupt(aggregateID, at: corrupt, "an attribute is missing")
  }
}
