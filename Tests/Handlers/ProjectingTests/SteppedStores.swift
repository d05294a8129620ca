import Environment
import EventSourcing
import JSON
import ReadModel
import TestSupport

/// A read model whose every operation waits for the scheduler first. Those on several accounts are done one by one.
final class SteppedReadModel: ReadModelStore {
  private let base: InMemoryReadModel
  private let thread: SteppedThread
  private let random: SeededRandomness
  private let died = ReadModelError(.unavailable, "injected")

  init(_ base: InMemoryReadModel, thread: SteppedThread, random: SeededRandomness) {
    self.base = base
    self.thread = thread
    self.random = random
  }

  private func step<Value>(_ body: () throws(ReadModelError) -> Value) throws(ReadModelError) -> Value {
    let fault = thread.step()
    if fault == .before { throw died }
    let value = try body()
    if fault == .after { throw died }
    return value
  }

  /// An operation on one account.
  private func single<Value>(_ body: () -> [Result<Value, ReadModelError>]) -> Result<Value, ReadModelError> {
    do throws(ReadModelError) {
      let results = try step { () throws(ReadModelError) in body() }
      return results.first ?? .failure(died)
    } catch {
      return .failure(error)
    }
  }

  func item(
    _ projection: ProjectionType, of accountID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError) -> JSONObject? {
    try step { () throws(ReadModelError) in try base.item(projection, of: accountID, deadline: deadline) }
  }

  func summaries(
    of accountIDs: [AggregateID], consistent: Bool, deadline: Timestamp?
  ) throws(ReadModelError) -> [AggregateID: JSONObject] {
    try step { () throws(ReadModelError) in
      try base.summaries(of: accountIDs, consistent: consistent, deadline: deadline)
    }
  }

  func put(_ groups: [[ReadModelItem]], deadline: Timestamp?) -> [Result<Void, ReadModelError>] {
    groups.map(put)
  }

  private func put(_ items: [ReadModelItem]) -> Result<Void, ReadModelError> {
    switch thread.step() {
    case .before: return .failure(died)
    case .after:
      // A batch is not a transaction: any part of it may be in.
      for item in items where random.below(2) == 0 { base.put(item) }
      return .failure(died)
    case .none:
      // Other projectors may run between the requests of one put.
      for (place, item) in items.enumerated() {
        if place > 0, place % 2 == 0, thread.step() != .none { return .failure(died) }
        base.put(item)
      }
      return .success(())
    }
  }

  func replace(_ replacements: [SummaryReplacement], deadline: Timestamp?) -> [Result<Bool, ReadModelError>] {
    replacements.map { replacement in single { base.replace([replacement], deadline: deadline) } }
  }

  func claim(
    _ claims: [ProjectionClaim], now: Timestamp, deadline: Timestamp?
  ) -> [Result<ProjectionClaim.Outcome, ReadModelError>] {
    claims.map { claim in single { base.claim([claim], now: now, deadline: deadline) } }
  }

  func remove(
    _ projection: ProjectionType, of accountID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError) {
    try step { () throws(ReadModelError) in try base.remove(projection, of: accountID, deadline: deadline) }
  }
}
