import EventSourcing
import Processing
import TestSupport
import Transfers

/// Workers of the process at one bank, one store operation at a time in an order that is chosen from outside. Messages
/// come as often as they are given, and again where a worker failed, and each recorded event brings its own.
final class BankSchedule: @unchecked Sendable {
  let bank: Bank
  /// What a worker is to take on, the next one first.
  private var messages: [AggregateID]
  /// What went wrong that must never go wrong.
  private(set) var violations: [String] = []
  private var deliveries = 0
  /// The most deliveries: a process that never ends would go on for ever.
  private let limit: Int

  init(_ bank: Bank, messages: [String]) throws {
    self.bank = bank
    self.messages = try messages.map { try AggregateID($0) }
    limit = messages.count * 100
  }

  /// Runs until nothing is left to do.
  ///
  /// - Parameters:
  ///   - others: programs that work at the same time, each on a store that stops before every operation.
  ///   - choose: which of so many threads makes the next step; the place of the one that made the last is given, nil where
  ///     it has ended.
  func run(
    workers: Int, others: [@Sendable (any EventStore) throws -> Void] = [], choose: (Int, Int?) -> Int,
    fault: () -> StepFault = { .none }
  ) {
    var threads = (0..<workers).map { number in
      SteppedThread { [self] thread in work(number, SteppedEventStore(bank.log, thread: thread)) }
    }
    threads += others.map { other in
      SteppedThread { [self] thread in try? other(SteppedEventStore(bank.log, thread: thread)) }
    }
    var last: SteppedThread?
    while !threads.isEmpty {
      let place = choose(threads.count, threads.firstIndex { $0 === last })
      last = threads[place]
      threads[place].resume(with: place < workers ? fault() : .none)
      threads.removeAll(where: \.isFinished)
    }
  }

  private func work(_ number: Int, _ store: any EventStore) {
    let runner = bank.runner(on: store, seed: UInt64(number) &* 7_919 &+ 5)
    while !messages.isEmpty {
      let message = messages.removeFirst()
      deliveries += 1
      if deliveries > limit { return violations.append("the transfer does not end") }
      do throws(ProcessFailure) {
        _ = try runner.run(message, from: .zero.next, deadline: nil)
      } catch {
        if !error.description.contains("injected"), !isWaitedFor(error) { violations.append("\(error)") }
        messages.append(message)
      }
    }
  }

  private func isWaitedFor(_ failure: ProcessFailure) -> Bool { if case .contended = failure { true } else { false } }
}
