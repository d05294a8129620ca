import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime
import SQS

/// The publisher function: the event store's stream in, the bus out. The stream is the outbox: what is stored is on it,
/// and stays on it until this function has said that it is done with.
public struct PublisherHandler: LambdaHandler {
  private let store: any EventStore & EventIndex
  private let eventTypes: [String]
  private let publisher: EventPublisher
  private let deadLetters: DeadLetterQueue
  private let clock: any Clock
  private let sleeper: any Sleeper

  /// - Parameter eventTypes: the names of all types that the store may hold.
  public init(
    store: any EventStore & EventIndex, eventTypes: [String], publisher: EventPublisher, deadLetters: DeadLetterQueue,
    clock: any Clock, sleeper: any Sleeper
  ) {
    self.store = store
    self.eventTypes = eventTypes
    self.publisher = publisher
    self.deadLetters = deadLetters
    self.clock = clock
    self.sleeper = sleeper
  }

  /// Takes a stream batch, answered with `batchItemFailures`, or a `republish` action.
  ///
  /// - Throws: `FunctionError` for an event that is neither.
  public func handle(_ event: [UInt8], context: InvocationContext) throws(FunctionError) -> [UInt8] {
    if let batch = StreamBatch(reading: event) { return publish(batch, context) }
    let json = try JSONValue(event: event)
    if let records = json["Records"]?.array { return publish(try StreamBatch(records), context) }
    guard let object = json.object, json["action"] == "republish" else {
      throw FunctionError(
        type: "UnsupportedEvent", message: "this function takes a DynamoDB stream batch or the action republish")
    }
    return try republish(object, context).rendered(for: .bare)
  }

  private func publish(_ batch: StreamBatch, _ context: InvocationContext) -> [UInt8] {
    batch.publish(with: publisher, deadLetters: deadLetters, clock: clock, context).serialized()
  }

  private func republish(_ object: JSONObject, _ context: InvocationContext) throws(FunctionError) -> Answer {
    var republication: Republication
    let source: any RepublicationSource
    do {
      republication = try Republication(Fields(object), with: publisher, clock: clock, sleeper: sleeper)
      source = try self.source(named: object)
    } catch {
      return Answer(error)
    }
    context.workOn(source.description["aggregateId"]?.string)
    let answer = try republication.run(source, context)
    context.logger.info(
      "Stored events were published again",
      [
        ("published", answer.body["published"] ?? .null), ("isComplete", .bool(answer.body["continueFrom"] == nil)),
      ])
    return answer
  }

  private func source(named object: JSONObject) throws(RequestError) -> any RepublicationSource {
    let isThere = { (name: String) in object[name].map { !$0.isNull } ?? false }
    guard isThere("fromTime") || isThere("toTime") else { return try LogRepublication(Fields(object), of: store) }
    if isThere("aggregateId") {
      throw RequestError("Invalid field aggregateId: it goes without fromTime and toTime", field: "aggregateId")
    }
    return try TimeRepublication(Fields(object), in: store, types: eventTypes)
  }
}
