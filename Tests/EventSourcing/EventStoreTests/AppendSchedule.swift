import Accounts
import DynamoDB
import Environment
import EventSourcing
import EventStore
import HTTPTransport
import JSON
import TestSupport

/// Writers of one account at the same tables, one request at a time in an order that is chosen from outside, with what
/// can go wrong with each.
final class AppendSchedule: @unchecked Sendable {
  /// Who decides.
  struct Choices {
    /// Which of so many threads makes the next step; the place of the one that made the last is given, nil where it has
    /// ended.
    var thread: (Int, Int?) -> Int
    /// One of so many possibilities, of which the first is that nothing goes wrong.
    var mishap: (Int) -> Int
  }

  let world: AppendWorld
  private(set) var tables: MemoryTables
  private var mishaps: AppendMishaps
  private let choices: Choices
  private var threads: [SteppedThread] = []
  /// Items of transactions that a read may not show yet, with what stood there before.
  private var unsettled: [(place: MemoryTables.Place, before: MemoryTables.Stored?)] = []

  init(_ world: AppendWorld, _ mishaps: AppendMishaps, _ choices: Choices) {
    self.world = world
    self.mishaps = mishaps
    self.choices = choices
    tables = world.tables
  }

  /// Runs until all are done, requests that arrive late included.
  func run(_ programs: [@Sendable (AppendSchedule, SteppedThread) -> Void]) {
    threads = programs.map { program in SteppedThread { [self] thread in program(self, thread) } }
    var last: SteppedThread?
    while !threads.isEmpty {
      let next = threads[choices.thread(threads.count, threads.firstIndex { $0 === last })]
      last = next
      next.resume(with: .none)
      threads.removeAll(where: \.isFinished)
    }
    unsettled = []
  }

  /// So much time passes that some entries of the journal count no more; the table drops them now or later.
  func pass(milliseconds: Int64) {
    world.clock.advance(milliseconds: milliseconds)
    if choices.mishap(2) == 1 { tables.expire(at: world.clock.now()) }
  }

  // MARK: What goes wrong

  func mishap(on call: MemoryCall) -> AppendMishaps.Mishap {
    let possible = mishaps.choices(for: call)
    if possible.count == 1 { return .none }
    let mishap = possible[choices.mishap(possible.count)]
    mishaps.spend(mishap)
    return mishap
  }

  /// Whether the journal is read before the log, and not after it.
  func isReversed() -> Bool {
    guard mishaps.partialReads > 0, choices.mishap(2) == 1 else { return false }
    mishaps.partialReads -= 1
    return true
  }

  func deliverLate(_ call: MemoryCall) {
    threads.append(
      SteppedThread { [self] _ in _ = tables.write(call, at: world.clock.now()) })
  }

  // MARK: Requests

  /// - Parameter stop: lets others go on between a transaction and its answer.
  func write(_ call: MemoryCall, conflict: Int? = nil, stop: (() -> Void)?) -> MemoryTables.Answer {
    let (answer, replaced) = tables.write(call, conflict: conflict, at: world.clock.now())
    guard mishaps.partialReads > 0, replaced.count > 1 else { return answer }
    unsettled += replaced
    if let stop {
      stop()
      // Whoever has the answer finds all of it.
      unsettled.removeAll { item in replaced.contains { $0.place == item.place } }
    }
    return answer
  }

  func read(_ call: MemoryCall) -> MemoryTables.Answer {
    var hidden: [(place: MemoryTables.Place, before: MemoryTables.Stored?)] = []
    // What another transaction does is hidden from GetItem as a whole or not at all.
    if mishaps.partialReads > 0, call.operation != "GetItem" {
      let places = Set(tables.places(for: call))
      let candidates = unsettled.filter { places.contains($0.place) }
      let parts = candidates.isEmpty ? [[]] : AppendMishaps.parts(of: candidates.count)
      let part = parts.count == 1 ? [] : parts[choices.mishap(parts.count)]
      hidden = part.map { candidates[$0] }
      if !part.isEmpty { mishaps.partialReads -= 1 }
      // What has been shown stays in sight.
      unsettled.removeAll { item in
        places.contains(item.place) && !hidden.contains { $0.place == item.place }
      }
    }
    return tables.read(call) { place in
      if let item = hidden.first(where: { $0.place == place }) { return item.before }
      return tables.items[place]
    }
  }

  /// A read of the summary, or the write of a checkpoint: neither is a step of its own.
  func dispensable(_ call: MemoryCall) -> MemoryTables.Answer {
    let states = call.isWrite ? 2 : 4
    let choice = mishaps.staleReads > 0 ? choices.mishap(states) : 0
    if choice > 0 { mishaps.staleReads -= 1 }
    if call.isWrite {
      return choice == 0
        ? tables.write(call, at: world.clock.now()).answer : .failure(.timeout, mayHaveExecuted: true)
    }
    switch choice {
    case 0: return tables.read(call) { tables.items[$0] }
    case 1: return .failure(.timeout, mayHaveExecuted: false)
    default:
      return .response(
        200, world.summary(ofAll: choice == 2, in: tables).map { #"{"Item":\#($0.wire.text)}"# } ?? "{}")
    }
  }
}
