import Accounts
import Environment
import EventSourcing
import JSON

/// Folds an account at any place of its log, from the nearest stored copy that the log proves.
struct AccountReader {
  /// How far apart two places may be before the search reads the events between them.
  private static let searchStep = 256
  private static let pageSize = 500

  let sources: QuerySources
  let accountID: AggregateID
  let deadline: Timestamp?

  /// The account behind the last event at or below `end`.
  ///
  /// - Parameter copies: stored copies at hand, whose attributes are not trusted.
  /// - Returns: a copy at ``SequenceNumber/zero`` where there is no event.
  func account(through end: SequenceNumber, copies: [JSONObject] = []) throws(QueryFailure) -> FoldedCopy<Account> {
    if let account = try fold(fromAnyOf: copies, through: end) { return account }
    let snapshots = try snapshot(atOrBelow: end).map { [$0] } ?? []
    if let account = try fold(fromAnyOf: snapshots, through: end) { return account }
    return try fold(from: nil, through: end) ?? Self.none(accountID)
  }

  static func none(_ accountID: AggregateID) -> FoldedCopy<Account> {
    FoldedCopy(aggregateID: accountID, head: .empty, state: Account.initial)
  }

  private func snapshot(atOrBelow end: SequenceNumber) throws(QueryFailure) -> JSONObject? {
    do {
      return try sources.log.snapshot(of: accountID, atOrBelow: end, deadline: deadline)
    } catch {
      throw .eventStore(error)
    }
  }

  /// - Returns: nil if no copy is whole and stands in this log.
  private func fold(
    fromAnyOf copies: [JSONObject], through end: SequenceNumber
  ) throws(QueryFailure) -> FoldedCopy<Account>? {
    for attributes in copies {
      guard let copy = FoldedCopy<Account>(attributes: attributes, of: accountID), copy.head.sequence <= end else {
        continue
      }
      if let account = try fold(from: copy, through: end) { return account }
    }
    return nil
  }

  /// - Returns: nil if the copy does not stand in this log: the event it names has another hash, or is not there.
  private func fold(
    from copy: FoldedCopy<Account>?, through end: SequenceNumber
  ) throws(QueryFailure) -> FoldedCopy<Account>? {
    let start = copy ?? Self.none(accountID)
    var chain = LogChain(after: start.head)
    var state = start.state
    // The event that the copy names is read again: it proves the copy.
    var next = copy == nil ? start.head.sequence.next : start.head.sequence
    var isProven = copy == nil
    while next <= end {
      let page = try sources.events(of: accountID, from: next, through: end, limit: Self.pageSize, deadline: deadline)
      for event in page.events {
        if isProven {
          state = try evolve(state, event, &chain)
        } else {
          guard event.head == start.head else { return nil }
          isProven = true
        }
      }
      guard page.hasMore, !page.events.isEmpty else { break }
      next = chain.head.sequence.next
    }
    return isProven ? FoldedCopy(aggregateID: accountID, head: chain.head, state: state) : nil
  }

  private func evolve(
    _ state: AccountState, _ event: RecordedEvent, _ chain: inout LogChain
  ) throws(QueryFailure) -> AccountState {
    if let fault = chain.advance(over: event) {
      throw .eventStore(.corrupt(accountID, at: fault.sequence, fault.description))
    }
    do {
      return Account.evolve(state, try Account.event(from: event))
    } catch {
      throw .eventStore(.unreadable(accountID, at: event.sequence, error))
    }
  }

  // MARK: Places by time

  /// The place of the last event at or before an instant, in a number of reads that grows with the logarithm of the log.
  func sequence(asOf instant: Timestamp) throws(QueryFailure) -> SequenceNumber {
    var low = SequenceNumber.zero
    var step = Self.searchStep
    var high = low.advanced(by: step)
    while try isPast(high, instant) {
      low = high
      step = min(step * 2, SequenceNumber.maximum / 2)
      high = low.advanced(by: step)
    }
    while high.value - low.value > Self.searchStep {
      let middle = low.advanced(by: (high.value - low.value) / 2)
      if try isPast(middle, instant) { low = middle } else { high = middle }
    }
    return try scan(behind: low, below: high, asOf: instant)
  }

  /// Whether there is an event at a place, at or before the instant.
  private func isPast(_ place: SequenceNumber, _ instant: Timestamp) throws(QueryFailure) -> Bool {
    let page = try sources.events(of: accountID, from: place, through: place, limit: 1, deadline: deadline)
    return page.events.first.map { $0.timestamp <= instant } ?? false
  }

  private func scan(
    behind low: SequenceNumber, below high: SequenceNumber, asOf instant: Timestamp
  ) throws(QueryFailure) -> SequenceNumber {
    var reached = low
    while reached < high.previous {
      let page = try sources.events(
        of: accountID, from: reached.next, through: high.previous, limit: Self.searchStep, deadline: deadline)
      for event in page.events {
        if event.timestamp > instant { return reached }
        reached = event.sequence
      }
      guard page.hasMore, !page.events.isEmpty else { break }
    }
    return reached
  }
}
