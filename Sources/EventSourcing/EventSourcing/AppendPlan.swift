import Environment
import JSON

/// Decides a request on a loaded aggregate, and makes the append that it comes to. Nothing is written here.
struct AppendPlan<Model: Aggregate> {
  /// What a request comes to.
  struct Decided {
    let append: Append
    /// The aggregate once the append is in.
    let result: LoadedAggregate<Model>
  }

  let randomness: any Randomness
  let journalRetention: JournalRetention

  /// Decides each entry on the state after the one before.
  ///
  /// - Parameter orphans: entries under the request's keys whose events are not in the log.
  /// - Throws: ``CommandFailure/rejected(_:index:)`` for the first entry that a rule refuses.
  func decide(
    _ request: CommandRequest<Model>, on loaded: LoadedAggregate<Model>, over orphans: [JournalEntry],
    at now: Timestamp
  ) throws(CommandFailure<Model.Rejection>) -> Decided {
    var state = loaded.state
    var head = loaded.head
    var events: [RecordedEvent] = []
    for index in request.entries.indices {
      let event = try event(at: index, of: request, on: state, after: head, now: now)
      do {
        state = try Fold<Model>.state(after: event, on: state)
      } catch {
        throw .store(error.error(of: request.aggregateID))
      }
      head = event.head
      events.append(event)
    }
    // Before a batch that is longer than the distance, a copy would be too far behind at once.
    let checkpoint = loaded.needsCheckpoint(before: events.count) ? loaded.copy(of: request.aggregateID) : nil
    return Decided(
      append: Append(
        aggregateID: request.aggregateID, events: events, journal: journal(for: request, events: events, at: now),
        orphans: orphans, checkpoint: checkpoint),
      result: LoadedAggregate(
        state: state, head: head, copied: checkpoint == nil ? loaded.copied : loaded.head.sequence))
  }

  private func event(
    at index: Int, of request: CommandRequest<Model>, on state: Model.State, after head: LogHead, now: Timestamp
  ) throws(CommandFailure<Model.Rejection>) -> RecordedEvent {
    let entry = request.entries[index]
    let decided: NewEvent
    do {
      decided = try Model.decide(entry.command, state)
    } catch {
      throw .rejected(error, index: index)
    }
    return RecordedEvent(
      decided, eventID: randomness.uuid(), aggregateID: request.aggregateID, after: head, at: now,
      metadata: EventMetadata(
        commandID: entry.key, userID: request.userID, correlationID: request.correlationID,
        causationID: request.causationID),
      batch: BatchPlace(index: index + 1, of: request.entries.count))
  }

  /// What is remembered of a refusal.
  func settled(
    _ refusal: SettledRefusal, of request: CommandRequest<Model>, under key: IdempotencyKey, at now: Timestamp
  ) -> JournalEntry {
    JournalEntry(
      aggregateID: request.aggregateID, key: key, requestHash: request.contentHash, events: [], refusal: refusal,
      timestamp: now, expiresAt: journalRetention.expiry(from: now))
  }

  /// The first entry holds the whole answer, as a repeated command finds it first. The others hold their own event only:
  /// with all of them in each, a batch of fifty would cost five times as much for its journal as for its events.
  private func journal(
    for request: CommandRequest<Model>, events: [RecordedEvent], at now: Timestamp
  ) -> [JournalEntry] {
    request.keys.enumerated().map { place, key in
      let own = place == 0 ? events : events.filter { $0.commandID.map { ByteText.sameBytes($0, key.text) } ?? false }
      return JournalEntry(
        aggregateID: request.aggregateID, key: key, requestHash: request.contentHash,
        events: own.map(JournalEntry.Event.init), timestamp: events.last?.timestamp ?? now,
        expiresAt: journalRetention.expiry(from: now))
    }
  }
}
