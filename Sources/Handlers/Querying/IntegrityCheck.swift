import Environment
import EventSourcing
import JSON
import ReadModel

/// Goes through a log and the audit trail beside it, page by page, and notes the first thing that is wrong with each.
struct IntegrityCheck<Model: Domain> {
  /// The log's first fault.
  private(set) var fault: IntegrityFault?
  /// The read model's summary, and with it the audit trail and the rows of views.
  var summary: ComparedCopy<Model>
  /// The write side's own copy, on which it decides commands.
  private(set) var checkpoint: ComparedCopy<Model>

  let aggregateID: AggregateID
  let sources: QuerySources
  let deadline: Timestamp?
  private var fold: Fold<Model>
  private var size = ReadSize()

  /// - Parameter start: where an earlier check left off; nil for the beginning.
  init(
    of aggregateID: AggregateID, from start: IntegrityPlace<Model>?, sources: QuerySources, deadline: Timestamp?
  ) throws(QueryFailure) {
    self.aggregateID = aggregateID
    self.sources = sources
    self.deadline = deadline
    let stored = try sources.summary(of: aggregateID, consistent: true, deadline: deadline)
    summary = ComparedCopy("summary", stored, finding: start?.summary) { copy, item in
      ReadModelItem(copy, as: .summary).attributes == item
    }
    let kept = try sources.checkpoint(of: aggregateID, deadline: deadline)
    // One of another version of the fold is not used, so nothing is to be said of it.
    let used = kept?["ProjectionVersion"]?.number?.int == Model.foldVersion ? kept : nil
    checkpoint = ComparedCopy("checkpoint", used, finding: start?.checkpoint) { copy, item in
      copy.attributes.members.allSatisfy { item[$0.key] == $0.value }
    }
    fold = start?.fold ?? Fold()
  }

  var eventsChecked: Int { fold.head.sequence.value }
  var headHash: EventHash { fold.head.hash }
  /// The last event that the read model holds; 0 without a summary. Below `eventsChecked` it is behind the log.
  var readModelVersion: Int { summary.version?.value ?? 0 }

  /// Where to go on in another invocation.
  var place: JSONValue {
    IntegrityPlace(fold: fold, summary: summary.finding, checkpoint: checkpoint.finding).json(of: aggregateID)
  }

  /// Checks one page.
  ///
  /// - Returns: false at the end of the log, and at its first fault.
  mutating func checkPage() throws(QueryFailure) -> Bool {
    let (page, damage) = try page()
    size.adapt(to: page.events.map(\.footprint))
    for event in page.events {
      do {
        try fold.advance(over: event)
      } catch {
        fault = IntegrityFault(error)
        return false
      }
      summary.compare(with: fold, of: aggregateID)
      checkpoint.compare(with: fold, of: aggregateID)
    }
    try compareAuditTrail(of: page.events)
    if !page.events.isEmpty && (page.hasMore || damage != nil) { return true }
    fault = damage ?? fold.chain.faultAtEnd.map(IntegrityFault.init)
    return false
  }

  /// Compares what can be compared only at the end of the log.
  mutating func compareEnds() throws(QueryFailure) {
    guard fault == nil else {
      summary.note("the log is damaged")
      return
    }
    if summary.attributes == nil, fold.head.sequence > .zero {
      summary.note("the \(Model.noun.singular.lowercased()) is missing")
    }
    let ends = [summary.end(of: aggregateID, after: fold.head), checkpoint.end(of: aggregateID, after: fold.head)]
    // A copy that is whole was made of an event, so one did stand there.
    if ends.contains(true) { fault = IntegrityFault(.missing(fold.head.sequence.next)) }
    try compareRows()
  }

  // MARK: The log

  /// The next page. An event that cannot be read at all ends it: what stands before it is checked first.
  private func page() throws(QueryFailure) -> (EventPage, IntegrityFault?) {
    let next = fold.head.sequence.next
    do throws(QueryFailure) {
      return (try events(from: next, through: .last), nil)
    } catch {
      guard case .eventStore(let cause) = error, case .corrupt(let sequence, let reason) = cause.kind,
        sequence >= next
      else { throw error }
      let damage = IntegrityFault(sequence: sequence, reason: reason)
      if sequence == next { return (EventPage(events: [], hasMore: false), damage) }
      let before = try events(from: next, through: sequence.previous)
      return (before, before.events.isEmpty ? IntegrityFault(.missing(next)) : damage)
    }
  }

  private func events(from: SequenceNumber, through: SequenceNumber) throws(QueryFailure) -> EventPage {
    try sources.events(of: aggregateID, from: from, through: through, limit: size.items, deadline: deadline)
  }
}
