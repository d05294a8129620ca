import Accounts
import CommandHandling
import EventSourcing
import Invocation
import JSON
import TestSupport
import Transfers

/// Commands, bare and in envelopes, sent to a command function over an event store in memory.
struct CommandsTarget: FuzzTarget {
  func check(_ input: [UInt8]) {
    let reply = answer(to: input)
    guard let envelope = try? Envelope(input), envelope.kind == .bare else { return }
    for wrapping in Wrapping.allCases {
      let wrapped = answer(to: wrapping.event(input, path: CommandHandler.path))
      require(wrapped == reply, "in an envelope (\(wrapping)) it is the same command: \(reply), \(wrapped)")
    }
  }

  /// A store of its own for each, so that the same command has the same answer.
  private func answer(to event: [UInt8]) -> Reply {
    let store = InMemoryEventStore(clock: ManualClock())
    let handler = CommandHandler(Self.commands(Account.self, store), [Self.commands(Transfer.self, store)])
    let first = Reply(of: handler, to: event)
    checkLogs(of: store)
    let appended = store.logs.values.reduce(0) { $0 + $1.count }
    require((appended > 0) == (Self.isSuccess(first) && Self.namesEvent(first)), "what is answered is in the log")
    return first
  }

  private static func isSuccess(_ reply: Reply) -> Bool {
    if case .answer(200, _) = reply { true } else { false }
  }

  private static func namesEvent(_ reply: Reply) -> Bool { reply.body?["eventId"] != nil }

  private static func commands<Model: Domain>(_ model: Model.Type, _ store: InMemoryEventStore) -> DomainCommands {
    let clock = ManualClock()
    let execution = CommandExecution<Model>(
      store: store, clock: clock, sleeper: RecordingSleeper(clock: clock), randomness: SeededRandomness(seed: 1),
      journalRetention: .standard)
    return DomainCommands(execution: execution, clock: clock)
  }

  /// Every log is a chain from its first event, and what the bus is told of an event is that event.
  private func checkLogs(of store: InMemoryEventStore) {
    for log in store.logs.values {
      var chain = LogHead.empty
      for event in log {
        require(event.previousHash == chain.hash && event.computedHash == event.hash, "the chain holds: \(event)")
        require((try? RecordedEvent(detail: event.detail)) == event, "an event is read as it is written: \(event)")
        chain = event.head
      }
    }
  }
}
