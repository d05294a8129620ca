import AWSCore
import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime

/// Works on parts of a rebuild as the queue brings them, and sends them on.
///
/// A part has one message in the queue at a time. It is acknowledged only when the part is done, or when the next message
/// is sent, or when another message holds the part at this moment; else it comes again. A message too many does no harm.
///
/// Lambda's own guard against functions that invoke themselves for ever follows a trace header, which the client of the
/// queue does not send (AWS Lambda Developer Guide, "Use Lambda recursive loop detection"). What ends the chain is that a
/// part sends itself on only after progress, and that a run covers a fixed set of aggregates.
struct RebuildParts {
  /// How often a message is received before an aggregate that fails in a way that may pass is left. Until then it is more
  /// likely that a table fails, and that all aggregates would.
  private static let patience = 10
  /// How long a part is held where an emulator does not say when the invocation ends, in milliseconds.
  private static let assumedTimeout: Int64 = 60_000

  let rebuilder: any AggregateRebuilding
  let register: RebuildRegister
  let index: any EventIndex
  let startingTypes: [String]
  let queue: any RebuildQueue
  let clock: any Clock
  let sleeper: any Sleeper
  let retry: ConflictRetry

  /// Works on the first part; another invocation does so on the others.
  ///
  /// - Returns: the ids of the messages that have to come again.
  func handle(_ deliveries: [RebuildDelivery], _ context: InvocationContext) -> [String] {
    guard let first = deliveries.first else { return [] }
    guard rebuilder.hasTime(until: context.deadline) else { return deliveries.map(\.messageID) }
    var again = deliveries.dropFirst().filter { !send($0.substitute, at: nil, context) }.map(\.messageID)
    if !isOver(first, context) { again.append(first.messageID) }
    return again
  }

  /// The index entries that a run goes through.
  func walk(of run: RebuildRun) -> IndexWalk { run.walk(over: index, types: startingTypes) }

  /// Sends a part on its way.
  ///
  /// - Parameter due: when it is to go on; nil for now.
  /// - Returns: whether it is in the queue.
  func send(_ message: RebuildMessage, at due: Timestamp?, _ context: InvocationContext) -> Bool {
    let wait = due.map { $0.milliseconds(since: clock.now()) } ?? 0
    do {
      try queue.send(
        message.text, delaySeconds: Int(min(max(wait, 0) / 1_000, Self.longestDelay)), deadline: context.deadline)
      return true
    } catch {
      context.logger.error("part of a rebuild not sent on", fields(message) + [("reason", .string("\(error)"))])
      return false
    }
  }

  /// The longest `DelaySeconds` (Amazon SQS API reference, "SendMessage").
  private static let longestDelay: Int64 = 900

  // MARK: One part

  /// - Returns: whether its message is done with.
  private func isOver(_ delivery: RebuildDelivery, _ context: InvocationContext) -> Bool {
    do {
      return try work(on: delivery, context)
    } catch {
      context.logger.error(
        "part of a rebuild failed",
        fields(delivery.message) + [("reason", .string(error.name)), ("detail", .string(error.description))])
      return false
    }
  }

  private func work(
    on delivery: RebuildDelivery, _ context: InvocationContext
  ) throws(ProjectionFailure) -> Bool {
    let message = delivery.message
    guard let run = try register.run(deadline: context.deadline)?.value, run.isGoingOn(as: message.run) else {
      context.logger.info("part of a rebuild that is over", fields(message))
      return true
    }
    var part = try register.part(message.part, of: run.id, at: clock.now(), deadline: context.deadline)
    if part.value.isDone { return true }
    // Its own message, delivered twice, must not go while the other delivery is worked on.
    if let holder = part.value.holder(at: clock.now()) { return holder != delivery.identity }
    let pace = RebuildPace(run, due: part.value.due, clock: clock, sleeper: sleeper)
    guard pace.isNear else { return send(message.following, at: pace.due, context) }
    part.value.hold(
      by: delivery.identity, at: clock.now(),
      until: context.deadline ?? clock.now().adding(milliseconds: Self.assumedTimeout))
    guard try register.save(&part, deadline: context.deadline) else { return false }
    var slice = RebuildSlice(
      rebuilder: rebuilder, register: register, walk: walk(of: run), retry: retry,
      pace: pace, context: context, deadline: context.deadline?.forDivisibleWork(from: clock.now()), run: run,
      part: part, isOutOfPatience: delivery.receiveCount >= Self.patience)
    let outcome = Result { () throws(ProjectionFailure) in try slice.work() }
    return try end(slice, outcome, message, context)
  }

  /// Keeps how far the part has come, and lets it go.
  private func end(
    _ slice: RebuildSlice, _ outcome: Result<RebuildSlice.Outcome, ProjectionFailure>, _ message: RebuildMessage,
    _ context: InvocationContext
  ) throws(ProjectionFailure) -> Bool {
    if case .success(.lost) = outcome { return true }
    var part = slice.part
    part.value.release(at: clock.now(), due: slice.pace.due)
    guard try register.save(&part, deadline: context.deadline) else { return true }
    context.logger.info(
      "part of a rebuild",
      fields(message) + [
        ("aggregates", .number(JSONNumber(part.value.aggregates))), ("events", .number(JSONNumber(part.value.events))),
        ("isDone", .bool(part.value.isDone)),
      ])
    switch try outcome.get() {
    case .over, .lost: return true
    case .unfinished:
      // Without progress it is the queue that counts the tries.
      return (slice.hasProgressed || !slice.pace.isDue) && send(message.following, at: part.value.due, context)
    case .failed(let failure): throw failure
    }
  }

  private func fields(_ message: RebuildMessage) -> [(String, JSONValue)] {
    [("run", .string(message.run)), ("part", .number(JSONNumber(message.part)))]
  }
}
