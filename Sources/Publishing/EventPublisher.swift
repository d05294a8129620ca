import AWSCore
import Environment
import EventBridge
import EventSourcing
import JSON

/// Puts events on the bus, and says of each whether it is there.
public final class EventPublisher {
  /// What became of one event.
  public enum Outcome: Hashable, Sendable {
    case published
    /// Not taken yet: sending it again later may help.
    case failed(reason: String)
    /// Never to be taken, however often it is sent.
    case refused(reason: String)
  }

  /// The value of `Source` on the bus (contract, section 2).
  public static let source = "event-sourcing.financial"
  /// How many requests are under way at once.
  static let maximumParallelRequests = 4
  /// What must be left of the invocation for another round, in milliseconds: the report has to be made too.
  static let reserve: Int64 = 1_500

  private let client: EventBridgeClient
  private let settings: PublisherSettings
  private let clock: any Clock

  public init(client: EventBridgeClient, settings: PublisherSettings, clock: any Clock) {
    self.client = client
    self.settings = settings
    self.clock = clock
  }

  /// Sends events; only those that the bus did not take are sent again, with back-off, inside the deadline.
  ///
  /// - Returns: an outcome for each event, in their order.
  public func publish(_ events: [RecordedEvent], traceHeader: String?, deadline: Timestamp?) -> [Outcome] {
    let entries = events.map { entry(for: $0, traceHeader: traceHeader) }
    var outcomes = entries.map { Self.refusal(of: $0) ?? .failed(reason: "the deadline came before it was sent") }
    let limit = deadline?.adding(milliseconds: -Self.reserve)
    var failures = 0
    while true {
      let open = outcomes.indices.filter { outcomes[$0].isOpen }
      if open.isEmpty || limit.map({ clock.now() >= $0 }) ?? false { break }
      for (place, outcome) in zip(open, send(open.map { entries[$0] }, deadline: limit)) {
        outcomes[place] = outcome
      }
      failures += 1
      if !outcomes.contains(where: \.isOpen) || !client.backOff(after: failures, deadline: limit) { break }
    }
    return outcomes
  }

  private func send(_ entries: [PutEventsEntry], deadline: Timestamp?) -> [Outcome] {
    var batches = PutEventsBatch.split(entries)[...]
    var outcomes: [Outcome] = []
    while !batches.isEmpty {
      let wave = Array(batches.prefix(Self.maximumParallelRequests))
      batches = batches.dropFirst(wave.count)
      for (batch, result) in zip(wave, client.putEvents(wave, deadline: deadline)) {
        switch result {
        case .success(let results): outcomes += results.map(Self.outcome)
        case .failure(let error): outcomes += batch.entries.map { _ in .failed(reason: error.description) }
        }
      }
    }
    return outcomes
  }

  private static func outcome(_ result: PutEventsResult) -> Outcome {
    switch result {
    case .accepted: .published
    // These two speak of the entry itself (EventBridge API reference, "PutEventsResultEntry").
    case .failed(let code, let message) where ["MalformedDetail", "InvalidArgument"].contains(code):
      .refused(reason: "\(code): \(message)")
    case .failed(let code, let message): .failed(reason: "\(code): \(message)")
    }
  }

  private static func refusal(of entry: PutEventsEntry) -> Outcome? {
    let limit = EventBridgeLimits.entrySize
    guard entry.size > limit else { return nil }
    return .refused(reason: "the entry has \(entry.size) bytes, and the bus takes \(limit)")
  }

  private func entry(for event: RecordedEvent, traceHeader: String?) -> PutEventsEntry {
    PutEventsEntry(
      source: Self.source, detailType: event.type, detail: JSONValue.object(event.detail).text,
      eventBusName: settings.eventBusName, resources: [settings.eventStoreARN], time: event.timestamp,
      traceHeader: traceHeader)
  }
}

extension EventPublisher.Outcome {
  /// Whether sending it again may help.
  fileprivate var isOpen: Bool {
    if case .failed = self { true } else { false }
  }
}
