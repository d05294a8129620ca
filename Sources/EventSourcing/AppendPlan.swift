import Environment
import JSON

/// Decides a request on a loaded aggregate, and makes the append that it comes to. Nothing is written here.
struct AppendPlan<Domain: Aggregate> {
  let loader: AggregateLoader<Domain>
  let randomness: any Randomness
  let journalRetention: JournalRetention

  /// Decides each entry on the state after the one before.
  ///
  /// - Throws: ``CommandFailure/rejected(_:index:)`` for the first entry that a rule refuses.
  func append(
    for request: CommandRequest<Domain>, on loaded: LoadedAggregate<Domain>, at now: Timestamp
  ) throws(CommandFailure<Domain.Rejection>) -> Append {
    var state = loaded.state
    var head = loaded.head
    var events: [RecordedEvent] = []
    for (index, entry) in request.entries.enumerated() {
      let event = try event(of: entry, at: index, in: request, on: state, after: head, now: now)
      do {
        state = try loader.fold([event], onto: state, of: request.aggregateID)
      } catch {
        throw .store(error)
      }
      head = event.head
      events.append(event)
    }
    return Append(
      aggregateID: request.aggregateID, events: events, journal: journal(for: request, events: events, at: now),
      checkpoint: checkpoint(of: loaded, aggregateID: request.aggregateID))
  }

  private func event(
    of entry: CommandRequest<Domain>.Entry, at index: Int, in request: CommandRequest<Domain>,
    on state: Domain.State, after head: LogHead, now: Timestamp
  ) throws(CommandFailure<Domain.Rejection>) -> RecordedEvent {
    let decided: NewEvent
    do {
      decided = try Domain.decide(entry.command, state)
    } catch {
      throw .rejected(error, index: index)
    }
    return RecordedEvent(
      decided, eventID: randomness.uuid(), aggregateID: request.aggregateID, after: head, at: now,
      metadata: EventMetadata(commandID: entry.key, userID: request.userID, correlationID: request.correlationID))
  }

  private func journal(
    for request: CommandRequest<Domain>, events: [RecordedEvent], at now: Timestamp
  ) -> [JournalEntry] {
    let answered = events.map(JournalEntry.Event.init)
    return request.keys.map { key in
      JournalEntry(
        aggregateID: request.aggregateID, key: key, requestHash: request.contentHash, events: answered,
        timestamp: events.last?.timestamp ?? now, expiresAt: journalRetention.expiry(from: now))
    }
  }

  private func checkpoint(of loaded: LoadedAggregate<Domain>, aggregateID: AggregateID) -> JSONObject? {
    guard loaded.needsCheckpoint else { return nil }
    return FoldedCopy<Domain>(aggregateID: aggregateID, head: loaded.head, state: loaded.state).attributes
  }
}
