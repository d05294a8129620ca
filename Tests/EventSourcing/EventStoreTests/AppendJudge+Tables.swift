import Accounts
import EventSourcing
import EventStore
import TestSupport

/// What the tables remember beside the log, and what a process finds in them that comes later.
extension AppendJudge {
  mutating func checkCheckpoint(_ schedule: AppendSchedule) throws {
    let aggregateID = schedule.world.aggregateID
    guard let checkpoint = try schedule.tables.checkpoint(of: aggregateID) else { return }
    guard let copy = FoldedCopy<Account>(attributes: checkpoint, of: aggregateID) else {
      return faults.append("the checkpoint is no copy")
    }
    let part = log.prefix(copy.head.sequence.value)
    if part.last?.head != copy.head { faults.append("the checkpoint stands behind no event of the log") }
    if try Account.fold(part, onto: Account.initial) != copy.state { faults.append("the checkpoint is not the fold") }
  }

  /// What a key was answered with is what it will be answered with.
  mutating func checkJournal(_ schedule: AppendSchedule) throws {
    for caller in callers {
      guard let answer = caller.answer else { continue }
      let keys = try caller.command.request(for: schedule.world.aggregateID).keys.map(\.text)
      for (place, key) in keys.enumerated() {
        let remembered = try schedule.tables.rememberedEvents(under: key, of: schedule.world.aggregateID)
        let own = answer.events.map(\.eventID)
        let isRight = place == 0 ? remembered == own : !remembered.isEmpty && Set(remembered).isSubset(of: own)
        if !isRight { faults.append("\(key) remembers \(remembered), and was answered by \(own)") }
      }
    }
  }

  /// What sort of log and answers it came to.
  var shape: [String] { endings + log.map(\.correlationID) }

  /// What a process finds that comes later.
  mutating func checkFreshReader(_ schedule: AppendSchedule) throws {
    let world = schedule.world
    let store = world.store(on: MemoryTransport(schedule.tables, clock: world.clock))
    let keys = try callers.flatMap { try $0.command.request(for: world.aggregateID).keys }
    let tail = try store.loadTail(of: world.aggregateID, keys: Array(Set(keys)), deadline: nil)
    let loaded: LoadedAggregate<Account> = try AggregateLoader(store: store)
      .load(world.aggregateID, tail: tail, deadline: nil)
    if loaded.head != log.last?.head ?? .empty { faults.append("a reader finds the end at \(loaded.head)") }
    if try Account.fold(log, onto: Account.initial) != loaded.state { faults.append("a reader folds to another state") }
    if !tail.orphans.isEmpty { faults.append("the journal knows events that are not in the log: \(tail.orphans)") }
  }
}
