import DynamoDB
import Environment
import EventSourcing

/// What an error means for the append: the outcome that it stands for, or another try.
extension DynamoDBEventStore {
  struct WriteFailure {
    let error: DynamoDBError
    /// Whether any try so far may have been, or may yet be, carried out.
    let isInDoubt: Bool
  }

  enum Verdict {
    case outcome(AppendOutcome)
    /// Another transaction holds an item just now: it lets go within milliseconds.
    case conflict
    /// An item's table or partition has no capacity left: it comes back by the second.
    case throttled
  }

  func verdict(
    on failure: WriteFailure, of request: AppendRequest, deadline: Timestamp?
  ) throws(EventStoreError) -> Verdict {
    switch failure.error.kind {
    case .conditionalCheckFailed(let item?):
      return .outcome(try outcome(inPlaceOf: request, stand: [item]))
    case .conditionalCheckFailed, .idempotentParameterMismatch:
      // An item that is not named, or a token of ours that was seen before: what stands there may be this append's own.
      let isOpen = WriteFailure(error: failure.error, isInDoubt: true)
      return .outcome(try lookUp(request, after: isOpen, deadline: deadline))
    case .transactionCanceled(let reasons) where reasons.count == request.events.count + request.journal.count:
      if let verdict = try verdict(on: reasons, of: request, isInDoubt: failure.isInDoubt) { return verdict }
    case .transactionInProgress, .transactionConflict:
      return .conflict
    case .validation, .resourceNotFound, .accessDenied, .itemTooLarge, .throttled, .deadlineExceeded, .other,
      .transactionCanceled:
      break
    }
    return .outcome(try settle(request, after: failure, deadline: deadline))
  }

  /// - Returns: nil for reasons that are neither an outcome nor one for another try.
  private func verdict(
    on reasons: [CancellationReason], of request: AppendRequest, isInDoubt: Bool
  ) throws(EventStoreError) -> Verdict? {
    // The journal first: where the same command was done before, the event in the way is its own.
    for reason in reasons[request.events.count...] where reason.code == .conditionalCheckFailed {
      guard let entry = reason.item.flatMap({ JournalItem.entry(from: $0.json) }) else {
        throw EventStoreError(
          .unavailable, "the command journal's item in the way is unreadable", mayHaveExecuted: isInDoubt)
      }
      // The first key's entry names all events.
      let isOwn = entry.events.map(\.eventID) == request.append.events.map(\.eventID)
      return .outcome(isOwn ? .appended : .keyInUse(entry))
    }
    let taken = reasons[..<request.events.count].filter { $0.code == .conditionalCheckFailed }
    if !taken.isEmpty { return .outcome(try outcome(inPlaceOf: request, stand: taken.compactMap(\.item))) }
    if reasons.contains(where: \.isThrottling) { return .throttled }
    return reasons.contains { $0.code == .transactionConflict } ? .conflict : nil
  }

  /// What stands in the places of ours, all of it, is an earlier attempt of this append, or another writer was there.
  private func outcome(
    inPlaceOf request: AppendRequest, stand items: [Item]
  ) throws(EventStoreError) -> AppendOutcome {
    let events = try events(from: items.map(StoredEvent.init), of: request.append.aggregateID)
    let own = Set(request.append.events.map(\.eventID))
    if let stranger = events.first(where: { !own.contains($0.eventID) }) { return .conflict(winner: stranger) }
    return events.count == own.count ? .appended : .conflict(winner: events.first)
  }

  /// Nothing is written if no try can have come through; else the log itself is asked.
  func settle(
    _ request: AppendRequest, after failure: WriteFailure, deadline: Timestamp?
  ) throws(EventStoreError) -> AppendOutcome {
    guard failure.isInDoubt else { throw EventStoreError(failure.error) }
    return try lookUp(request, after: failure, deadline: deadline)
  }

  /// Reads what stands where the first event belongs. What is written is written as a whole, so it speaks for all.
  ///
  /// - Throws: where nothing stands there, or it cannot be read: a try that was cut off may still arrive.
  func lookUp(
    _ request: AppendRequest, after failure: WriteFailure, deadline: Timestamp?
  ) throws(EventStoreError) -> AppendOutcome {
    let error = EventStoreError(failure.error)
    let unsettled = failure.isInDoubt ? error.inDoubt(about: request.append.events) : error
    guard let first = request.append.events.first else { throw unsettled }
    let key = Item([
      (EventItem.aggregateID, .string(first.aggregateID.text)), (EventItem.sequence, .number(first.sequence.value)),
    ])
    let read = client.perform([GetItem(table: tables.events, key: key, consistent: true)], deadline: deadline)[0]
    guard case .success(let output) = read, let item = output.item,
      let standing = try events(from: [StoredEvent(item)], of: first.aggregateID).first
    else { throw unsettled }
    return standing.eventID == first.eventID ? .appended : .conflict(winner: standing)
  }
}
