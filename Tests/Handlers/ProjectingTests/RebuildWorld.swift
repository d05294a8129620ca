import AWSCore
import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime
import ReadModel
import TestSupport

@testable import Projecting

/// The rebuild of all accounts, with everything that it touches in memory, and a queue that brings its parts.
final class RebuildWorld {
  /// An invocation's time, and how long the queue hides what it delivered, in milliseconds.
  static let timeout: Int64 = 30_000
  static let visibility: Int64 = 180_000

  let clock = ManualClock()
  let sleeper: RecordingSleeper
  let life = Life()
  let log = InMemoryEventStore()
  let lines = RecordedLines()
  let progress: InMemoryProgressStore
  let queue: SimulatedQueue
  let rebuilder: ScriptedRebuilder
  /// How many messages an invocation gets at most.
  var batchSize = 10
  /// How many invocations there were.
  private(set) var invocations = 0
  /// In milliseconds.
  private(set) var longestInvocation: Int64 = 0
  private let randomness: SeededRandomness

  init(accounts: Int = 0, eventsEach: Int = 2, seed: UInt64 = 1) throws {
    sleeper = RecordingSleeper(clock: clock)
    progress = InMemoryProgressStore(life: life)
    queue = SimulatedQueue(clock: clock, life: life)
    rebuilder = ScriptedRebuilder(clock: clock, life: life)
    randomness = SeededRandomness(seed: seed)
    for number in 0..<accounts {
      let events = try Logs.account("account-\(number)", events: eventsEach, random: randomness)
      if let first = events.first { log.logs[first.aggregateID] = events }
      rebuilder.lengths["account-\(number)"] = eventsEach
    }
  }

  private var rebuild: RebuildAll {
    let register = RebuildRegister(store: progress, noun: Noun("Account", plural: "Accounts"))
    return RebuildAll(
      register: register,
      parts: RebuildParts(
        rebuilder: rebuilder, register: register, index: log, startingTypes: ["AccountCreated"], queue: queue,
        clock: clock, sleeper: sleeper, retry: ConflictRetry(clock: clock, sleeper: sleeper, randomness: randomness)),
      clock: clock)
  }

  private func context() -> InvocationContext {
    let logger = Logger(output: lines, clock: clock)
    return InvocationContext(
      requestID: "request", deadline: clock.now().adding(milliseconds: Self.timeout), logger: logger,
      metrics: Metrics(output: lines, clock: clock), tracer: Tracer(daemonAddress: nil))
  }

  // MARK: What an operator does

  func begin(
    parts: Int = 1, maximumEventsPerSecond: Int? = nil, force: Bool = false, as requestID: String = "run-1"
  ) throws -> JSONValue {
    var fields: JSONObject = ["parts": .number(JSONNumber(parts)), "force": .bool(force)]
    fields["maximumEventsPerSecond"] = maximumEventsPerSecond.map { .number(JSONNumber($0)) }
    return try rebuild.begin(RebuildAllRequest(Fields(fields)), as: requestID, context()).body
  }

  func stop() throws -> JSONValue { try rebuild.stop(context()).body }

  func look() throws -> JSONValue { try rebuild.progress(context()).body }

  // MARK: What the queue does

  /// One invocation with what the queue has to deliver.
  ///
  /// - Parameter call: the call at which the invocation dies, from 1; nil for one that lives.
  func deliver(dyingAt call: Int? = nil) {
    invocations += 1
    let messages = queue.receive(atMost: batchSize, hiddenFor: Self.visibility)
    life.begin(dyingAt: call)
    let begin = clock.now()
    let again = handle(messages)
    longestInvocation = max(longestInvocation, clock.now().milliseconds(since: begin))
    let hasDied = life.end()
    for message in messages where !hasDied && !again.contains(message.id) { queue.delete(message) }
  }

  /// What comes of messages, without the queue.
  func handle(_ messages: [SimulatedQueue.Message]) -> [String] {
    rebuild.parts.handle(
      messages.compactMap { message in
        (try? JSONValue(parsing: message.body))?.object.flatMap(RebuildMessage.init).map {
          RebuildDelivery(message: $0, messageID: message.id, receiveCount: message.receiveCount)
        }
      }, context())
  }

  /// Delivers until the queue is empty; time passes while there is nothing to deliver.
  func drain(atMost limit: Int = 1_000) {
    for _ in 0..<limit {
      guard let next = queue.nextDelivery else { return }
      clock.time = max(clock.time, next)
      deliver()
    }
  }
}

/// Whether the invocation under way is alive. Once it has died, nothing that it does reaches anything.
final class Life {
  private var callsLeft: Int?
  private var hasDied = false

  func begin(dyingAt call: Int?) {
    callsLeft = call
    hasDied = false
  }

  /// - Returns: whether the invocation died.
  func end() -> Bool {
    defer { begin(dyingAt: nil) }
    return hasDied
  }

  /// A call to the outside.
  ///
  /// - Returns: whether it is carried out.
  func call() -> Bool {
    if let left = callsLeft {
      callsLeft = left - 1
      if left <= 1 { hasDied = true }
    }
    return !hasDied
  }
}
