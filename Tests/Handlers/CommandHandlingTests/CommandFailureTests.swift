import CommandHandling
import EventSourcing
import JSON
import LambdaRuntime
import TestSupport
import Testing

/// What is not the caller's to mend fails the invocation.
@Suite struct CommandFailureTests {
  @Test(
    arguments: [
      (EventStoreError(.unavailable, "no"), "EventStoreUnavailable"),
      (EventStoreError(.unavailable, "no", mayHaveExecuted: true), "OutcomeUnknown"),
      (EventStoreError(.refused, "no"), "EventStoreRefused"),
      (EventStoreError(.deadlineExceeded, "no"), "DeadlineExceeded"),
      (EventStoreError(.deadlineExceeded, "no", mayHaveExecuted: true), "OutcomeUnknown"),
      (EventStoreError(.corrupt(sequence: .zero.next, reason: "r"), "no"), "EventLogDamaged"),
      (
        EventStoreError(
          .unreadable(sequence: .zero.next, .unsupportedVersion(type: "T", version: "9.0", newest: "1.0")), "no"),
        "UnsupportedEventVersion"
      ),
      (EventStoreError(.unstorable(path: "EventData.x"), "no"), "EventNotStorable"),
      (EventStoreError(.tooLarge(what: "bytes in event 1", size: 2, limit: 1), "no"), "EventNotStorable"),
    ])
  func failuresOfTheStore(failure: EventStoreError, type: String) throws {
    let bench = CommandBench()
    bench.memory.beforeAppend = { _ throws(EventStoreError) in throw failure }
    let error = #expect(throws: FunctionError.self) { try bench.send(CommandSample.created()) }
    #expect(error?.type == type)
    #expect(error?.message == "no")
    #expect(bench.output.metrics == ["CommandsByOutcome \(type)": 1])
  }

  /// The write is in and its answer lost: the caller hears of neither success nor refusal, and the retry tells.
  @Test func aLostAnswerIsFoundOutByTheSameCommand() throws {
    let bench = CommandBench()
    bench.memory.afterAppend = { _ throws(EventStoreError) in
      throw EventStoreError(.unavailable, "no", mayHaveExecuted: true)
    }
    let command = CommandSample.created().setting("commandId", "c-1")
    #expect(throws: FunctionError.self) { try bench.send(command) }
    bench.memory.afterAppend = nil
    let reply = try bench.send(command)
    #expect(reply.status == 200)
    #expect(reply.body["duplicate"] == true)
    #expect(bench.log.count == 1)
  }

  @Test func aDamagedLogIsNotWrittenTo() throws {
    let bench = CommandBench()
    try bench.open()
    for number in 0..<3 { _ = try bench.send(CommandSample.transaction(1, id: .string("t\(number)"))) }
    let identifier = try AggregateID("account-123")
    bench.memory.logs[identifier]?.remove(at: 1)
    let error = #expect(throws: FunctionError.self) { try bench.send(CommandSample.transaction(1, id: "after")) }
    #expect(error?.type == "EventLogDamaged")
    #expect(bench.log.count == 3)
  }
}
