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

    init(sequence: SequenceNumber, reason: String) {
      self.sequence = sequence
      self.reason = reason
    }

    init(_ fault: LogChain.Fault) {
      self.init(sequence: fault.sequence, reason: fault.description)
    }
  }

  private static let pageSize = 500

  /// The log's first fault.
  private(set) var fault: Fault?
  /// The read model's summary, and with it the audit trail.
  private(set) var summary: ComparedCopy
  /// The write side's own copy, on which it decides commands.
  private(set) var checkpoint: ComparedCopy

  private let aggregateID: AggregateID
  private let sources: QuerySources
  private let deadline: Timestamp?
  private var chain: LogChain
  private var state: AccountState

  /// - Parameter start: where an earlier check left off; nil for the beginning.
  init(
    of aggregateID: AggregateID, from start: Place?, sources: QuerySources, deadline: Timestamp?
  ) throws(QueryFailure) {
    self.aggregateID = aggregateID
    self.sources = sources
    self.deadline = deadline
    summary = ComparedCopy(
      name: "summary", attributes: try sources.summary(of: aggregateID, deadline: deadline),
      finding: start?.summary ?? .init()
    ) { ReadModelItem($0, as: .summary).attributes == $1 }
    let kept = try sources.checkpoint(of: aggregateID, deadline: deadline)
    checkpoint = ComparedCopy(
      name: "checkpoint",
      // One of another version of the fold is not used, so nothing is to be said of it.
      attributes: kept?["ProjectionVersion"]?.number?.int == Account.foldVersion ? kept : nil,
      finding: start?.checkpoint ?? .init()
    ) { copy, item in copy.attributes.members.allSatisfy { item[$0.key] == $0.value } }
    chain = LogChain(after: start?.copy.head ?? .empty)
    state = start?.copy.state ?? Account.initial
  }

  var eventsChecked: Int { chain.head.sequence.value }
  var headHash: EventHash { chain.head.hash }
  /// The last event that the read model holds; 0 without a summary. Below `eventsChecked` it is behind the log.
  var readModelVersion: Int { summary.version?.value ?? 0 }

  private var copy: FoldedCopy<Account> {
    FoldedCopy(aggregateID: aggregateID, head: chain.head, state: state)
  }

  /// Where to go on in another invocation.
  var place: Place {
    Place(copy: copy, summary: summary.finding, checkpoint: checkpoint.finding)
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
    fault = damage ?? chain.faultAtEnd.map(Fault.init)
    return false
  }

  /// Compares what can be compared only at the end of the log.
  mutating func compareEnds() {
    guard fault == nil else {
      summary.note("the log is damaged")
      return
    }
    if summary.attributes == nil, chain.head.sequence > .zero { summary.note("the account is missing") }
    let ends = [summary.end(of: aggregateID, after: chain.head), checkpoint.end(of: aggregateID, after: chain.head)]
    // A copy that is whole was made of an event, so one did stand there.
    if ends.contains(true) { fault = Fault(.missing(chain.head.sequence.next)) }
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
      fault = Fault(found)
      return
    }
    do {
      state = Account.evolve(state, try Account.event(from: event))
    } catch {
      fault = Fault(sequence: event.sequence, reason: error.description)
      return
    }
    summary.compare(with: copy)
    checkpoint.compare(with: copy)
  }

  // MARK: The read model

  private mutating func compareAuditTrail(of events: [RecordedEvent]) throws(QueryFailure) {
    guard let version = summary.version else { return }
    var expected = events.filter { $0.sequence <= version }[...]
    while summary.finding.difference == nil, let first = expected.first, let last = expected.last {
      let page = try sources.auditTrail(
        of: aggregateID, from: first.sequence, through: last.sequence, limit: expected.count, deadline: deadline)
      for item in page.items {
        guard let event = expected.popFirst() else { break }
        if ReadModelItem(auditing: event, noun: Account.noun).attributes != item {
          summary.note("the audit item of event \(event.sequence) is not what the log has")
          return
        }
      }
      if !page.hasMore || page.items.isEmpty, let missing = expected.first {
        summary.note("the audit item of event \(missing.sequence) is missing")
      }
    }
  }
}
