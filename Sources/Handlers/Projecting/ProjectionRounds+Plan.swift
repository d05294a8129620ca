import EventSourcing
import JSON
import ReadModel

/// From what was read to what is to be written.
extension ProjectionRounds {
  /// - Returns: nil where there is nothing to write.
  mutating func plan(_ place: Int, _ tail: ProjectionTail) -> ProjectionPlan<Model>? {
    let aggregateID = work[place].aggregateID
    let attributes: JSONObject?
    switch tail.summary {
    case .success(let found): attributes = found
    case .failure(let error):
      work[place].end(.readModel(ReadModelError(error)))
      return nil
    }
    let summary = StoredSummary<Model>(attributes, of: aggregateID)
    switch summary.form {
    case .newer(let version):
      work[place].leave(summary, for: .newerFold(version))
      return nil
    case .older, .damaged:
      work[place].refold(summary)
      return nil
    case .none, .copy: break
    }
    do throws(ProjectionFailure) {
      return try plan(place, summary, tail.window)
    } catch {
      work[place].end(error)
      return nil
    }
  }

  private mutating func plan(
    _ place: Int, _ summary: StoredSummary<Model>, _ read: Result<[RecordedEvent], EventStoreError>
  ) throws(ProjectionFailure) -> ProjectionPlan<Model>? {
    let window = try window(read, behind: summary)
    work[place].note(window ?? [])
    if let last = window?.last { work[place].noteEnd(last.sequence) }
    let head = summary.fold.head
    switch window.map({ LogProof(head, in: $0) }) ?? .unknown {
    case .foreign:
      work[place].refold(summary)
      return nil
    case .ahead:
      // The summary may be younger than the window: both were read at once.
      if try stands(summary, before: nil, end: window?.last?.sequence ?? .zero, place) { caughtUp(place, head) }
      return nil
    case .stands(let rest):
      return stretch(place, summary, ReadableEvents(events: Array(rest), hasMore: false)).map { .write($0) }
    case .unknown: return .read(place: place, summary)
    }
  }

  /// What is to be written, once nobody else is about to: only then is more of the log read than its end.
  mutating func stretch(of plan: ProjectionPlan<Model>) -> ProjectionStretch<Model>? {
    switch plan {
    case .write(let stretch): return stretch
    case .read(let place, let summary):
      do throws(ProjectionFailure) {
        let slice = try stores.slice(
          of: work[place].aggregateID, from: summary.fold.head.sequence.next, deadline: deadline)
        guard try stands(summary, before: slice.events.first, place) else { return nil }
        return stretch(place, summary, slice)
      } catch {
        work[place].end(error)
        return nil
      }
    }
  }

  /// - Returns: nil where an event in it cannot be read: then those before it, if any are new, are read in slices.
  private func window(
    _ read: Result<[RecordedEvent], EventStoreError>, behind summary: StoredSummary<Model>
  ) throws(ProjectionFailure) -> [RecordedEvent]? {
    do {
      return try read.get()
    } catch {
      if case .corrupt(let sequence, _) = error.kind, sequence != summary.fold.head.sequence.next { return nil }
      throw .eventStore(error)
    }
  }

  /// Whether a copy stands in the log: the event after it is linked to it, or its own event is the one that it names.
  private mutating func stands(
    _ summary: StoredSummary<Model>, before next: RecordedEvent?, end: SequenceNumber? = nil, _ place: Int
  ) throws(ProjectionFailure) -> Bool {
    let head = summary.fold.head
    if head.sequence == .zero || next?.previousHash == head.hash { return true }
    let aggregateID = work[place].aggregateID
    switch try stores.hash(of: head.sequence, of: aggregateID, deadline: deadline) {
    case head.hash?: return true
    case nil where next == nil:
      work[place].look(for: .readModelAhead(version: head.sequence, log: end ?? .zero))
    case nil: throw .damaged(.missing(head.sequence))
    // Who reads more than the log's end has a claim.
    case .some: work[place].refold(summary, isClaimed: end == nil)
    }
    return false
  }

  private mutating func stretch(
    _ place: Int, _ summary: StoredSummary<Model>, _ read: ReadableEvents
  ) -> ProjectionStretch<Model>? {
    work[place].note(read.events)
    let slice = FoldedSlice(
      read.events[...], onto: summary.fold, snapshotInterval: stores.settings.snapshotInterval)
    let failure = slice.failure ?? read.failure
    if slice.events.isEmpty {
      caughtUp(place, summary.fold.head, failure)
      return nil
    }
    work[place].note(summary.fold.head)
    return ProjectionStretch(
      place: place, summary: summary, slice: slice, hasMore: read.hasMore, failure: failure)
  }
}

extension ProjectionRounds {
  /// Nothing stands behind the summary that could be applied.
  private mutating func caughtUp(_ place: Int, _ head: LogHead, _ failure: ProjectionFailure? = nil) {
    work[place].note(head)
    if let failure { work[place].end(failure) } else { work[place].catchUp() }
  }
}

extension ReadModelError {
  /// The event store reads summaries along with the log's end.
  fileprivate init(_ error: EventStoreError) {
    switch error.kind {
    case .deadlineExceeded: self.init(.deadlineExceeded, error.description)
    case .refused: self.init(.refused, error.description)
    case .unavailable, .tooLarge, .unstorable, .corrupt, .unreadable: self.init(.unavailable, error.description)
    }
  }
}
