import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime
import SQS

/// The publisher function: the event store's stream in, the bus out. The stream is the outbox: what is stored is on it,
/// and stays on it until this function has said that it is done with.
public struct PublisherHandler: LambdaHandler {
  private let store: any EventStore
  private let publisher: EventPublisher
  private let deadLetters: DeadLetterQueue
  private let clock: any Clock
  private let sleeper: any Sleeper

  public init(
    store: any EventStore, publisher: EventPublisher, deadLetters: DeadLetterQueue, clock: any Clock,
    sleeper: any Sleeper
  ) {
    self.store = store
    self.publisher = publisher
    self.deadLetters = deadLetters
    self.clock = clock
    self.sleeper = sleeper
  }

  /// Takes a stream batch, answered with `batchItemFailures`, or a `republish` action.
  ///
  /// - Throws: `FunctionError` for an event that is neither.
  public func handle(_ event: [UInt8], context: InvocationContext) throws(FunctionError) -> [UInt8] {
    let json: JSONValue
    do {
      json = try JSONValue(parsing: event)
    } catch {
      throw FunctionError(type: "MalformedEvent", message: "the event is not valid JSON: \(error)")
    }
    if let records = json["Records"]?.array {
      let batch = try StreamBatch(records)
      return batch.publish(with: publisher, deadLetters: deadLetters, clock: clock, context).serialized()
    }
    guard let object = json.object, json["action"] == "republish" else {
      throw FunctionError(
        type: "UnsupportedEvent", message: "this function takes a DynamoDB stream batch or the action republish")
    }
    return try republish(object, context).rendered(for: .bare)
  }

  private func republish(_ object: JSONObject, _ context: InvocationContext) throws(FunctionError) -> Answer {
    let republication: Republication
    do {
      republication = try Republication(Fields(object))
    } catch {
      return Answer(error)
    }
    context.logger.aggregateID = republication.aggregateID.text
    let answer = try republication.run(on: store, with: publisher, clock: clock, sleeper: sleeper, context)
    context.logger.info("Stored events were published again", [("published", answer.body["published"] ?? .null)])
    return answer
  }
}
