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
    case tryAgain
  }

  func verdict(
    on failure: WriteFailure, of request: AppendRequest, deadline: Timestamp?
  ) throws(EventStoreError) -> Verdict {
    switch failure.error.kind {
    case .conditionalCheckFailed(let item?):
      return .outcome(try outcome(of: [item], of: request))
    case .transactionCanceled(let reasons):
      return try verdict(on: reasons, failure, of: request, deadline: deadline)
    case .transactionInProgress, .transactionConflict:
      return .tryAgain
    case .conditionalCheckFailed:
      return .outcome(try lookUp(request, after: failure.error, deadline: deadline))
    case .idempotentParameterMismatch:
      // Another append ended with the same event, so one of them does not speak for the others.
      return .outcome(try lookUp(request, wholly: true, after: failure.error, deadline: deadline))
    case .validation, .resourceNotFound, .accessDenied, .itemTooLarge, .throttled, .deadlineExceeded, .other:
      return .outcome(try settle(request, after: failure, deadline: deadline))
    }
  }

  private func verdict(
    on reasons: [CancellationReason], _ failure: WriteFailure, of request: AppendRequest, deadline: Timestamp?
  ) throws(EventStoreError) -> Verdict {
    guard reasons.count == request.events.count + request.journal.count else {
      return .outcome(try settle(request, after: failure, deadline: deadline))
    }
    // The journal first: where the same command was done before, the event in the way is its own.
    for reason in reasons[request.events.count...] where reason.code == .conditionalCheckFailed {
      guard let entry = reason.item.flatMap({ JournalItem.entry(from: $0.json) }) else {
        throw EventStoreError(
          .unavailable, "the command journal's item in the way is unreadable", mayHaveExecuted: failure.isInDoubt)
      }
      let isOwn = entry.events.map(\.eventID) == request.append.events.map(\.eventID)
      return .outcome(isOwn ? .appended : .keyInUse(entry))
    }
    let taken = reasons[..<request.events.count].filter { $0.code == .conditionalCheckFailed }
    if !taken.isEmpty {
      return .outcome(try outcome(of: taken.compactMap(\.item), of: request))
    }
    let isPutOff = reasons.contains {
      [.transactionConflict, .throttled, .provisionedThroughputExceeded].contains($0.code)
    }
    return isPutOff ? .tryAgain : .outcome(try settle(request, after: failure, deadline: deadline))
  }

  /// What stands in the places of ours, all of it, is an earlier attempt of this append, or another writer was there.
  private func outcome(of items: [Item], of request: AppendRequest) throws(EventStoreError) -> AppendOutcome {
    let standing = try events(from: items, of: request.append.aggregateID)
    let own = Set(request.append.events.map(\.eventID))
    if let stranger = standing.first(where: { !own.contains($0.eventID) }) { return .conflict(winner: stranger) }
    return standing.count == own.count ? .appended : .conflict(winner: standing.first)
  }

  /// Nothing is written if no try can have come through; else the log itself is asked.
  private func settle(
    _ request: AppendRequest, after failure: WriteFailure, deadline: Timestamp?
  ) throws(EventStoreError) -> AppendOutcome {
    guard failure.isInDoubt else { throw EventStoreError(failure.error) }
    return try lookUp(request, after: failure.error, deadline: deadline)
  }

  /// Reads what stands where the first event belongs. What is written is written as a whole, so it speaks for all.
  ///
  /// - Parameters:
  ///   - wholly: look at the last event's place too.
  ///   - mayHaveExecuted: whether a try that was cut off may still arrive, if nothing stands there yet.
  func lookUp(
    _ request: AppendRequest, wholly: Bool = false, after error: DynamoDBError, mayHaveExecuted: Bool = true,
    deadline: Timestamp?
  ) throws(EventStoreError) -> AppendOutcome {
    let doubt = EventStoreError(.unavailable, error.description, mayHaveExecuted: mayHaveExecuted)
    guard
      let first = request.append.events.first, let last = request.append.events.last,
      let standing = try standing(inPlaceOf: first, otherwise: doubt, deadline: deadline)
    else { throw doubt }
    guard standing.eventID == first.eventID else { return .conflict(winner: standing) }
    guard wholly, try self.standing(inPlaceOf: last, otherwise: doubt, deadline: deadline)?.eventID != last.eventID
    else { return .appended }
    return .conflict(winner: standing)
  }

  /// - Throws: `doubt` about the write, if the log cannot be read either.
  private func standing(
    inPlaceOf event: RecordedEvent, otherwise doubt: EventStoreError, deadline: Timestamp?
  ) throws(EventStoreError) -> RecordedEvent? {
    let key = Item([
      (EventItem.aggregateID, .string(event.aggregateID.text)), (EventItem.sequence, .number(event.sequence.value)),
    ])
    let read = client.perform([GetItem(table: tables.events, key: key, consistent: true)], deadline: deadline)[0]
    guard case .success(let output) = read else { throw doubt }
    guard let item = output.item else { return nil }
    return try events(from: [item], of: event.aggregateID).first
  }
}
