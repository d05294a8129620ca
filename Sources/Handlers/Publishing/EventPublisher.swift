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
    /// Not taken, and not to be until somebody changes a permission or the bus: not the event's fault.
    case denied(reason: String)
    /// Never to be taken, however often it is sent.
    case refused(reason: String)
  }

  /// How many requests are under way at once.
  static let maximumParallelRequests = 4
  /// What must be left of the invocation for another round, in milliseconds: the report has to be made too. Of a short
  /// invocation it is a quarter, so that something is sent at all.
  static let reserve: Int64 = 1_500
  /// PutEvents refuses all entries of a request for a longer trace header (`PutEventsRequestEntry`).
  static let maximumTraceHeader = 500

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
    let traceHeader = traceHeader.flatMap(Self.accepted)
    let entries = events.map { entry(for: $0, traceHeader: traceHeader) }
    var outcomes = entries.map { _ in Outcome.failed(reason: "the deadline came before it was sent") }
    let limit = limit(before: deadline)
    var failures = 0
    while true {
      let open = outcomes.indices.filter { outcomes[$0].isOpen }
      if open.isEmpty || limit.map({ clock.now() >= $0 }) ?? false { break }
      let batches = PutEventsBatch.split(open.map { entries[$0] })
      for (place, outcome) in zip(open, send(batches, deadline: limit)) {
        outcomes[place] = outcome
      }
      failures += 1
      if !outcomes.contains(where: \.isOpen) || !client.backOff(after: failures, deadline: limit) { break }
    }
    return outcomes
  }

  private func limit(before deadline: Timestamp?) -> Timestamp? {
    guard let deadline else { return nil }
    let left = max(deadline.milliseconds(since: clock.now()), 0)
    return deadline.adding(milliseconds: -min(Self.reserve, left / 4))
  }

  private static func accepted(_ traceHeader: String) -> String? {
    let isPrintable = traceHeader.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    return isPrintable && (1...maximumTraceHeader).contains(traceHeader.utf8.count) ? traceHeader : nil
  }

  private func send(_ batches: [PutEventsBatch], deadline: Timestamp?) -> [Outcome] {
    var batches = batches[...]
    var outcomes: [Outcome] = []
    while !batches.isEmpty {
      let wave = Array(batches.prefix(Self.maximumParallelRequests))
      batches = batches.dropFirst(wave.count)
      for (batch, result) in zip(wave, client.putEvents(wave, deadline: deadline)) {
        switch result {
        case .success(let results): outcomes += results.map(Self.outcome)
        case .failure(let error): outcomes += outcomesOfAll(batch, after: error, deadline: deadline)
        }
      }
    }
    return outcomes
  }

  /// The bus refuses a request as a whole for one entry that it cannot take: alone, each entry answers for itself.
  private func outcomesOfAll(_ batch: PutEventsBatch, after error: AWSError, deadline: Timestamp?) -> [Outcome] {
    guard error.serviceError?.code == "ValidationException" else {
      let reason = error.description
      return batch.entries.map { _ in error.isRefusal ? .denied(reason: reason) : .failed(reason: reason) }
    }
    guard batch.entries.count > 1 else { return [.refused(reason: error.description)] }
    return send(batch.entries.flatMap { PutEventsBatch.split([$0]) }, deadline: deadline)
  }

  /// Codes of an entry that speak of who sends it (EventBridge API reference, "PutEvents", "Errors").
  private static let denials: Set<String> = [
    "AccessDeniedException", "NotAuthorizedForDetailTypeException", "NotAuthorizedForSourceException",
  ]

  private static func outcome(_ result: PutEventsResult) -> Outcome {
    switch result {
    case .accepted: .published
    // These two speak of the entry itself (EventBridge API reference, "PutEventsResultEntry").
    case .failed(let code, let message) where ["MalformedDetail", "InvalidArgument"].contains(code):
      .refused(reason: "\(code): \(message)")
    case .failed(let code, let message) where denials.contains(code):
      .denied(reason: "\(code): \(message)")
    case .failed(let code, let message): .failed(reason: "\(code): \(message)")
    }
  }

  private func entry(for event: RecordedEvent, traceHeader: String?) -> PutEventsEntry {
    var detail: [UInt8] = []
    detail.reserveCapacity(event.payload.text.count + 768)
    event.appendDetail(to: &detail)
    return PutEventsEntry(
      source: settings.source, detailType: event.type, detail: String(decoding: detail, as: UTF8.self),
      eventBusName: settings.eventBusName, resources: [settings.eventStoreARN], time: event.timestamp,
      traceHeader: traceHeader)
  }
}

extension EventPublisher.Outcome {
  /// Why it is not on the bus; nil if it is.
  var reason: String? {
    switch self {
    case .published: nil
    case .failed(let reason), .denied(let reason), .refused(let reason): reason
    }
  }

  /// A short name for function errors and logs, letters only: whether trying again helps.
  var failureName: String {
    switch self {
    case .published, .failed: "PublishFailed"
    case .denied, .refused: "PublishRefused"
    }
  }

  /// Whether sending it again may help.
  fileprivate var isOpen: Bool {
    if case .failed = self { true } else { false }
  }
}
