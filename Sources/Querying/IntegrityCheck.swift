import Accounts
import Environment
import EventSourcing
import JSON
import ReadModel

/// Goes through a log and the audit trail beside it, page by page, and notes the first thing that is wrong with each.
struct IntegrityCheck {
  /// What is wrong with the log.
  struct Fault: Hashable {
    let sequence: SequenceNumber
    let reason: String
  }

  private static let pageSize = 500

  /// The log's first fault.
  private(set) var fault: Fault?
  /// How the read model differs from the log, in words.
  private(set) var difference: String?

  private let aggregateID: AggregateID
  private let sources: QuerySources
  private let deadline: Timestamp?
  private let summary: JSONObject?
  private var chain: LogChain
  private var state: AccountState
  private var summaryIsCompared: Bool

  /// - Parameter start: where an earlier check left off; nil for the beginning.
  init(
    of aggregateID: AggregateID, from start: Place?, sources: QuerySources, deadline: Timestamp?
  ) throws(QueryFailure) {
    self.aggregateID = aggregateID
    self.sources = sources
    self.deadline = deadline
    summary = try sources.summary(of: aggregateID, deadline: deadline)
    chain = LogChain(after: start?.copy.head ?? .empty)
    state = start?.copy.state ?? Account.initial
    difference = start?.difference
    summaryIsCompared = start?.summaryIsCompared ?? false
  }

  var eventsChecked: Int { chain.head.sequence.value }
  var headHash: EventHash { chain.head.hash }
  /// The last event that the read model holds; 0 without a summary. Below `eventsChecked` it is behind the log.
  var readModelVersion: Int { summaryVersion?.value ?? 0 }

  /// Where to go on in another invocation.
  var place: Place {
    Place(
      copy: FoldedCopy(aggregateID: aggregateID, head: chain.head, state: state), difference: difference,
      summaryIsCompared: summaryIsCompared)
  }

  /// Checks one page.
  ///
  /// - Returns: false at the end of the log, and at its first fault.
  mutating func checkPage() throws(QueryFailure) -> Bool {
    let (page, damage) = try page()
    for event in page.events {
      check(event)
      if fault != nil { return false }
    }
    try compareAuditTrail(of: page.events)
    if !page.events.isEmpty && (page.hasMore || damage != nil) { return true }
    fault = damage
    return false
  }

  /// Compares what can be compared only at the end of the log.
  mutating func compareEnds() throws(QueryFailure) {
    guard fault == nil else {
      difference = difference ?? "the log is damaged"
      return
    }
    guard let summary else {
      if chain.head.sequence > .zero { difference = difference ?? "the account is missing" }
      return
    }
    if !summaryIsCompared { compareUnreached(summary) }
  }

  // MARK: The log

  /// The next page. An event that cannot be read at all ends it: what stands before it is checked first.
  private func page() throws(QueryFailure) -> (EventPage, Fault?) {
    let next = chain.head.sequence.next
    let end = SequenceNumber.zero.advanced(by: SequenceNumber.maximum)
    do throws(QueryFailure) {
      return (
        try sources.events(of: aggregateID, from: next, through: end, limit: Self.pageSize, deadline: deadline), nil
      )
    } catch {
      guard case .eventStore(let cause) = error, case .corrupt(let sequence, let reason) = cause.kind,
        sequence >= next
      else { throw error }
      let damage = Fault(sequence: sequence, reason: reason)
      if sequence == next { return (EventPage(events: [], hasMore: false), damage) }
      let before = try sources.events(
        of: aggregateID, from: next, through: sequence.previous, limit: Self.pageSize, deadline: deadline)
      return (before, before.events.isEmpty ? Fault(sequence: next, reason: "the event is missing") : damage)
    }
  }

  private mutating func check(_ event: RecordedEvent) {
    if let found = chain.advance(over: event) {
      fault = Fault(sequence: found.sequence, reason: found.description)
      return
    }
    do {
      state = Account.evolve(state, try Account.event(from: event))
    } catch {
      fault = Fault(sequence: event.sequence, reason: error.description)
      return
    }
    if event.sequence == summaryVersion { compareSummary() }
  }

  // MARK: The read model

  private var summaryVersion: SequenceNumber? { summary?["Version"]?.number?.int.flatMap(SequenceNumber.init) }

  private mutating func compareSummary() {
    summaryIsCompared = true
    let copy = FoldedCopy<Account>(aggregateID: aggregateID, head: chain.head, state: state)
    if ReadModelItem(copy, as: .summary).attributes != summary {
      difference = difference ?? "the summary at event \(chain.head.sequence) is not what the log adds up to"
    }
  }

  /// The summary names an event that the log does not have.
  private mutating func compareUnreached(_ summary: JSONObject) {
    let missing = chain.head.sequence.next
    difference = difference ?? "the summary names an event that the log does not have"
    if let copy = FoldedCopy<Account>(attributes: summary, of: aggregateID), copy.head.sequence >= missing {
      // The summary is whole, so an event did stand there.
      fault = Fault(sequence: missing, reason: LogChain.Fault.missing(missing).description)
    }
  }

  private mutating func compareAuditTrail(of events: [RecordedEvent]) throws(QueryFailure) {
    guard let version = summaryVersion else { return }
    var expected = events.filter { $0.sequence <= version }[...]
    while difference == nil, let first = expected.first, let last = expected.last {
      let page = try sources.auditTrail(
        of: aggregateID, from: first.sequence, through: last.sequence, limit: expected.count, deadline: deadline)
      for item in page.items {
        guard let event = expected.popFirst() else { break }
        if ReadModelItem(auditing: event).attributes != item {
          difference = "the audit item of event \(event.sequence) is not what the log has"
          return
        }
      }
      if !page.hasMore || page.items.isEmpty, let missing = expected.first {
        difference = "the audit item of event \(missing.sequence) is missing"
      }
    }
  }
}
